"""Unruled tables: words that are only aligned, told from columns of running text.

A two-column sheet has short keys (or short amounts), each on one line with its value; running text
has long lines that end flush. Where neither is sure, it is no table: a false row would tie words
that do not belong together.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.lexicon import Lexicon
from ingest.loaders.lines import is_key, read_line
from ingest.loaders.pdf_rows import Aligned, Row, aligned, blocks_of
from ingest.loaders.pdf_words import Segment

_SHORT = 14
_CELL = 20
_ALIGNED = 0.8


def sheet_of(segments: Sequence[Segment], gaps: tuple[tuple[float, float], ...], lexicon: Lexicon) -> Aligned | None:
    """The cells of ``segments`` parted by ``gaps``, or None when they are no table."""
    rows = _rows(_with_whole_keys(segments, gaps, lexicon), gaps)
    columns = [[segment for row in rows for segment in row.columns[at]] for at in range(len(gaps) + 1)]
    is_table = _is_list(rows, columns, lexicon) if len(columns) == 2 else _is_table(rows, columns, lexicon)
    return aligned(rows, columns) if is_table else None


def _with_whole_keys(
    segments: Sequence[Segment], gaps: tuple[tuple[float, float], ...], lexicon: Lexicon
) -> list[Segment]:
    """Keys that are broken over two or three lines of a narrow first column, put together."""
    left = sorted((s for s in segments if s.x1 <= gaps[0][1]), key=lambda s: s.top)
    whole = [segment for segment in segments if segment.x1 > gaps[0][1]]
    values = list(whole)
    limit = max((segment.x1 for segment in left), default=0.0)
    while left:
        count = next((n for n in (3, 2) if len(left) >= n and _is_broken_key(left[:n], lexicon)), 1)
        while count < len(left) and _runs_on(left[count - 1], left[count], limit, values):
            count += 1
        parts, left = left[:count], left[count:]
        has_value = any(_is_beside(value, parts[0]) for value in values)
        whole.append(parts[0] if count == 1 else _whole_key(parts, parts[:1] if has_value else parts))
    return whole


def _is_broken_key(parts: list[Segment], lexicon: Lexicon) -> bool:
    are_near = all(b.top - a.bottom < 0.8 * a.size for a, b in pairwise(parts))
    are_whole = all(is_key(part.text, lexicon) for part in parts)
    return are_near and not are_whole and is_key("".join(part.text for part in parts), lexicon)


def _runs_on(above: Segment, below: Segment, limit: float, values: list[Segment]) -> bool:
    """Whether a name goes on below: its line is full, and beside the next one, close to it, nothing begins."""
    is_full = limit - above.x1 <= 1.6 * above.size and above.x1 - above.x0 >= 5 * above.size
    beside = [value for value in values if _is_beside(value, below)]
    return is_full and _is_right_below(above, below) and all(_goes_on(value, values) for value in beside)


def _goes_on(below: Segment, values: list[Segment]) -> bool:
    """Whether a line is no value of its own but goes on with a full line right above it."""
    column = [value for value in values if value.x0 < below.x1 and value.x1 > below.x0]
    limit = max(value.x1 for value in column)
    return any(_is_right_below(above, below) and limit - above.x1 <= 1.6 * above.size for above in column)


def _is_right_below(above: Segment, below: Segment) -> bool:
    return 0 <= below.top - above.bottom < 0.8 * above.size and above.size == below.size


def _is_beside(one: Segment, other: Segment) -> bool:
    return abs(one.bottom - other.bottom) <= 0.35 * min(one.size, other.size)


def _whole_key(parts: list[Segment], place: list[Segment]) -> Segment:
    """A broken key as one line at the middle of ``place``: of its first line where that has a value beside it."""
    first, middle = parts[0], (place[0].top + place[-1].bottom) / 2
    half = (first.bottom - first.top) / 2
    text = "".join(part.text for part in parts)
    right = max(part.x1 for part in parts)
    return Segment(first.x0, middle - half, right, middle + half, text, first.size, first.is_bold)


def _rows(segments: Sequence[Segment], gaps: tuple[tuple[float, float], ...]) -> list[Row]:
    lines: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.bottom, s.x0)):
        first = lines[-1][0] if lines else segment
        if not lines or (segment.top + segment.bottom) / 2 > first.bottom - 0.15 * (first.bottom - first.top):
            lines.append([])
        lines[-1].append(segment)
    return [
        Row(
            tuple(
                tuple(s for s in line if sum(s.x0 >= gap[1] - 0.1 for gap in gaps) == at) for at in range(len(gaps) + 1)
            )
        )
        for line in (sorted(line, key=lambda s: s.x0) for line in lines)
    ]


def _is_list(rows: list[Row], columns: list[list[Segment]], lexicon: Lexicon) -> bool:
    """Keys with their values, or names with their amounts."""
    left, right = columns
    keys = sum(is_key(segment.text, lexicon) for segment in left)
    if keys and keys * 2 >= len(left):
        return True
    if any(read_line(segment.text, lexicon).mark for segment in left) or len(left) < 2:
        return False
    firsts = [segment for row in rows if row.columns[0] for segment in row.columns[1]]
    are_short = max(len(s.text) for s in left) <= _SHORT and _partnered(rows, 0) >= _ALIGNED and not _is_flush(left)
    is_longer = median(len(s.text) for s in right) >= 1.5 * median(len(s.text) for s in left)
    if are_short and (is_longer or _figures(firsts) >= 0.6):
        return True
    are_amounts = max(len(s.text) for s in right) <= _SHORT and _figures(right) >= 0.6
    return are_amounts and _partnered(rows, 1) >= _ALIGNED


def _is_table(rows: list[Row], columns: list[list[Segment]], lexicon: Lexicon) -> bool:
    if any(read_line(segment.text, lexicon).mark for segment in columns[0]):
        return False
    keys = [is_key(s.text, lexicon) for row in rows[:1] for column in row.columns for s in column]
    first_keys = [is_key(s.text, lexicon) for s in columns[0]]
    are_keys = sum(first_keys) * 2 >= max(2, len(first_keys))
    is_known = sum(keys) >= 1 or are_keys
    # Below heads or beside keys a cell may be empty; elsewhere a row shows itself by being full.
    fewest = 2 if are_keys or (keys and rows[0].filled() == len(columns) and sum(keys) >= 1) else min(3, len(columns))
    whole = [row for row in rows if row.filled() >= fewest and row.columns[0]]
    if len(whole) < 2 or len(whole) < (0.4 if is_known else 0.6) * sum(bool(row.columns[0]) for row in rows):
        return False
    if are_keys and _is_flush(columns[-1]) and not _begin_beside(rows):
        return False
    if is_known:
        return True
    are_short = all(median(len(s.text) for s in column) <= _CELL for column in columns)
    return are_short and not any(map(_is_flush, columns)) and _figures([s for c in columns[1:] for s in c]) >= 0.3


def _begin_beside(rows: list[Row]) -> bool:
    """Whether the texts of the last column begin beside something: else they are a column of the page."""
    blocks = blocks_of([row for row in rows if row.columns[-1]])
    return sum(block[0].filled() > 1 for block in blocks) >= _ALIGNED * len(blocks)


def _partnered(rows: list[Row], column: int) -> float:
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
