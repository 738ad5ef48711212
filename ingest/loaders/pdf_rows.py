"""The rows of an unruled table: which lines belong to which key, and where one row has several lines."""

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.loaders.grids import EMPTY
from ingest.loaders.pdf_lines import joined_lines
from ingest.loaders.pdf_words import Segment
from ingest.loaders.writing import Cell

_MARKS = re.compile(r"[○〇◎●△×✓\-－―ー]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A visual line: the segments of each column."""

    columns: tuple[tuple[Segment, ...], ...]

    @property
    def segments(self) -> list[Segment]:
        return [segment for column in self.columns for segment in column]

    @property
    def top(self) -> float:
        return min(segment.top for segment in self.segments)

    @property
    def bottom(self) -> float:
        return max(segment.bottom for segment in self.segments)

    @property
    def centre(self) -> float:
        return (self.top + self.bottom) / 2

    def filled(self) -> int:
        return sum(map(bool, self.columns))


@dataclass(frozen=True, slots=True)
class Aligned:
    """The cells of an unruled table.

    ``is_doubtful``: an empty cell may as well be the one above it, going on; or the rows begin with marks, so that
    the names which they are of stand elsewhere.
    """

    grid: list[list[Cell]]
    is_doubtful: bool


def aligned(rows: list[Row], columns: list[list[Segment]]) -> Aligned:
    """Each key with the lines that are its own; keys may stand beside the first line or the middle of their values.

    A key with several rows beside it is one cell over all of them.
    """
    keys = [row for row in rows if row.columns[0]]
    entries: dict[int, list[Row]] = {id(key): [] for key in keys}
    keyless: list[list[Row]] = []
    for block in blocks_of([row for row in rows if any(row.columns[1:])]):
        for row in block:
            owner = _owner(row, block, keys)
            if owner is None:
                keyless.append([row])
            else:
                entries[id(owner)].append(row)
    whole = [sorted({id(r): r for r in [key, *entries[id(key)]]}.values(), key=lambda r: r.top) for key in keys]
    limits = [max((s.x1 for s in column), default=0.0) for column in columns]
    ordered = sorted([*whole, *keyless], key=lambda entry: entry[0].top)
    pitch = min((b.top - a.bottom for a, b in pairwise(rows) if b.columns[0]), default=0.0)
    grid: list[list[Cell]] = []
    names = [segment.text for key in keys[1:] for segment in key.columns[0]]
    is_doubtful = bool(names) and all(_MARKS.fullmatch(name) for name in names)
    for entry in ordered:
        parts = _parts(entry, pitch)
        is_doubtful |= len({_filled(part) for part in parts}) > 1
        key = _cell(entry, 0, limits[0])
        grid += [[key, *(_cell(part, at, limits[at]) for at in range(1, len(columns)))] for part in parts]
    return Aligned(grid, is_doubtful)


def _parts(entry: list[Row], pitch: float) -> list[list[Row]]:
    """The rows beside one key: each begins with two columns at once, as far below the last as rows are elsewhere."""
    parts = [entry[:1]]
    last = entry[0]
    for row in entry[1:]:
        is_apart = row.top - last.bottom >= pitch - 0.35 * row.segments[0].size
        begins = sum(map(bool, row.columns[1:])) >= 2 and is_apart
        if begins and any(any(line.columns[1:]) for line in parts[-1]):
            parts.append([])
        parts[-1].append(row)
        last = row if any(row.columns[1:]) else last
    return parts


def _filled(part: list[Row]) -> frozenset[int]:
    return frozenset(at for row in part for at, column in enumerate(row.columns) if at and column)


def _owner(row: Row, block: list[Row], keys: list[Row]) -> Row | None:
    size = row.segments[0].size
    beside = [key for key in keys if block[0].top - 0.3 * size <= key.centre <= block[-1].bottom + 0.3 * size]
    if len(beside) == 1:
        return beside[0]
    above = [key for key in keys if key.centre <= row.centre + 0.6 * size]
    return above[-1] if above else None


def blocks_of(rows: list[Row]) -> list[list[Row]]:
    """Rows parted where the space between lines is wider than within a text."""
    spaces = [below.top - above.bottom for above, below in pairwise(rows)]
    blocks = [rows[:1]] if rows else []
    for row, space in zip(rows[1:], spaces, strict=True):
        if space > min(spaces) + 0.35 * row.segments[0].size:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _cell(entry: list[Row], column: int, limit: float) -> Cell:
    lines = [segments for row in entry if (segments := row.columns[column])]
    return Cell(tuple(joined_lines(lines, limit))) if lines else EMPTY
