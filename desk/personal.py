"""One person's data, found by mail address: given to them as JSON, or deleted, in accounts and in inquiries."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from desk.accounts import keep_an_admin
from desk.person import read_email
from desk.store import Database, Work


def export_person(database: Database, email: str) -> dict[str, Any]:
    """All that is stored of the person with this address, as plain JSON; raises InputError for a wrong address."""
    email = read_email(email)
    with database.read() as work:
        user = work.users.by_email(email)
        told: dict[str, Any] = {"email": email, "account": None, "inquiries": _inquiries(work, email)}
        if user:
            left_out = {"password"}
            told["account"] = {name: value for name, value in asdict(user).items() if name not in left_out}
            told["sessions"] = [
                {"created_at": one.created_at, "seen_at": one.seen_at} for one in work.sessions.of_user(user.id)
            ]
            told["conversations"] = [asdict(one) for one in work.conversations.of_user(user.id)]
            told["feedback"] = [asdict(one) for one in work.feedback.of_user(user.id)]
            told["audit"] = [asdict(one) for one in work.audit.of_actor(user.id)]
    plain: dict[str, Any] = _plain(told)
    return plain


def delete_person(database: Database, actor: str, email: str, at: datetime) -> dict[str, int]:
    """Delete the account, conversations, feedback and inquiries of the address; how many of each.

    What the person did as staff stays, without a name. Raises InputError for the last administrator.
    """
    email = read_email(email)
    with database.begin() as work:
        user = work.users.by_email(email)
        inquiries = work.inquiries.of_sender(email)
        for inquiry in inquiries:
            work.inquiries.remove(inquiry.id)
        work.links.remove_invitations(email)
        counts = {"inquiries": len(inquiries), "account": 0, "conversations": 0, "feedback": 0}
        if user:
            keep_an_admin(work, user)
            counts["conversations"] = work.conversations.remove_of(user.id)
            counts["feedback"] = work.feedback.remove_of(user.id)
            counts["account"] = 1
            work.users.remove(user.id)
        work.audit.record(at, actor, "person.delete", user.id if user else "", **counts)
    return counts


def _inquiries(work: Work, email: str) -> list[dict[str, Any]]:
    told = []
    for inquiry in work.inquiries.of_sender(email):
        drafts = [{**asdict(draft), "revisions": [asdict(one) for one in work.drafts.revisions(draft.id)]}
                  for draft in work.drafts.of_inquiry(inquiry.id)]  # fmt: skip
        comments = [asdict(comment) for comment in work.inquiries.comments(inquiry.id)]
        told.append({**asdict(inquiry), "drafts": drafts, "comments": comments})
    return told


def _plain(value: Any) -> Any:
    """The value with moments and days as text."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime | date) else value
