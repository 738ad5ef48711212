"""A reply as a Word document, and as plain text."""

import io
import re
from datetime import datetime

from desk.clean import clean_line, clean_text
from desk.drafting.draft import Draft

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MADE = datetime(2000, 1, 1)  # the same draft gives the same file


def document_of(draft: Draft, text: str = "", subject: str = "") -> bytes:
    """The reply as ``.docx``: its subject as the heading, a paragraph a line."""
    from docx import Document

    document = Document()
    document.core_properties.created = document.core_properties.modified = _MADE
    document.core_properties.author = _NOT_XML.sub("", clean_line(draft.office.name))
    document.core_properties.title = _NOT_XML.sub("", clean_line(subject or draft.subject))
    document.add_heading(_NOT_XML.sub("", clean_line(subject or draft.subject)), 1)
    for line in clean_text(text or draft.text).rstrip("\n").split("\n"):
        if line.startswith("・"):
            document.add_paragraph(_NOT_XML.sub("", line[1:]), style="List Bullet")
        else:
            document.add_paragraph(_NOT_XML.sub("", line))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(draft: Draft, text: str = "", subject: str = "") -> str:
    """The reply as text, its subject in the first line."""
    return f"件名：{clean_line(subject or draft.subject)}\n\n{clean_text(text or draft.text)}"
