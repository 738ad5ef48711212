"""Unruled tables: words that are only aligned, told from columns of running text.

A two-column sheet has short keys (or short amounts), each on one line with its value; running text
has long lines that end flush. Where neither is sure, it is no table: a false row would tie words
that do not belong together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.lexicon import Lexicon
from ingest.loaders.grids import EMPTY
from ingest.loaders.lines import is_key, read_line
from ingest.loaders.pdf_lines import joined_lines
from ingest.loaders.pdf_words import Segment
from ingest.loaders.writing import Cell

_SHORT = 14
_CELL = 20
_ALIGNED = 0.8


@dataclass(frozen=True, slots=True)
class _Row:
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


def sheet_of(
    segments: Sequence[Segment], gaps: tuple[tuple[float, float], ...], lexicon: Lexicon
) -> list[list[Cell]] | None:
    """The cells of ``segments`` parted by ``gaps``, or None when they are no table."""
    rows = _rows(_with_whole_keys(segments, gaps, lexicon), gaps)
    columns = [[segment for row in rows for segment in row.columns[at]] for at in range(len(gaps) + 1)]
    is_table = _is_list(rows, columns, lexicon) if len(columns) == 2 else _is_table(rows, columns, lexicon)
    return _grid(rows, columns) if is_table else None


def _with_whole_keys(
    segments: Sequence[Segment], gaps: tuple[tuple[float, float], ...], lexicon: Lexicon
) -> list[Segment]:
    """Keys that are broken over two or three lines of a narrow first column, put together at their middle."""
    left = sorted((s for s in segments if s.x1 <= gaps[0][1]), key=lambda s: s.top)
    whole = [segment for segment in segments if segment.x1 > gaps[0][1]]
    while left:
        count = next((n for n in (3, 2) if len(left) >= n and _is_broken_key(left[:n], lexicon)), 1)
        parts, left = left[:count], left[count:]
        whole.append(parts[0] if count == 1 else _at_middle(parts))
    return whole


def _is_broken_key(parts: list[Segment], lexicon: Lexicon) -> bool:
    are_near = all(b.top - a.bottom < 0.8 * a.size for a, b in pairwise(parts))
    are_whole = all(is_key(part.text, lexicon) for part in parts)
    return are_near and not are_whole and is_key("".join(part.text for part in parts), lexicon)


def _at_middle(parts: list[Segment]) -> Segment:
    first, middle = parts[0], (parts[0].top + parts[-1].bottom) / 2
    half = (first.bottom - first.top) / 2
    text = "".join(part.text for part in parts)
    right = max(part.x1 for part in parts)
    return Segment(first.x0, middle - half, right, middle + half, text, first.size, first.is_bold)


def _rows(segments: Sequence[Segment], gaps: tuple[tuple[float, float], ...]) -> list[_Row]:
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.bottom, s.x0)):
        first = lines[-1][0] if lines else segment
        if not lines or (segment.top + segment.bottom) / 2 > first.bottom - 0.15 * (first.bottom - first.top):
            lines.append([])
        lines[-1].append(segment)
    return [
        _Row(
            tuple(
                tuple(s for s in line if sum(s.x0 >= gap[1] - 0.1 for gap in gaps) == at) for at in range(len(gaps) + 1)
            )
        )
        for line in (sorted(line, key=lambda s: s.x0) for line in lines)
    ]


def _is_list(rows: list[_Row], columns: list[list[Segment]], lexicon: Lexicon) -> bool:
    """Keys with their values, or names with their amounts."""
    left, right = columns
    keys = sum(is_key(segment.text, lexicon) for segment in left)
    if keys and keys * 2 >= len(left):
        return True
    if any(read_line(segment.text, lexicon).mark for segment in left) or len(left) < 2:
        return False
    are_short = max(len(s.text) for s in left) <= _SHORT and _partnered(rows, 0) >= _ALIGNED and not _is_flush(left)
    is_longer = median(len(s.text) for s in right) >= 1.5 * median(len(s.text) for s in left)
    if are_short and (is_longer or _figures(right) >= 0.6):
        return True
    are_amounts = max(len(s.text) for s in right) <= _SHORT and _figures(right) >= 0.6
    return are_amounts and _partnered(rows, 1) >= _ALIGNED


def _is_table(rows: list[_Row], columns: list[list[Segment]], lexicon: Lexicon) -> bool:
    if any(read_line(segment.text, lexicon).mark for segment in columns[0]):
        return False
    keys = [is_key(s.text, lexicon) for row in rows[:1] for column in row.columns for s in column]
    first_keys = [is_key(s.text, lexicon) for s in columns[0]]
    whole = [row for row in rows if row.filled() >= min(3, len(columns))]
    is_known = sum(keys) >= 1 or sum(first_keys) * 2 >= max(2, len(first_keys))
    if len(whole) < 2 or len(whole) < (0.4 if is_known else 0.6) * len(rows):
        return False
    if is_known:
        return True
    are_short = all(median(len(s.text) for s in column) <= _CELL for column in columns)
    return are_short and not any(map(_is_flush, columns)) and _figures([s for c in columns[1:] for s in c]) >= 0.3


def _partnered(rows: list[_Row], column: int) -> float:
    """Share of a column's lines with something beside them."""
    own = [row for row in rows if row.columns[column]]
    return sum(row.filled() > 1 for row in own) / max(1, len(own))


