"""A reply as ``.eml``: UTF-8, answering the mail that asked, ready to be opened, read and sent by a person."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr

from desk.clean import clean_line, clean_text
from desk.drafting.draft import Draft


def mail_of(draft: Draft, text: str = "", subject: str = "") -> bytes:
    """The reply as a mail; ``text`` and ``subject`` are what staff made of the draft, its own where empty.

    It is addressed to the sender alone: whoever else the inquiry went to is not written to. No Date and no
    Message-ID are set: the program that sends it does, so that the same draft gives the same bytes.
    """
    inquiry = draft.inquiry
    message = EmailMessage(policy=SMTP)
    message["Subject"] = clean_line(subject or draft.subject)
    if inquiry.sender_address:
        message["To"] = formataddr((clean_line(inquiry.sender_name), clean_line(inquiry.sender_address)), "utf-8")
    if draft.office.mail:
        message["From"] = formataddr((clean_line(draft.office.name), clean_line(draft.office.mail)), "utf-8")
    if inquiry.message_id:
        message["In-Reply-To"] = inquiry.message_id
        message["References"] = " ".join(dict.fromkeys((*inquiry.references, inquiry.message_id)))
    message["X-Unsent"] = "1"  # mail programs open it for editing
    message.set_content(clean_text(text or draft.text), charset="utf-8", cte="base64")
    return bytes(message)
