"""A grid of cells to nodes: what is a header, what is a key with its values, what is a caption."""

import re
from collections.abc import Sequence
from itertools import groupby, takewhile

from ingest.lexicon import Lexicon
from ingest.loaders.lines import bare_key, is_key, read_line, write_line
from ingest.loaders.writing import Cell, PageWriter, WrittenRow
from ingest.reading import Row

Grid = Sequence[Sequence[Cell]]
"""Rows of equal length; a merged cell stands in each of its places."""

EMPTY = Cell()
_FIGURE = re.compile(r"[-△▲約最大]*[0-9０-９][0-9０-９,，.．/／%％~～〜－-]*[^\d\s]{0,6}")
_HEAD_LETTERS = 40
_CAPTION_LETTERS = 60
_FILLED = "見出しのセルが空欄のため、上の行の見出しを補った"


def write_grid(writer: PageWriter, cells: Grid, lexicon: Lexicon, has_header: bool | None = None) -> None:
    """Write ``cells`` as tables, rows and captions.

    ``has_header``: the file itself says that the first row is a header, or is none; None where it is silent.
    """
    grid = _with_titles(_trimmed(_with_bare_keys(cells, lexicon)), lexicon)
    header: Row | None = None
    for is_caption, group in groupby(grid, key=_is_caption):
        rows = list(group)
        if is_caption:
            for row in rows:
                _write_caption(writer, row, lexicon)
        else:
            header = _Block(writer, rows, lexicon).write(header, has_header)
            has_header = None if has_header else has_header


def _with_titles(grid: list[tuple[Cell, ...]], lexicon: Lexicon) -> list[tuple[Cell, ...]]:
    """Rows above a table with a first cell alone are its titles, as if merged over the width."""
    titles = takewhile(lambda row: not any(cell.text for cell in row[1:]) and not is_key(row[0].text, lexicon), grid)
    count = len(list(titles))
    return [(row[0],) * len(row) for row in grid[:count]] + grid[count:]


def _with_bare_keys(cells: Grid, lexicon: Lexicon) -> Grid:
    """Keys without the brackets and marks around them, so that 【助成率】 and ■助成率 are 助成率."""
    distinct = dict.fromkeys(cell for row in cells for cell in row)
    bare = {cell: Cell((bare_key(cell.text),)) if is_key(cell.text, lexicon) else cell for cell in distinct}
    return [[bare[cell] for cell in row] for row in cells]


def _trimmed(cells: Grid) -> list[tuple[Cell, ...]]:
    width = max((len(row) for row in cells), default=0)
    rows = [tuple(row) + (EMPTY,) * (width - len(row)) for row in cells]
    rows = [row for row in rows if any(cell.text for cell in row)]
    # A column that only repeats its left neighbour is a merge over the whole table.
    kept = [at for at in range(width) if any(row[at].text and (at == 0 or row[at] is not row[at - 1]) for row in rows)]
    return [tuple(row[at] for at in kept) for row in rows]


def _is_caption(row: Sequence[Cell]) -> bool:
    return all(cell is row[0] for cell in row)


def _write_caption(writer: PageWriter, row: Sequence[Cell], lexicon: Lexicon) -> None:
    lines = row[0].lines
    for line in lines:
        kind = read_line(line, lexicon).kind
        if (
            len(row) > 1
            and len(lines) == 1
            and kind == "paragraph"
            and len(line) <= _CAPTION_LETTERS
            and "。" not in line
        ):
            writer.subheading(line)
        else:
            write_line(writer, line, lexicon)