def _is_flush(column: list[Segment]) -> bool:
    """Whether a column is running text: most lines end at the same place, far from where they begin."""
    right = max(segment.x1 for segment in column)
    size = median(segment.size for segment in column)
    full = sum(right - segment.x1 <= size for segment in column)
    return len(column) >= 3 and full >= 0.6 * len(column) and right - min(s.x0 for s in column) >= 8 * size


def _figures(column: list[Segment]) -> float:
    return sum(any(c.isdigit() for c in segment.text) for segment in column) / max(1, len(column))


def _grid(rows: list[_Row], columns: list[list[Segment]]) -> list[list[Cell]]:
    """Each key with the lines that are its own; keys may stand beside the first line or the middle of their values."""
    keys = [row for row in rows if row.columns[0]]
    entries: dict[int, list[_Row]] = {id(key): [] for key in keys}
    keyless: list[list[_Row]] = []
    for block in _blocks([row for row in rows if any(row.columns[1:])]):
        for row in block:
            owner = _owner(row, block, keys)
            if owner is None:
                keyless.append([row])
            else:
                entries[id(owner)].append(row)
    whole = [sorted({id(r): r for r in [key, *entries[id(key)]]}.values(), key=lambda r: r.top) for key in keys]
    limits = [max((s.x1 for s in column), default=0.0) for column in columns]
    ordered = sorted([*whole, *keyless], key=lambda entry: entry[0].top)
    return [[_cell(entry, at, limits[at]) for at in range(len(columns))] for entry in ordered]


def _owner(row: _Row, block: list[_Row], keys: list[_Row]) -> _Row | None:
    size = row.segments[0].size
    beside = [key for key in keys if block[0].top - 0.3 * size <= key.centre <= block[-1].bottom + 0.3 * size]
    if len(beside) == 1:
        return beside[0]
    above = [key for key in keys if key.centre <= row.centre + 0.6 * size]
    return above[-1] if above else None


def _blocks(rows: list[_Row]) -> list[list[_Row]]:
    """Rows parted where the space between lines is wider than within a text."""
    spaces = [below.top - above.bottom for above, below in pairwise(rows)]
    blocks = [rows[:1]] if rows else []
    for row, space in zip(rows[1:], spaces, strict=True):
        if space > min(spaces) + 0.35 * row.segments[0].size:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _cell(entry: list[_Row], column: int, limit: float) -> Cell:
    lines = [segments for row in entry if (segments := row.columns[column])]
    return Cell(tuple(joined_lines(lines, limit))) if lines else EMPTY
