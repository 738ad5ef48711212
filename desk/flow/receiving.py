"""Taking inquiries in: each is stored once, however often its mail is brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desk.inquiry import Inquiry as Received
from desk.store import Comment, Database, Inquiry
from desk.tokens import new_id


@dataclass(frozen=True, slots=True)
class Taken:
    """``new``: ids of what was taken in; ``known``: ids of those whose mail was there already."""

    new: tuple[str, ...]
    known: tuple[str, ...]


def take_in(database: Database, user_id: str, found: Sequence[Received], source: str, at: datetime) -> Taken:
    """Store inquiries in one transaction: all or none. ``source``: "typed", "mail" or "sheet"."""
    new: list[str] = []
    known: list[str] = []
    with database.begin() as work:
        for one in found:
            before = work.inquiries.by_message_id(one.message_id) if one.message_id else None
            if before:
                known.append(before.id)
                continue
            added = work.inquiries.add(_row(one, user_id, source, at))
            new.append(added.id)
            if told := _told(one):
                work.inquiries.add_comment(Comment(new_id(), added.id, None, told, at))
            work.audit.record(at, user_id, "inquiry.receive", added.id, source=source)
    return Taken(tuple(new), tuple(dict.fromkeys(known)))


def received_of(row: Inquiry) -> Received:
    """A stored inquiry as the drafter reads it."""
    return Received(
        row.body, row.subject, row.sender, row.sender_email, row.received_at.isoformat(), row.message_id or ""
    )


def _row(one: Received, user_id: str, source: str, at: datetime) -> Inquiry:
    received = min(_moment(one.received) or at, at)
    return Inquiry(
        id=new_id(), number=0, source=source, message_id=one.message_id[:300] or None, subject=one.subject,
        sender=one.sender_name, sender_email=one.sender_address[:254], body=one.text, received_at=received,
        created_at=at, changed_at=at, made_by=user_id,
    )  # fmt: skip


def _told(one: Received) -> str:
    """What staff should know of how it came in."""
    attached = [f"添付ファイルは開いていません: {name}" for name in one.attachments]
    others = [f"宛先が{one.recipients}件のメールです。回答は差出人だけに宛てます。"] if one.recipients > 1 else []
    return "\n".join([*one.notes, *attached, *others])


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
