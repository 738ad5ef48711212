"""Purging: what is older than the office's settings allow is removed, at each start and by ``sodan db purge``."""

from datetime import datetime, timedelta

from desk.limits import WINDOW
from desk.office import read_office
from desk.signing_in import IDLE, WHOLE
from desk.store import Database

_LINK_DAYS = 1


def purge(database: Database, at: datetime) -> dict[str, int]:
    """Remove what is too old; how many of each kind."""
    with database.begin() as work:
        office = read_office(work)
        removed = {
            "inquiries": work.inquiries.remove_old(at - timedelta(days=office.inquiry_days)),
            "conversations": work.conversations.remove_old(at - timedelta(days=office.conversation_days)),
            "feedback": work.feedback.remove_old(at - timedelta(days=office.feedback_days)),
            "audit": work.audit.remove_old(at - timedelta(days=office.audit_days)),
            "sessions": work.sessions.remove_old(at - WHOLE, at - IDLE),
            "links": work.links.remove_old(at - timedelta(days=_LINK_DAYS)),
            "attempts": work.attempts.remove_old(at - WINDOW),
        }
        if any(removed.values()):
            work.audit.record(at, "system", "purge", "", **removed)
    return removed
