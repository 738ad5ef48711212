"""Unruled tables: words that are only aligned, told from columns of running text.

A two-column sheet has short keys (or short amounts), each on one line with its value; running text
has long lines that end flush. Where neither is sure, it is no table: a false row would tie words
that do not belong together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(slots=True)
class _Row:
    """A visual line: the segments of each column."""

    top: float
    bottom: float
    columns: list[list[Segment]]

    def filled(self) -> int:
        return sum(map(bool, self.columns))


def sheet_of(
    segments: Sequence[Segment], gaps: tuple[tuple[float, float], ...], lexicon: Lexicon
) -> list[list[Cell]] | None:
    """The cells of ``segments`` parted by ``gaps``, or None when they are no table."""
    rows = _rows(segments, gaps)
    columns = [[segment for row in rows for segment in row.columns[at]] for at in range(len(gaps) + 1)]
    is_table = _is_list(rows, columns, lexicon) if len(columns) == 2 else _is_table(rows, columns, lexicon)
    return _grid(rows, columns) if is_table else None


def _rows(segments: Sequence[Segment], gaps: tuple[tuple[float, float], ...]) -> list[_Row]:
    rows: list[_Row] = []
    for segment in sorted(segments, key=lambda s: (s.bottom, s.x0)):
        centre = (segment.top + segment.bottom) / 2
        if not rows or centre > rows[-1].bottom - 0.15 * (rows[-1].bottom - rows[-1].top):
            rows.append(_Row(segment.top, segment.bottom, [[] for _ in range(len(gaps) + 1)]))
        rows[-1].columns[sum(segment.x0 >= gap[1] - 0.1 for gap in gaps)].append(segment)
    for row in rows:
        for column in row.columns:
            column.sort(key=lambda s: s.x0)
    return rows


def _is_list(rows: list[_Row], columns: list[list[Segment]], lexicon: Lexicon) -> bool:
    """Keys with their values, or names with their amounts."""
    left, right = columns
    keys = sum(is_key(segment.text, lexicon) for segment in left)
    if keys and keys * 2 >= len(left) and _partnered(rows, 0) >= 0.5:
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
    entries: list[list[_Row]] = []
    for block in _blocks(rows):
        anchors = [row for row in block if row.columns[0] and row.filled() > 1]
        if len(anchors) <= 1 and (anchors or entries):
            # One key beside all the lines of a block, wherever it stands; or the rest of the value above.
            entries += [block] if anchors else []
            if not anchors:
                entries[-1] = entries[-1] + block
            continue
        for row in block:
            if row.columns[0] or not entries:
                entries.append([row])
            else:
                entries[-1].append(row)
    limits = [max((s.x1 for s in column), default=0.0) for column in columns]
    return [[_cell(entry, at, limits[at]) for at in range(len(columns))] for entry in entries]


def _blocks(rows: list[_Row]) -> list[list[_Row]]:
    """Rows parted where the space between lines is wider than within a text."""
    pitches = [below.bottom - above.bottom for above, below in zip(rows, rows[1:], strict=False)]
    least = min(pitches, default=0.0)
    blocks: list[list[_Row]] = [[rows[0]]] if rows else []
    for row, pitch in zip(rows[1:], pitches, strict=True):
        if pitch > 1.3 * least:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _cell(entry: list[_Row], column: int, limit: float) -> Cell:
    lines = [segments for row in entry if (segments := row.columns[column])]
    return Cell(tuple(joined_lines(lines, limit))) if lines else EMPTY
