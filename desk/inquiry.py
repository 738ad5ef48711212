"""An inquiry: what somebody wrote to the help desk, whichever way it came in."""

from dataclasses import dataclass

TEXT_LIMIT = 50_000  # characters of one inquiry; the longest letters have a tenth of that


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One inquiry. ``text`` is plain text with ``\\n`` line ends, as it was written: greeting and signature included.

    ``received`` is an ISO 8601 date and time as the mail or the sheet gave it, "" where it gave none.
    ``message_id`` and ``references`` are those of the mail that is answered. ``attachments`` are names only:
    what is attached is never opened. ``recipients`` counts whom it was sent to; their addresses are not kept.
    ``notes`` say, in Japanese, what was odd about the input.
    """

    text: str
    subject: str = ""
    sender_name: str = ""
    sender_address: str = ""
    received: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    recipients: int = 0
    notes: tuple[str, ...] = ()
