"""The automatic reading of flattened text: lines into headings, bullets, rows and paragraphs.

Used for pages that nobody has written a reading for. It never moves words: a line that cannot be
told is a paragraph, so that what is quoted still stands in one piece on the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ingest.fold import squeeze
from ingest.layout import PageLayout
from ingest.lexicon import Lexicon
from ingest.reading import Atom, Item, ItemKind, Row, Run, Table
from ingest.types import Page, Span

_Kind = ItemKind | Literal["row"]
_BULLET = re.compile(r"(?:[・●○〇◯◎■□◆◇◼◾▪▶►➢➤✓✔☞→\ue000-\uf8ff‐]|[*-](?=[ \t\u3000]))[ \t\u3000]*")
_NOTE = re.compile(r"[※＊]")
_BRACKETED = re.compile(r"[【＜<《≪〔\[].{1,30}[】＞>》≫〕\]]$")
_NUMBERED = re.compile(
    r"(?:[（(][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[．.、]|[①-⑳]|[ⅠⅡⅢⅣⅤ][.．]?|第[0-9０-９一二三四五六七八九十]+)"
    r"[ \u3000]*\S"
)
_NAME = re.compile(
    r".{2,40}(?:事業|支援|助成金|補助金|制度|プロジェクト|プログラム|について|概要|戦略)(?:[（(].{1,20}[)）])?$"
)
_IMAGE = re.compile(r"https?://\S+\.(?:png|jpe?g|gif|svg|webp)\b\S*", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"[0-9０-９]{1,3}")
_KEY = re.compile(r"(?P<key>[^\s：:]{1,12})(?:[ \t\u3000]*[：:][ \t\u3000]*|[ \t\u3000]+)(?P<value>\S.*)")
_CLOSED = "。．！？」】》＞"


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    blank_before: bool


def read_plain_text(page: Page, lexicon: Lexicon) -> PageLayout:
    """The layout of ``page``, guessed line by line."""
    spans: dict[Atom, tuple[Span, ...]] = {}

    def atom(number: int, column: int, start: int, end: int) -> Atom:
        made = Atom((Run(page.text[start:end]),), number, column)
        spans[made] = ((start, end),)
        return made

    nodes: list[Item | Table] = []
    titled = False
    for number, (kind, lines) in enumerate(_units(page.text, lexicon), 1):
        start, end = lines[0].start, lines[-1].end
        if kind == "row":
            match = _KEY.match(page.text, start)
            assert match
            key = atom(number, 0, match.start("key"), match.end("key"))
            value = atom(number, 1, match.start("value"), end)
            nodes.append(Table(None, (Row(((key,), (value,)), "printed", "", number),), number))
            continue
        mark = _BULLET.match(page.text, start) if kind in ("bullet", "heading") else None
        body = mark.end() if mark and mark.end() < end else start
        depth = 0
        if kind == "heading":
            depth, titled = (2 if titled else 1), True
        nodes.append(Item(kind, depth, (atom(number, 0, body, end),), "printed", "", number))
    return PageLayout(page, tuple(nodes), spans, "automatic")


def _units(text: str, lexicon: Lexicon) -> Iterator[tuple[_Kind, list[_Line]]]:
    """Lines grouped into units: a marked line with the lines that go on from it."""
    kind: _Kind = "paragraph"
    group: list[_Line] = []
    for line in _lines(text):
        here = _kind(line.text, lexicon)
        if group and here == "paragraph" and _goes_on(kind, group[-1], line):
            group.append(line)
            continue
        if group:
            yield kind, group
        kind, group = here, [line]
    if group:
        yield kind, group


def _lines(text: str) -> Iterator[_Line]:
    at, blank = 0, True
    for raw in text.split("\n"):
        if not raw.strip():
            blank = True
        for start, end in _pieces(raw):
            yield _Line(at + start, at + end, raw[start:end], blank)
            blank = False
        at += len(raw) + 1


def _pieces(line: str) -> Iterator[Span]:
    """The line without outer blanks, cut where an image's address stands in it."""
    cuts = [0, *(edge for match in _IMAGE.finditer(line) for edge in match.span()), len(line)]
    for start, end in pairwise(cuts):
        piece = line[start:end]
        if stripped := piece.strip():
            first = start + piece.index(stripped)
            yield first, first + len(stripped)


def _kind(line: str, lexicon: Lexicon) -> _Kind:
    if _IMAGE.match(line) or _LONE_NUMBER.fullmatch(line):
        return "debris"
    if _NOTE.match(line):
        return "note"
    if (match := _KEY.fullmatch(line)) and squeeze(match["key"]) in lexicon.attribute_by_key:
        return "row"
    body = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
    if _BRACKETED.fullmatch(body) or (len(body) <= 40 and "。" not in body and _NUMBERED.match(body)):
        return "heading"
    if _BULLET.match(line):
        return "bullet"
    return "heading" if len(line) <= 40 and _NAME.fullmatch(line) else "paragraph"


def _goes_on(kind: _Kind, last: _Line, line: _Line) -> bool:
    return not (kind in ("heading", "debris") or line.blank_before or last.text[-1] in _CLOSED)
