"""A stored reply as a file: its texts are what staff made of it."""

from desk.drafting.draft import Draft, Part, Sentence
from desk.export.document import document_of, text_of
from desk.export.mail import mail_of
from desk.flow.letters import body_of, office_of, subject_of
from desk.flow.receiving import received_of
from desk.office import Office
from desk.store import Inquiry

FORMS = {
    "eml": "message/rfc822",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}
FORM_LABELS = {"eml": "メール（.eml）", "docx": "Word（.docx）", "txt": "テキスト（.txt）"}


def exported(inquiry: Inquiry, texts: dict[str, str], office: Office, form: str) -> bytes:
    """The reply in one of ``FORMS``."""
    subject, body = subject_of(texts), body_of(texts)
    draft = Draft(
        received_of(inquiry), (), (Part("subject", (Sentence(subject, "office"),)),), "standard", office_of(office)
    )
    if form == "eml":
        return mail_of(draft, body, subject)
    return document_of(draft, body, subject) if form == "docx" else text_of(draft, body, subject).encode()
