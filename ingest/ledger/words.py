"""Words of a page: a run of its characters as a reader takes it, each with the place that it came from."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.fold import narrow
from ingest.layout import PageLayout
from ingest.quantities import parse_quantities
from ingest.reading import Atom
from ingest.types import Span

# A line's number or mark: it orders the line and says nothing of it.
_SPACE = r"[\s\u3000]"
_MARK = re.compile(
    rf"{_SPACE}*(?:"
    r"[（(][0-9０-９]{1,2}[)）]|[①-⑳]"  # (1) ①
    r"|[0-9０-９]{1,2}(?:．|\.(?![0-9０-９]))"  # １． 5. but not 1.5
    rf"|[0-9０-９]{{1,2}}(?={_SPACE}+[^0-9０-９])|[ⅠⅡⅢⅣⅤⅥ](?:[.．]|(?={_SPACE}))|[Ａ-ＨA-H](?={_SPACE})"
    r"|[★☆][0-9０-９]?|[●○〇◯◎■□◆◇・※＜<《≪]"
    rf"){_SPACE}*"
)
_NUMBER = re.compile(r"[0-9０-９]{1,2}(?![0-9０-９])")
_SET_APART = re.compile(rf"{_SPACE}*([0-9０-９]{{1,2}}){_SPACE}+[^0-9０-９]")
_MARK_END = re.compile(r"[\s＞>》≫]+$")


@dataclass(frozen=True, slots=True)
class Words:
    """``text[i]`` stands at ``at[i]`` of the page; a structural label has text but no place (-1)."""

    text: str
    at: tuple[int, ...]

    def part(self, start: int, end: int) -> "Words":
        """The characters ``start`` to ``end``, without white space around them."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Words(self.text[start:end], self.at[start:end])

    @property
    def placed(self) -> bool:
        """Whether the words stand on the page."""
        return any(position >= 0 for position in self.at)

    @property
    def bare(self) -> "Words":
        """Without the line's number or mark in front, and the brackets of a title."""
        start = 0
        while (mark := self._mark_at(start)) and mark.end() < len(self.text):
            start = mark.end()
        end = _MARK_END.search(self.text)
        return self.part(start, end.start() if end and end.start() > start else len(self.text))

    def _mark_at(self, start: int) -> re.Match[str] | None:
        """The mark at ``start``: also a number on its own line, but never one that counts (60 名)."""
        number = _NUMBER.match(self.text, start)
        counted = parse_quantities(self.text[start : start + 12]) if number else ()
        if number and counted and counted[0].start == 0 and counted[0].end > number.end() - start:
            return None
        if mark := _MARK.match(self.text, start):
            return mark
        end = number.end() if number else len(self.text)
        return number if end < len(self.text) and self.at[end] != self.at[end - 1] + 1 else None

    @property
    def mark(self) -> str:
        """The line's number or mark that ``bare`` leaves away."""
        return narrow(self.text[: len(self.text) - len(self.text.lstrip())] + self.text.partition(self.bare.text)[0])

    @property
    def value(self) -> str:
        """The canonical value of wording: NFKC, white space collapsed."""
        return "text:" + " ".join(unicodedata.normalize("NFKC", self.text).split())


def words_of(layout: PageLayout, atom: Atom) -> Words:
    """The words of ``atom``, a label's own text, or the page's characters with line ends taken out."""
    spans = layout.spans.get(atom, ())
    if not spans:
        return Words(atom.text, (-1,) * len(atom.text))
    positions = [at for start, end in spans for at in _joined(layout.page.text, start, end)]
    words = Words("".join(layout.page.text[at] for at in positions), tuple(positions))
    apart = _SET_APART.match(atom.text)
    if apart and words.text.startswith(apart[1]) and not words.text[len(apart[1])].isspace():
        # The reading sets apart the line's number, which the page prints without a space: 「１事業承継」.
        return joined((words.part(0, len(apart[1])), words.part(len(apart[1]), len(words.text))), " ")
    return words


def tidy(text: str) -> str:
    """``text`` narrowed, a letter-spaced word (「会 期」) written together."""
    parts = narrow(text).split()
    return "".join(parts) if all(len(part) == 1 for part in parts) else " ".join(parts)


def joined(parts: Iterable[Words], between: str = "") -> Words:
    """Several words read as one; ``between`` stands nowhere on the page."""
    text, at = "", list[int]()
    for part in parts:
        gap = between if text and part.text else ""
        text, at = text + gap + part.text, [*at, *[-1] * len(gap), *part.at]
    return Words(text, tuple(at))


def spans_of(words: Words, page: str) -> tuple[Span, ...]:
    """The page's ranges that ``words`` came from, joined where only white space lies between."""
    spans = list[Span]()
    for position in words.at:
        if position < 0:
            continue
        if spans and spans[-1][1] <= position and not page[spans[-1][1] : position].strip():
            spans[-1] = (spans[-1][0], position + 1)
        else:
            spans.append((position, position + 1))
    return tuple(spans)


def _joined(text: str, start: int, end: int) -> Iterator[int]:
    """Positions of ``text[start:end]`` without line ends, but for one between two Latin words."""
    for line in re.finditer(r"[^\n]+|\n+", text[start:end]):
        first, last = start + line.start(), start + line.end()
        if line[0][0] != "\n":
            yield from range(first, last)
        elif _latin(text[first - 1 : first]) and _latin(text[last : last + 1]):
            yield first


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
