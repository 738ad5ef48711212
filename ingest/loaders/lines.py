"""What a line of text is by its own form: a note, a key with its value, a bullet, a bracketed heading."""

import re
from dataclasses import dataclass
from typing import Literal

from ingest.fold import squeeze
from ingest.lexicon import Lexicon
from ingest.loaders.writing import PageWriter, clean

LineKind = Literal["note", "row", "bullet", "heading", "debris", "paragraph"]

_BULLET = re.compile(
    r"(?P<mark>[・●○◯◎■□◆◇◼◾▪▶►➢➤✓✔☞→•‣◦∙▲▼★☆◉\ue000-\uf8ff]|〇(?!〇)|[-‐–*](?=[ \t\u3000]))[ \t\u3000]*(?P<body>.*)",
    re.S,
)
_NOTE = re.compile(r"(?:※|＊|（注|\(注|注[0-9０-９]*[)）:：])")
_BRACKETED = re.compile(r"[【＜<《≪〔].{1,30}[】＞>》≫〕]")
_LONE_NUMBER = re.compile(r"[-–－― ]*(?:P\.? ?)?[0-9０-９]{1,3}(?: ?[/／] ?[0-9０-９]{1,3})?[-–－― ]*")
_KEY = re.compile(r"(?P<key>[^\s：:]{1,20}?)(?:[ \t\u3000]*[：:][ \t\u3000]*|[ \t\u3000]+)(?P<value>\S.*)", re.S)
_BRACKET_KEY = re.compile(
    r"(?P<key>[【〔\[［（(＜<].{1,20}?[】〕\]］）)＞>])[ \t\u3000]*[：:]?[ \t\u3000]*(?P<value>\S.*)", re.S
)
_LABEL = re.compile(r"(?P<key>(?![0-9０-９]+[：:])[^：:。、「]{2,20})[：:](?!//)[ \t\u3000]*(?P<value>\S.*)", re.S)
_YEAR = re.compile(r"^(?:令和|平成)[0-9０-９元]{1,2}年度(?:の)?")
_OF = re.compile(r"(?<=.)[（(][^（()）]{1,15}[)）]$")
_AROUND = " 【】〔〕[]［］（）()＜＞<>《》：:・●○◯〇◎■□◆◇▶◼→\u3000"


@dataclass(frozen=True, slots=True)
class Line:
    """``text`` is the body; ``mark`` the bullet before it, ``key`` what heads it (each may be empty)."""

    kind: LineKind
    text: str
    mark: str = ""
    key: str = ""


def is_key(text: str, lexicon: Lexicon) -> bool:
    """Whether ``text`` as a whole names an attribute, also of a year or with what it is of: 「助成率（小規模企業）」.

    Brackets, marks and a colon around it do not count.
    """
    bare = _YEAR.sub("", _OF.sub("", bare_key(text)))
    return 0 < len(bare) <= 20 and squeeze(bare) in lexicon.attribute_by_key


def bare_key(text: str) -> str:
    """``text`` without the brackets, marks and colon around it."""
    bare = text.strip().strip(_AROUND)
    closed = bare + "）"
    return closed if bare.count("（") > bare.count("）") and closed in text else bare


def read_line(text: str, lexicon: Lexicon) -> Line:
    """Judge one line, already free of wrapping."""
    text = clean(text)
    if _NOTE.match(text):
        return Line("note", text)
    if _LONE_NUMBER.fullmatch(text):
        return Line("debris", text)
    match = _BULLET.match(text)
    mark, body = (match["mark"], match["body"]) if match and match["body"] else ("", text)
    for pattern in (_BRACKET_KEY, _KEY):
        if (found := pattern.fullmatch(body)) and is_key(found["key"], lexicon):
            return Line("row", found["value"], mark, bare_key(found["key"]))
    if not mark and (found := _LABEL.fullmatch(body)):
        return Line("row", found["value"], mark, found["key"].strip())
    if _BRACKETED.fullmatch(body):
        return Line("heading", body, mark)
    return Line("bullet" if mark else "paragraph", body, mark)


def write_line(writer: PageWriter, text: str, lexicon: Lexicon, depth: int | None = None) -> None:
    """Write one line as what it is; ``depth`` says that the file itself makes it a bullet, from 0."""
    line = read_line(text, lexicon)
    if line.kind == "row":
        writer.key_value(line.key, line.text)
    elif line.kind == "note":
        writer.note(line.text)
    elif depth is not None or line.kind == "bullet":
        writer.bullet(line.text, depth or 0, line.mark)
    elif line.kind == "heading":
        writer.subheading(line.text)
    else:
        writer.paragraph(line.text)
