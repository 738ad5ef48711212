"""A file or pasted text to inquiries, by what it is and not only by its name."""

from pathlib import Path

from desk.clean import clean_line, clean_text
from desk.errors import InquiryError
from desk.inquiry import TEXT_LIMIT, Inquiry
from desk.mail.decoding import decode
from desk.mail.message import SIZE_LIMIT, read_message
from desk.mail.sheet import read_csv, read_excel
from desk.mail.wording import MailWording


def inquiry_of(text: str, subject: str = "", sender_name: str = "", sender_address: str = "") -> Inquiry:
    """An inquiry of pasted text; raises InquiryError for what is empty or too long."""
    address = clean_line(sender_address)
    inquiry = Inquiry(clean_text(text).strip(), clean_line(subject), clean_line(sender_name), address)
    return _checked(inquiry)


def read_inquiries(path: Path, wording: MailWording) -> list[Inquiry]:
    """The inquiries of a file (.eml, .csv, .tsv, .xlsx, .txt); raises InquiryError in words for the reader."""
    data = _bytes(path)
    kind = path.suffix.lower()
    if kind in (".xlsx", ".xlsm"):
        found = read_excel(path, wording)
    elif kind in (".csv", ".tsv"):
        found = read_csv(data, wording)
    elif kind == ".eml" or _looks_like_mail(data):
        found = [read_message(data)]
    elif kind in (".txt", ".md", ""):
        found = [inquiry_of(decode(data))]
    else:
        raise InquiryError(f"{path.name}: .eml、.csv、.xlsx、.txt のいずれかのファイルにしてください。")
    return [_checked(inquiry) for inquiry in found]


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise InquiryError(f"{path.name}: ファイルが大きすぎます。{SIZE_LIMIT // 1_000_000}MB以内にしてください。")
        data = path.read_bytes()
    except OSError as error:
        raise InquiryError(f"{path} を読めません（{error.strerror or error}）。") from None
    if not data.strip():
        raise InquiryError(f"{path.name}: ファイルが空です。")
    return data


def _looks_like_mail(data: bytes) -> bool:
    head = data[:4000].replace(b"\r\n", b"\n").lower()
    lines = head.split(b"\n\n", 1)[0].split(b"\n")
    names = {line.split(b":", 1)[0] for line in lines if b":" in line[:40] and line.isascii()}
    return len(names & {b"from", b"subject", b"date", b"message-id", b"received", b"mime-version"}) >= 2


def _checked(inquiry: Inquiry) -> Inquiry:
    if not any(character.isalnum() for character in inquiry.text):
        raise InquiryError("問い合わせの本文が空です。本文を入れてください。")
    if len(inquiry.text) > TEXT_LIMIT:
        raise InquiryError(
            f"問い合わせが長すぎます（{len(inquiry.text):,}文字）。{TEXT_LIMIT:,}文字以内に短くしてください。"
        )
    return inquiry