class _Block:
    """Rows between two captions."""

    def __init__(self, writer: PageWriter, rows: list[tuple[Cell, ...]], lexicon: Lexicon) -> None:
        self.writer, self.rows, self.lexicon = writer, rows, lexicon
        self.width = len(rows[0])

    def write(self, header: Row | None, has_header: bool | None) -> Row | None:
        """Write the rows; gives the header that holds for the rows after the next caption too."""
        if self._are_pairs():
            self._write_pairs()
        elif self._is_crossed():
            self._write_crossed()
        elif self._has_header(has_header):
            return self._write_header()
        elif header and len(header.cells) == self.width and not self._key(self.rows[0][0]):
            self.writer.table(header, [WrittenRow(tuple((cell,) for cell in row)) for row in self.rows])
        elif len(self.rows) == 1 and not self._names(self.rows[0][0]):
            for cell in dict.fromkeys(self.rows[0]):
                for line in cell.lines:
                    write_line(self.writer, line, self.lexicon)
        else:
            self._write_keys()
        return header

    def _key(self, cell: Cell) -> bool:
        return is_key(cell.text, self.lexicon)

    def _names(self, cell: Cell) -> bool:
        return self._key(cell) or 0 < len(cell.text) <= 15

    def _key_share(self) -> float:
        """Share of the first column's cells below the first row that are attribute keys."""
        below = [cell for cell in dict.fromkeys(row[0] for row in self.rows[1:]) if cell.text]
        return sum(map(self._key, below)) / max(1, len(below))

    def _are_pairs(self) -> bool:
        """Key, value, key, value …: every filled even cell a key, no odd one."""
        if self.width < 4 or self.width % 2:
            return False
        keys = [cell for row in self.rows for cell in row[::2] if cell.text]
        others = [cell for row in self.rows for cell in row[1::2]]
        return all(map(self._key, keys)) and not any(map(self._key, others))

    def _write_pairs(self) -> None:
        rows = []
        for row in self.rows:
            pairs = zip(row[::2], row[1::2], strict=True)
            rows += [WrittenRow(((key,), (value,))) for key, value in pairs if key.text or value.text]
        self.writer.table(None, rows)

    def _is_crossed(self) -> bool:
        """Attributes down the side, conditions along the top: 助成率 of 一般枠, of 特別枠 …"""
        first = self.rows[0]
        heads_alone = not first[0].text or not self._key(first[0])
        enough = self.width >= 3 and len(self.rows) > 1 and self._key_share() >= 0.5
        return enough and heads_alone and not self._merges(first) and _is_text(first)

    def _write_crossed(self) -> None:
        head, *body = self.rows
        rows = [
            WrittenRow(((row[0], *([top] if top.text else [])), (cell,)))
            for row in body
            for top, cell in zip(head[1:], row[1:], strict=True)
            if cell.text
        ]
        self.writer.cells(head)
        self.writer.table(None, rows)

    def _merges(self, row: Sequence[Cell]) -> bool:
        return len(set(row)) < len(row)

    def _has_header(self, has_header: bool | None) -> bool:
        first = self.rows[0]
        if len(self.rows) < 2 or has_header is False or self._key_share() >= 0.5:
            return False
        if any(map(self._key, first[1:])) or has_header:
            return True
        return self.width >= 3 and not self._key(first[0]) and _is_text(first)

    def _write_header(self) -> Row | None:
        depth = self._header_depth()
        head = WrittenRow(tuple(_path(column) for column in zip(*self.rows[:depth], strict=True)))
        if depth > 1:
            # The heads are written row by row, as they stand, before their columns take them as paths.
            for row in self.rows[:depth]:
                self.writer.cells(dict.fromkeys(row))
        rows = [WrittenRow(tuple((cell,) for cell in row)) for row in self.rows[depth:]]
        return self.writer.table(head, rows)

    def _header_depth(self) -> int:
        depth = 1
        while depth < min(3, len(self.rows) - 1):
            above, below = self.rows[depth - 1], self.rows[depth]
            goes_down = any(a is b and a.text for a, b in zip(above[1:], below[1:], strict=True))
            if not (self._merges([c for c in above if c.text]) or goes_down) or not _is_text(below):
                break
            depth += 1
        return depth

    def _write_keys(self) -> None:
        rows: list[WrittenRow] = []
        for at, row in enumerate(self.rows):
            key, values = self._split(at, row)
            if not row[0].text and rows and values:
                rows.append(WrittenRow((rows[-1].cells[0], *values), "order", _FILLED))
            else:
                rows.append(WrittenRow((key, *(values or ((),)))))
        self.writer.table(None, rows)

    def _split(self, at: int, row: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], list[tuple[Cell, ...]]]:
        """The key's path and the values of a row: 助成限度額 over two rows takes 一般 and 小規模 as its parts."""
        neighbours = [self.rows[i][0] for i in (at - 1, at + 1) if 0 <= i < len(self.rows)]
        spans_rows = any(row[0] is other for other in neighbours)
        cells = _values(row)
        if len(cells) > 1 and cells[0] is row[1] and (spans_rows or self._narrows(row)):
            return (row[0], cells[0]), [(cell,) for cell in cells[1:]]
        return (row[0],), [(cell,) for cell in cells]

    def _narrows(self, row: tuple[Cell, ...]) -> bool:
        """Whether the second cell of ``row`` says what its value is of: other keys have a value alone beside them."""
        others = [_values(other) for other in self.rows if other is not row]
        is_label = len(row[1].text) <= 15 and not _FIGURE.fullmatch(row[1].text)
        return is_label and len(others) > 1 and all(len(values) == 1 for values in others)


def _values(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in dict.fromkeys(row[1:]) if cell.text and cell is not row[0]]


def _path(column: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(cell for cell in dict.fromkeys(column) if cell.text)


def _is_text(row: Sequence[Cell]) -> bool:
    """Whether a row may be a header: two cells or more, all short words and no figures."""
    filled = [cell.text for cell in dict.fromkeys(row) if cell.text]
    if len(filled) < 2:
        return False
    return all(len(text) <= _HEAD_LETTERS and not _FIGURE.fullmatch(text) and "。" not in text for text in filled)
