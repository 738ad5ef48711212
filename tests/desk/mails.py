"""Mail files as mailers write them, built byte by byte."""

import base64
from email.message import EmailMessage

QUESTION = "デジタルツール導入の助成の助成率は？"


def raw(body: bytes, content_type: str, encoding: str = "8bit", **headers: str) -> bytes:
    """A mail of one part; ``headers`` are written as they are, ``_`` for ``-``."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"Content-Type: {content_type}", f"Content-Transfer-Encoding: {encoding}", "MIME-Version: 1.0", "", ""]
    return "\r\n".join(lines).encode("utf-8") + body


def encoded(text: str, charset: str, name: str = "") -> str:
    """An encoded word of a header, said to be in ``name``."""
    return f"=?{name or charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def with_attachment(text: str, name: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "見本"
    message.set_content(text)
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=name)
    return bytes(message)
