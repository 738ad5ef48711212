"""One PDF page to nodes: headings by type size, bullets by marks, tables, columns, wrapped lines joined."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.lexicon import Lexicon
from ingest.loaders.grids import write_grid
from ingest.loaders.lines import is_key, read_line, write_line
from ingest.loaders.pdf_columns import Ruled, Sheet, Stack, arranged
from ingest.loaders.pdf_lines import Line, glued, line_of, runs_on
from ingest.loaders.pdf_tables import ruled_pieces
from ingest.loaders.pdf_words import Letter, Segment, lines_of, seen_letters
from ingest.loaders.types import LoadedPage
from ingest.loaders.writing import Cell, PageWriter, WrittenRow

_LARGER = 1.15
"""A heading's type size over the body's."""
_HEADING_LETTERS = 60
_SHORT = 30
_NUMBERED = re.compile(
    r"(?:[（(]?[0-9０-９]{1,2}[)）．.、 ]|[①-⑳]|[ⅠⅡⅢⅣⅤ][．. ]?|第[0-9０-９一二三四五六七八九十]+)\s*[^0-9０-９\s]"
)
_DOUBT = "罫線のない表で、どの行が何のものか決められないため"
_EDGE = 0.08
"""Share of the page's height at top and bottom where a lone number is the page's number."""


@dataclass(frozen=True, slots=True)
class _Style:
    """``body``: type size of running text; ``sizes``: those of headings, largest first; ``height`` of the page."""

    body: float
    sizes: tuple[float, ...]
    height: float

    def depth(self, size: float) -> int:
        return next((at for at, larger in enumerate(self.sizes, 1) if size >= larger - 0.6), len(self.sizes) + 1)


def read_page(page: Any, number: int, lexicon: Lexicon) -> tuple[LoadedPage, int]:
    """The page, and how many letters of it cannot be seen and were left out."""
    seen = seen_letters(page)
    style = _style(seen.letters, float(page.height))
    writer = PageWriter()
    for part in arranged(ruled_pieces(page, seen.letters), style.body, lexicon):
        if isinstance(part, Sheet) and part.table.is_doubtful:
            rows = (tuple((cell,) for cell in row) for row in part.table.grid)
            writer.table(None, [WrittenRow(row, "untied", _DOUBT) for row in rows])
        elif isinstance(part, Sheet):
            write_grid(writer, part.table.grid, lexicon)
        else:
            _write_stack(writer, part, style, lexicon)
    for text in seen.turned:
        writer.debris(text)
    return writer.finish(number, "pdfplumber"), seen.hidden


def _style(letters: Sequence[Letter], height: float) -> _Style:
    counts = Counter(round(letter["size"] * 2) / 2 for letter in letters if letter["text"].strip())
    body = counts.most_common(1)[0][0] if counts else 10.0
    larger = sorted({size for size in counts if size >= _LARGER * body}, reverse=True)
    sizes = [size for at, size in enumerate(larger) if at == 0 or larger[at - 1] - size > 0.6]
    return _Style(body, tuple(sizes[:3]), height)


def _write_stack(writer: PageWriter, stack: Stack, style: _Style, lexicon: Lexicon) -> None:
    segments = [piece for piece in stack.pieces if isinstance(piece, Segment)]
    tables = sorted((piece for piece in stack.pieces if isinstance(piece, Ruled)), key=lambda t: t.top)
    units: list[list[list[Segment]]] = [[]]
    for line in lines_of(segments):
        if tables and tables[0].top < line[0].top:
            _Prose(writer, units.pop(), style, lexicon).write()
            units.append([])
        while tables and tables[0].top < line[0].top:
            write_grid(writer, tables.pop(0).grid, lexicon)
        units[-1].append(line)
    _Prose(writer, units[-1], style, lexicon).write()
    for table in tables:
        write_grid(writer, table.grid, lexicon)


class _Prose:
    """Lines of one column between two tables."""

    def __init__(self, writer: PageWriter, rows: list[list[Segment]], style: _Style, lexicon: Lexicon) -> None:
        self.writer, self.rows, self.style, self.lexicon = writer, rows, style, lexicon
        self.lines = [line_of(row) for row in rows]
        self.limit = max((line.x1 for line in self.lines), default=0.0)
        self.is_flush = sum(self.limit - line.x1 <= line.size for line in self.lines) > 1

    def write(self) -> None:
        at = 0
        while at < len(self.rows):
            write = self._write_key_row if self._is_key_row(self.rows[at]) else self._write_unit
            at = write(at)

    def _is_key_row(self, row: list[Segment]) -> bool:
        return len(row) > 1 and is_key(row[0].text, self.lexicon)

    def _write_key_row(self, at: int) -> int:
        key, *values = self.rows[at]
        if len(values) == 1:
            end = self._end(at)
            value = self._text(at, end)[len(key.text) + 1 :]
            self.writer.key_value(read_line(key.text, self.lexicon).text.strip("：:"), value)
            return end
        write_grid(self.writer, [[Cell((segment.text,)) for segment in self.rows[at]]], self.lexicon)
        return at + 1

    def _write_unit(self, at: int) -> int:
        line = self.lines[at]
        end = self._end(at)
        text = self._text(at, end)
        if self._is_page_number(line):
            self.writer.debris(line.text)
            return at + 1
        if read_line(text, self.lexicon).kind == "row" and (below := self._values_below(at, end)) > end:
            self._write_values(text, [self._text(start, stop) for start, stop in self._texts(end, below)])
            return below
        if self._is_heading(line, text, at, end):
            self.writer.heading(read_line(text, self.lexicon).text, self._depth(line))
        else:
            write_line(self.writer, text, self.lexicon)
        return end

    def _values_below(self, first: int, end: int) -> int:
        """Where the lines end that stand further in below a key and its value: they are values too."""
        key = self.lines[first]
        while end < len(self.lines):
            line, above = self.lines[end], self.lines[end - 1]
            is_further_in = line.x0 > key.x0 + 0.9 * key.size and line.size == key.size
            if not is_further_in or line.top - above.bottom > 1.1 * line.size or line.is_bold != key.is_bold:
                break
            if read_line(line.text, self.lexicon).kind in ("bullet", "row"):
                break
            end += 1
        return end

    def _texts(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        while first < end:
            stop = min(self._end(first), end)
            yield first, stop
            first = stop

    def _write_values(self, text: str, more: list[str]) -> None:
        row = read_line(text, self.lexicon)
        self.writer.key_value(row.key, row.text, *more)

    def _end(self, at: int) -> int:
        """Where the text that begins on line ``at`` ends (exclusive)."""
        end = at + 1
        while end < len(self.lines) and self._goes_on(at, end):
            end += 1
        return end

    def _goes_on(self, first: int, at: int) -> bool:
        above, below = self.lines[at - 1], self.lines[at]
        if above.is_bold != below.is_bold or self._is_key_row(self.rows[at]):
            return False
        if read_line(below.text, self.lexicon).kind not in ("paragraph", "heading"):
            return False
        is_indented = below.x0 > self.lines[first].x0 + 0.7 * below.size
        has_mark = bool(read_line(self.lines[first].text, self.lexicon).mark) or len(self.rows[first]) > 1
        if is_indented and not has_mark and above.text.endswith("。"):
            return False
        return runs_on(above, below, self.limit, self.is_flush)

    def _text(self, first: int, end: int) -> str:
        text = self.lines[first].text
        for line in self.lines[first + 1 : end]:
            text = glued(text, line.text)
        return text

    def _is_heading(self, line: Line, text: str, at: int, end: int) -> bool:
        kind = read_line(text, self.lexicon).kind
        if len(text) > _HEADING_LETTERS or text.endswith(("。", "、")) or kind in ("note", "row"):
            return False
        if line.size >= _LARGER * self.style.body:
            return True
        if line.size < 0.9 * self.style.body or kind == "bullet":
            return False
        is_short = len(text) <= _SHORT and end == at + 1 and "。" not in text
        return kind == "heading" or (is_short and (line.is_bold or _NUMBERED.match(text) is not None))

    def _depth(self, line: Line) -> int:
        return self.style.depth(line.size) if line.size >= _LARGER * self.style.body else len(self.style.sizes) + 1

    def _is_page_number(self, line: Line) -> bool:
        at_edge = line.bottom < _EDGE * self.style.height or line.top > (1 - _EDGE) * self.style.height
        return at_edge and read_line(line.text, self.lexicon).kind == "debris"
