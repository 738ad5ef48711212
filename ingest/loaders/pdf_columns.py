"""A page's pieces in reading order: stacks of lines, columns read one after the other, and unruled tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexicon import Lexicon
from ingest.loaders.ordering import Box
from ingest.loaders.pdf_blocks import GUTTER, Block, Gap, gaps_of, tables_in
from ingest.loaders.pdf_rows import Aligned
from ingest.loaders.pdf_sheets import sheet_of
from ingest.loaders.pdf_words import Segment
from ingest.loaders.writing import Cell

_BLANK = 1.1
"""Height of an empty strip, in type sizes, below which a column's rest belongs to the page again."""
_MOST_CANDIDATES = 60
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Ruled(Box):
    """A table with drawn rules, read already."""

    grid: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Frame(Box):
    """A drawn frame around text: what stands in it stays together."""

    pieces: list["Piece"]


@dataclass(frozen=True, slots=True)
class Stack:
    """Lines one below the other."""

    pieces: list[Segment | Ruled]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose cells are only aligned."""

    table: Aligned


Piece = Segment | Ruled | Frame


@dataclass(frozen=True, slots=True)
class _Band:
    """Pieces ``first`` to ``last`` (exclusive) that leave a gutter at ``x`` free.

    Up to ``even`` both columns go on; what follows, parted by an empty strip, stands in one of them.
    """

    first: int
    even: int
    last: int
    x: float


def arranged(pieces: Sequence[Piece], size: float, lexicon: Lexicon, depth: int = 0) -> list[Stack | Sheet]:
    """``pieces`` in reading order; ``size`` is the type size of the page's body."""
    ordered = sorted(pieces, key=lambda piece: (piece.top, piece.x0))
    band = _widest_band(ordered, size) if depth < _DEEPEST else None
    blocks = _tables_alone(ordered, size, lexicon) if depth < _DEEPEST else []
    if blocks:
        return _parted(ordered, blocks, size, lexicon, depth)
    if band is None:
        return _stacked(ordered, size, lexicon, depth)
    region = ordered[band.first : band.last]
    if blocks := _tables_alone(region, size, lexicon):
        return [
            *arranged(ordered[: band.first], size, lexicon, depth + 1),
            *_parted(region, blocks, size, lexicon, depth),
            *arranged(ordered[band.last :], size, lexicon, depth + 1),
        ]
    sheet = _sheet(ordered[band.first : band.even], size, lexicon)
    last = band.even if sheet else band.last
    return [
        *arranged(ordered[: band.first], size, lexicon, depth + 1),
        *([sheet] if sheet else _columns(ordered[band.first : last], size, lexicon, depth)),
        *arranged(ordered[last:], size, lexicon, depth + 1),
    ]


def _tables_alone(ordered: list[Piece], size: float, lexicon: Lexicon) -> list[Block]:
    """The tables of ``ordered`` when nothing else stands side by side about them; else none."""
    blocks = tables_in(ordered, size, lexicon)
    inside = {id(segment) for block in blocks for segment in block.segments}
    rest = [piece for piece in ordered if id(piece) not in inside]
    band = _widest_band(rest, size) if blocks else None
    if band is None:
        return blocks
    beside = rest[band.first : band.last]
    top, bottom = beside[0].top, max(piece.bottom for piece in beside)
    is_mixed = any(top <= block.top <= bottom or block.x0 < band.x < block.x1 for block in blocks)
    return [] if is_mixed else blocks


def _parted(
    ordered: list[Piece], blocks: list[Block], size: float, lexicon: Lexicon, depth: int
) -> list[Stack | Sheet]:
    """The tables, and between them what stands above, between and below them."""
    parts: list[Stack | Sheet] = []
    inside = {id(segment) for block in blocks for segment in block.segments}
    rest = [piece for piece in ordered if id(piece) not in inside]
    for block in blocks:
        above = [piece for piece in rest if piece.top < block.top]
        rest = rest[len(above) :]
        parts += [*(arranged(above, size, lexicon, depth + 1) if above else []), Sheet(block.table)]
    return [*parts, *(arranged(rest, size, lexicon, depth + 1) if rest else [])]


def _stacked(ordered: list[Piece], size: float, lexicon: Lexicon, depth: int) -> list[Stack | Sheet]:
    """Pieces one below the other, frames read in their place."""
    parts: list[Stack | Sheet] = []
    stack: list[Segment | Ruled] = []
    for piece in ordered:
        if isinstance(piece, Frame):
            parts += [Stack(stack)] if stack else []
            parts += arranged(piece.pieces, size, lexicon, depth + 1)
            stack = []
        else:
            stack.append(piece)
    return [*parts, Stack(stack)] if stack else parts


