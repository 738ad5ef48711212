"""An ``.eml`` file to an inquiry: headers, the readable part of the body, the names of what is attached."""

import re
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

from desk.clean import clean_line, clean_text
from desk.errors import InquiryError
from desk.inquiry import Inquiry
from desk.mail.decoding import decode
from desk.mail.markup import html_text

SIZE_LIMIT = 20_000_000  # bytes of a mail with everything attached
_PARTS = 300  # of a message; more of them are no letter
_HEADER = 2_000  # characters of a header that are looked at
_ID = re.compile(r"<[^<>\s]{1,250}>")
_REFERENCES = 20


def read_message(data: bytes) -> Inquiry:
    """The inquiry of a mail; raises InquiryError where it is too large or holds no text."""
    if len(data) > SIZE_LIMIT:
        raise InquiryError(
            f"メールが大きすぎます（{len(data):,}バイト）。{SIZE_LIMIT // 1_000_000}MB以内のファイルにしてください。"
        )
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = _parts(message)
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise InquiryError("メールの形が壊れていて読めません。本文を画面に貼り付けてお試しください。") from error
    headers = _headers(message)
    text, notes = _text(parts)
    name, address = parseaddr(headers.get("from", ""))
    return Inquiry(
        text=clean_text(text).strip(),
        subject=clean_line(_words(headers.get("subject", ""))),
        sender_name=clean_line(_words(name)),
        sender_address=address if _is_address(address) else "",
        received=_date(headers.get("date", "")),
        message_id="".join(_ID.findall(headers.get("message-id", ""))[:1]),
        references=tuple(_ID.findall(headers.get("references", ""))[-_REFERENCES:]),
        attachments=tuple(name for part in parts if (name := _attached(part))),
        recipients=sum(bool(to) for _, to in getaddresses([headers.get("to", ""), headers.get("cc", "")])),
        notes=notes,
    )


def _headers(message: EmailMessage) -> dict[str, str]:
    """The first of each header, unfolded, as it stands in the file: the library refuses what is malformed."""
    headers: dict[str, str] = {}
    for name, value in message.raw_items():
        raw = str(value)
        limit = None if name.lower() in ("to", "cc") else _HEADER
        data = raw.encode("utf-8", "surrogateescape")
        text = raw if data.isascii() else decode(data)
        headers.setdefault(name.lower(), re.sub(r"[\r\n]+\s*", " ", text)[:limit].strip())
    return headers


def _words(raw: str) -> str:
    """A header's text with its encoded words decoded, each by what it is and not by what it is called."""
    try:
        pairs = decode_header(raw)
    except (HeaderParseError, ValueError):
        return raw
    return "".join(said if isinstance(said, str) else decode(said, named or "") for said, named in pairs)


def _parts(message: EmailMessage) -> list[EmailMessage]:
    """The leaves of the message, in order; mails inside it count as attached."""
    leaves: list[EmailMessage] = []
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        inside = part.get_payload() if part.is_multipart() else None
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting = [*(one for one in inside if isinstance(one, EmailMessage)), *waiting]
        else:
            leaves.append(part)
        if len(leaves) + len(waiting) > _PARTS:
            raise ValueError("too many parts")
    return leaves


def _text(parts: list[EmailMessage]) -> tuple[str, tuple[str, ...]]:
    """The first plain part that holds something, else the first HTML part; and what was odd."""
    bodies = [part for part in parts if not _attached(part)]
    for part in bodies:
        if part.get_content_type() == "text/plain" and (text := _decoded(part).strip()):
            return text, ()
    for part in bodies:
        if part.get_content_type() == "text/html":
            try:
                text = html_text(_decoded(part))
            except (ValueError, RecursionError):
                continue
            if text:
                return text, ("HTMLのメールを文字だけにして読みました。",)
    raise InquiryError("メールに読める本文がありません。添付ファイルは開きませんので、本文を貼り付けてください。")


def _decoded(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, str(part.get_param("charset") or "")) if isinstance(payload, bytes) else ""


def _attached(part: EmailMessage) -> str:
    """The name of an attached part, "" for one that is read."""
    raw = part.get_param("filename", header="content-disposition") or part.get_param("name")
    name = _words(raw[2] if isinstance(raw, tuple) else str(raw)) if raw else ""
    readable = part.get_content_type() in ("text/plain", "text/html") and not name
    if readable and part.get_content_disposition() != "attachment":
        return ""
    # Never a path: the name is shown, and nothing else is done with it.
    return clean_line(re.split(r"[/\\]", name)[-1])[:120] or f"名前のない添付（{part.get_content_type()}）"


def _date(raw: str) -> str:
    try:
        found: datetime = parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return found.isoformat()


def _is_address(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    return bool(at and local and "." in domain) and len(address) <= 254 and not re.search(r"[\s<>,;:\"]", address)
