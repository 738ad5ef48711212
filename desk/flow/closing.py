"""The end of an inquiry: nothing more is to be done, with or without a reply; it can be taken up again."""

from datetime import datetime

from desk.errors import InputError
from desk.flow.states import INQUIRY_OF
from desk.store import Inquiry, User, Work


def close(work: Work, inquiry: Inquiry, user: User, at: datetime) -> None:
    """End an inquiry in whatever state it is; one that has ended stays so."""
    if inquiry.state != "closed":
        work.inquiries.change(inquiry.id, at, state="closed")
        work.audit.record(at, user.id, "inquiry.close", inquiry.id, state=inquiry.state)


def reopen(work: Work, inquiry: Inquiry, user: User, at: datetime) -> None:
    """Take an inquiry up again where its reply stands; one that has not ended stays as it is."""
    if inquiry.state == "closed":
        drafts = work.drafts.of_inquiry(inquiry.id)
        work.inquiries.change(inquiry.id, at, state=INQUIRY_OF[drafts[-1].state] if drafts else "new")
        work.audit.record(at, user.id, "inquiry.reopen", inquiry.id)


def check_open(inquiry: Inquiry) -> None:
    """Raises InputError for an inquiry that has ended: its reply is written and led on only after it is taken up."""
    if inquiry.state == "closed":
        raise InputError("この問い合わせは終了しています。書き換えたり進めたりするときは、先に再開してください。")