def _sheet(pieces: list[Piece], size: float, lexicon: Lexicon) -> Sheet | None:
    segments = [piece for piece in pieces if isinstance(piece, Segment)]
    if len(segments) < len(pieces):
        return None
    table = sheet_of(segments, gaps_of(pieces, size), lexicon)
    return Sheet(table) if table else None


def _columns(pieces: list[Piece], size: float, lexicon: Lexicon, depth: int) -> list[Stack | Sheet]:
    left, right = max((_sides(pieces, gap) for gap in gaps_of(pieces, size)), key=_balance)
    return [*arranged(left, size, lexicon, depth + 1), *arranged(right, size, lexicon, depth + 1)]


def _sides(pieces: Sequence[Piece], gap: Gap) -> tuple[list[Piece], list[Piece]]:
    return [p for p in pieces if p.x1 <= gap[1]], [p for p in pieces if p.x1 > gap[1]]


def _balance(sides: tuple[list[Piece], list[Piece]]) -> float:
    """How alike in amount both sides are: keys beside their values are unlike, two columns alike."""
    weights = [sum(_weight(piece) for piece in side) for side in sides]
    return min(weights) / max(1, *weights)


def _weight(piece: Piece) -> int:
    if isinstance(piece, Segment):
        return len(piece.text)
    if isinstance(piece, Frame):
        return sum(map(_weight, piece.pieces))
    return sum(len(cell.text) for row in piece.grid for cell in row)


def _widest_band(ordered: list[Piece], size: float) -> _Band | None:
    """The band with most pieces and the widest gutter; None where nothing stands side by side on two lines."""
    bands = [band for x in _candidates(ordered, size) for band in _bands(ordered, x, size)]
    # A page's gutter is wider than the gaps of a table that stands in one of its columns.
    return max(bands, key=lambda band: (band.even - band.first) * min(_width(ordered, band), 3 * size), default=None)


def _width(ordered: list[Piece], band: _Band) -> float:
    beside = ordered[band.first : band.even]
    return min(p.x0 for p in beside if p.x0 > band.x) - max(p.x1 for p in beside if p.x1 < band.x)


def _candidates(ordered: list[Piece], size: float) -> list[float]:
    """Places just right of where pieces end, the most frequent first."""
    counts: dict[int, int] = {}
    for piece in ordered:
        place = round(piece.x1 / 2) * 2
        counts[place] = counts.get(place, 0) + 1
    often = sorted(counts, key=lambda place: (-counts[place], place))[: _MOST_CANDIDATES // 2]
    far = sorted(counts)[:: max(1, len(counts) // (_MOST_CANDIDATES // 2))]
    return [place + GUTTER * size / 2 + 2 for place in dict.fromkeys([*often, *far])]


def _bands(ordered: list[Piece], x: float, size: float) -> list[_Band]:
    """Runs of pieces that leave a strip around ``x`` free, with two lines or more on both sides of it."""
    half = GUTTER * size / 2
    bands: list[_Band] = []
    first = 0
    for at in range(len(ordered) + 1):
        if at == len(ordered) or (ordered[at].x0 < x + half and ordered[at].x1 > x - half):
            if band := _trimmed(ordered, first, at, x, size):
                bands.append(band)
            first = at + 1
    return bands


def _trimmed(ordered: list[Piece], first: int, last: int, x: float, size: float) -> _Band | None:
    """The run without lines of one side alone above or below it, parted from it by an empty strip."""
    left = [piece for piece in ordered[first:last] if piece.x1 < x]
    right = [piece for piece in ordered[first:last] if piece.x1 >= x]
    if not left or not right:
        return None
    begins = max(left[0].top, right[0].top)
    ends = min(max(p.bottom for p in left), max(p.bottom for p in right))
    while first < last and ordered[first].bottom < begins - size * 0.2 and _ends_above(ordered, first, last, size):
        first += 1
    even = last
    for at in range(first, last):
        above = max((piece.bottom for piece in ordered[first:at]), default=0.0)
        if ordered[at].top > max(ends, above + _BLANK * size):
            even = at
            break
    lines = [sum(_lines(p) for p in ordered[first:even] if (p.x1 < x) is side) for side in (True, False)]
    if min(lines) < 2:
        return None
    return _Band(first, even, even if _leads_on(ordered, even, last, size) else last, x)


def _leads_on(ordered: list[Piece], even: int, last: int, size: float) -> bool:
    """Whether the rest is a line or two right above text over the page's width: that text's heading, no column's."""
    if even == last or last == len(ordered) or last - even > 2:
        return False
    return ordered[last].top - ordered[last - 1].bottom < 2 * size


def _ends_above(ordered: list[Piece], first: int, last: int, size: float) -> bool:
    following = ordered[first + 1].top if first + 1 < last else float("inf")
    return following - ordered[first].bottom > 0.5 * size


def _lines(piece: Piece) -> int:
    if isinstance(piece, Segment):
        return 1
    return 2 + len(piece.grid if isinstance(piece, Ruled) else piece.pieces)
