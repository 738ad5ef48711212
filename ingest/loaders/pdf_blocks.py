"""Unruled tables in a flow of text: runs of lines whose words stand in the same columns, between headings and lists.

The gaps between a table's columns may run on through the short lines above and below it, and then look like
the gutter between two columns of a page. Taking the tables out first tells the two apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.lexicon import Lexicon
from ingest.loaders.lines import is_key, read_line
from ingest.loaders.ordering import Box
from ingest.loaders.pdf_rows import Aligned
from ingest.loaders.pdf_sheets import sheet_of
from ingest.loaders.pdf_words import Segment, lines_of

GUTTER = 0.9
"""Least width of a gutter, in type sizes."""
_OTHER_SIZE = 0.1
_BLANK = 3.5
"""Height of an empty strip, in type sizes, that no table goes on over."""

Gap = tuple[float, float]
_Line = list[Segment]


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a table, and the table."""

    segments: tuple[Segment, ...]
    table: Aligned

    @property
    def top(self) -> float:
        return min(segment.top for segment in self.segments)

    @property
    def x0(self) -> float:
        return min(segment.x0 for segment in self.segments)

    @property
    def x1(self) -> float:
        return max(segment.x1 for segment in self.segments)


@dataclass(slots=True)
class _Run:
    """Lines that may be a table."""

    size: float
    lines: list[_Line] = field(default_factory=list)

    @property
    def segments(self) -> list[Segment]:
        return [segment for line in self.lines for segment in line]

    def gaps(self, more: _Line) -> int:
        return len(gaps_of([*self.segments, *more], self.size))


def gaps_of(pieces: Sequence[Box], size: float) -> tuple[Gap, ...]:
    """The strips that no piece enters, from left to right."""
    gaps: list[Gap] = []
    reach = float("inf")
    for piece in sorted(pieces, key=lambda p: p.x0):
        if piece.x0 - reach >= GUTTER * size:
            gaps.append((reach, piece.x0))
        reach = piece.x1 if reach == float("inf") else max(reach, piece.x1)
    return tuple(gaps)


def tables_in(pieces: Sequence[Box], size: float, lexicon: Lexicon) -> list[Block]:
    """The tables among ``pieces`` that are only aligned, from top to bottom; ``size``: the body's type size."""
    others = [piece for piece in pieces if not isinstance(piece, Segment)]
    runs = [_Run(size)]
    for line in lines_of(piece for piece in pieces if isinstance(piece, Segment)):
        if _is_apart(line, runs[-1], lexicon) or _is_crossed(line, others):
            runs.append(_Run(size))
        elif not _fits(line, runs[-1]):
            runs.append(_Run(size, [line]))
        else:
            runs[-1].lines.append(line)
    return [block for run in runs if (block := _block(run, lexicon))]


def _is_apart(line: _Line, run: _Run, lexicon: Lexicon) -> bool:
    """Whether ``line`` belongs to no table: a heading, a list's entry or a note at the left edge."""
    first = line[0]
    if run.lines and first.x0 > min(segment.x0 for segment in run.segments) + run.size:
        return False
    kind = read_line(first.text, lexicon)
    if kind.mark:
        return True
    return len(line) == 1 and (kind.kind in ("note", "heading") or (first.is_bold and not _is_bold(run)))


def _is_crossed(line: _Line, others: Sequence[Box]) -> bool:
    """Whether something drawn stands beside ``line``."""
    return any(piece.top < line[0].bottom and piece.bottom > line[0].top for piece in others)


def _is_bold(run: _Run) -> bool:
    return bool(run.lines) and all(segment.is_bold for segment in run.segments)


def _fits(line: _Line, run: _Run) -> bool:
    """Whether ``line`` keeps out of the gaps between the columns of ``run``."""
    if not run.lines:
        return True
    above = run.lines[-1]
    if line[0].top - max(segment.bottom for segment in above) > _BLANK * run.size:
        return False
    if abs(line[0].size - above[0].size) > _OTHER_SIZE * above[0].size:
        return False
    before, after = run.gaps([]), run.gaps(line)
    return after > 0 and (after >= before or before == 0) if before else after > 0 or len(line) == 1


def _block(run: _Run, lexicon: Lexicon) -> Block | None:
    lines = run.lines
    while lines and len(lines[0]) == 1 and lines[0][0].x1 > _second(lines):
        lines = lines[1:]
    broad = sum(len(line) > 1 for line in lines)
    if not broad or (broad == 1 and not (len(lines) > 1 and is_key(lines[0][0].text, lexicon))):
        return None
    segments = [segment for line in lines for segment in line]
    table = sheet_of(segments, gaps_of(segments, run.size), lexicon)
    return Block(tuple(segments), table) if table else None


def _second(lines: Sequence[_Line]) -> float:
    """Where the second column begins."""
    return min((line[1].x0 for line in lines if len(line) > 1), default=0.0)
