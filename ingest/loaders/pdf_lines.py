"""Wrapped lines of a PDF put together again, without a blank inside Japanese words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.loaders.ordering import Box
from ingest.loaders.pdf_words import Segment

_STARTS = re.compile(
    r"[・●○◯◎■□◆◇◼◾▪▶►➢➤✓✔☞→•‣※＊【〔《≪\ue000-\uf8ff]|[①-⑳]|[（(][0-9０-９ア-ンa-z]{1,2}[)）]|[0-9０-９]{1,2}[．.、][^0-9０-９]"
    r"|[ⅠⅡⅢⅣⅤ][．.　 ]|第[0-9０-９一二三四五六七八九十]+[章節条]"
)
_LABELLED = re.compile(r"(?![0-9０-９]+[：:])[^：:。、]{1,10}[：:](?!//)")
_LONE_FIGURE = re.compile(r"[0-9０-９][0-9０-９,，.．/／]*[%％割円万億千百]*")
_DIGIT = re.compile(r"[0-9０-９]")
_NOT_FIRST = frozenset("：:、。，．）」』】％%ー")
_LONG = 20
"""Type sizes: a lone line as long as this is taken as wrapped at its end."""


@dataclass(frozen=True, slots=True)
class Line(Box):
    """A line of text; ``size`` in points."""

    text: str
    size: float
    is_bold: bool


def line_of(segments: Sequence[Segment]) -> Line:
    """Segments that stand side by side as one line."""
    longest = max(segments, key=lambda s: len(s.text))
    return Line(
        segments[0].x0, min(s.top for s in segments), segments[-1].x1, max(s.bottom for s in segments),
        " ".join(s.text for s in segments), longest.size, all(s.is_bold for s in segments),
    )  # fmt: skip


def starts_anew(text: str) -> bool:
    """Whether a line begins with a mark or number that only begins something."""
    return _STARTS.match(text) is not None or _LABELLED.match(text) is not None


def joined_lines(lines: Sequence[Sequence[Segment]], limit: float, is_margin: bool = False) -> list[str]:
    """The texts of a cell's lines; those that reach ``limit`` on the right run on into the next.

    ``is_margin``: the limit is a drawn rule's, not only where the longest line happens to end.
    """
    made = [line_of(segments) for segments in lines]
    flush = is_margin or sum(limit - line.x1 <= line.size for line in made) > 1
    texts: list[str] = []
    for at, line in enumerate(made):
        if at and runs_on(made[at - 1], line, limit, flush) and not texts[-1].endswith("。"):
            texts[-1] = glued(texts[-1], line.text)
        else:
            texts.append(line.text)
    return texts


def runs_on(above: Line, below: Line, limit: float, is_flush: bool) -> bool:
    """Whether ``below`` goes on with the text of ``above``; ``limit`` is where full lines end.

    ``is_flush``: other lines end at the limit too, so that it is a margin and no chance.
    """
    if starts_anew(below.text) or abs(above.size - below.size) > 0.15 * above.size:
        return False
    if below.top - above.bottom > 1.1 * above.size or below.top < above.top:
        return False
    if _is_open(above.text) or (_LONE_FIGURE.fullmatch(below.text) and _awaits_figure(above.text)):
        return True
    # A mark that begins no line takes the character before it down with it.
    kept = 1.6 if below.text[1:2] not in _NOT_FIRST else 2.6
    is_full = limit - above.x1 <= kept * above.size
    return is_full and (is_flush or above.width >= _LONG * above.size)


def glued(above: str, below: str) -> str:
    """Two lines of one text: a blank only between Latin letters or figures."""
    latin = above[-1:].isascii() and above[-1:].isalnum() and below[:1].isascii() and below[:1].isalnum()
    return above + (" " if latin else "") + below


def _awaits_figure(text: str) -> bool:
    """「中小企業77,000円、小規模企業」: the last part of a list without the figure that the others have."""
    *others, last = text.split("、")
    return any(map(_DIGIT.search, others)) and not _DIGIT.search(last)


def _is_open(text: str) -> bool:
    """A bracket waits for its partner, or the line ends where no sentence can."""
    opened = sum(text.count(mark) for mark in "（「『(") - sum(text.count(mark) for mark in "）」』)")
    return opened > 0 or text.endswith(("、", "，", "・", "及び", "または", "又は", "は", "が", "を", "や"))
