"""Readings: a page's text in reading order, as Markdown in which every atom is the page's own.

The format is described in ``docs/readings.md``. This file turns one reading file into nodes; where
each atom stands on its page is found by ``ingest.placing``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.errors import ReadingError
from ingest.types import Tie

ItemKind = Literal["heading", "paragraph", "bullet", "note", "debris"]

_PAGE = re.compile(r"<!--\s*page\s+(\d+)\s*-->")
_OPEN = re.compile(r"<!--\s*(untied|debris)\s*:\s*(.+?)\s*-->")
_CLOSE = re.compile(r"<!--\s*/(untied|debris)\s*-->")
_TIED = re.compile(r"\s*\{tied:\s*(confirmed|order)\s*([^}]*)\}\s*$")
_NTH = re.compile(r"\{#(\d+)\}\s*$")
_RULE = re.compile(r"\|(\s*:?-{3,}:?\s*\|)+")
_MARKS = re.compile(r"›|<br>|\[\[(.+?)\]\]")
JOIN, SAME = "⧺", "^^"


@dataclass(frozen=True, slots=True)
class Run:
    """Text that stands in one piece on the page; ``nth`` picks its n-th occurrence (1-based)."""

    text: str
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Atom:
    """A heading, a bullet, a cell or a part of a key: runs read as one text, or a structural label."""

    runs: tuple[Run, ...]
    line: int
    column: int
    is_label: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Item:
    """A heading (``depth`` 1-4), paragraph, bullet (``depth`` from 0), note to what precedes it, or debris."""

    kind: ItemKind
    depth: int
    atoms: tuple[Atom, ...]
    tied: Tie
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of atoms. A key cell holds its path's atoms in order, a value cell its lines."""

    cells: tuple[tuple[Atom, ...], ...]
    tied: Tie
    reason: str
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` is None for key-value rows (the first cell is the key)."""

    header: Row | None
    rows: tuple[Row, ...]
    line: int


Node = Item | Table


@dataclass(frozen=True, slots=True)
class PageReading:
    """The nodes of one page, in reading order."""

    page: int
    nodes: tuple[Node, ...]


def parse_reading(file: str, source: str) -> tuple[PageReading, ...]:
    """Parse a reading file into its pages; raises ReadingError with file and line."""
    lines = [(number, line.rstrip()) for number, line in enumerate(source.splitlines(), 1)]
    pages: list[PageReading] = []
    for marker, number, body in _pages(file, lines):
        if pages and number <= pages[-1].page:
            raise ReadingError(file, marker, f"page {number}", "ページの順が前後しています。")
        pages.append(PageReading(number, tuple(_nodes(file, body))))
    return tuple(pages)


def _pages(file: str, lines: list[tuple[int, str]]) -> Iterator[tuple[int, int, list[tuple[int, str]]]]:
    """(line of the marker, page, numbered lines of the page)."""
    current: tuple[int, int, list[tuple[int, str]]] | None = None
    for number, line in lines:
        if match := _PAGE.fullmatch(line.strip()):
            if current:
                yield current
            current = (number, int(match[1]), [])
        elif current:
            current[2].append((number, line))
        elif line.strip():
            raise ReadingError(file, number, line, "の前に <!-- page N --> がありません。")
    if current:
        yield current


def _nodes(file: str, lines: list[tuple[int, str]]) -> Iterator[Node]:
    section: tuple[Tie | Literal["debris"], str] | None = None
    table: list[tuple[int, str]] = []
    for number, line in [*lines, (lines[-1][0] + 1 if lines else 1, "")]:
        if table and not line.startswith("|"):
            yield _table(file, table, section)
            table = []
        if not line.strip():
            continue
        if match := _OPEN.fullmatch(line.strip()):
            section = ("untied" if match[1] == "untied" else "debris", match[2])
        elif match := _CLOSE.fullmatch(line.strip()):
            if section is None or section[0] != match[1]:
                raise ReadingError(file, number, line, "に対応する始まりがありません。")
            section = None
        elif line.startswith("|"):
            table.append((number, line))
        elif line.lstrip().startswith("<!--"):
            raise ReadingError(file, number, line, "は知らない注釈です。page / untied / debris が使えます。")
        else:
            yield _item(file, number, line, section)
    if section is not None:
        raise ReadingError(file, lines[-1][0], section[0], "の区切りが閉じていません。")


def _item(file: str, number: int, line: str, section: tuple[str, str] | None) -> Item:
    line, tied, reason = _tie(line, section)
    kind, depth, text = _prefix(line)
    if section and section[0] == "debris":
        kind = "debris"
    atoms = tuple(_inline(file, number, text, line.index(text)))
    if not atoms:
        raise ReadingError(file, number, line, "は空の行です。")
    return Item(kind, depth, atoms, tied, reason, number)


def _prefix(line: str) -> tuple[ItemKind, int, str]:
    if match := re.match(r"(#{1,4})\s+(.*)", line):
        return "heading", len(match[1]), match[2]
    if match := re.match(r"( *)- (.*)", line):
        return "bullet", len(match[1]) // 2, match[2]
    if match := re.match(r">\s*(.*)", line):
        return "note", 0, match[1]
    return "paragraph", 0, line.strip()


def _tie(line: str, section: tuple[str, str] | None) -> tuple[str, Tie, str]:
    if match := _TIED.search(line):
        return line[: match.start()], "order" if match[1] == "order" else "confirmed", match[2].strip()
    if section and section[0] == "untied":
        return line, "untied", section[1]
    return line, "printed", ""


def _table(file: str, lines: list[tuple[int, str]], section: tuple[str, str] | None) -> Table:
    has_header = len(lines) > 1 and _RULE.fullmatch(lines[1][1].replace(" ", "")) is not None
    rows: list[Row] = []
    for index, (number, line) in enumerate(lines):
        if has_header and index == 1:
            continue
        rows.append(_row(file, number, line, section, rows[-1] if rows else None))
    widths = {len(row.cells) for row in rows}
    if has_header and len(widths) > 1:
        raise ReadingError(file, lines[0][0], lines[0][1], "の表は行ごとにセルの数が違います。")
    return Table(rows[0] if has_header else None, tuple(rows[1:] if has_header else rows), lines[0][0])


def _row(file: str, number: int, line: str, section: tuple[str, str] | None, above: Row | None) -> Row:
    line, tied, reason = _tie(line, section)
    if len(line) < 3 or not line.endswith("|"):
        raise ReadingError(file, number, line, "の表の行が | で終わっていません。")
    cells: list[tuple[Atom, ...]] = []
    column = 1
    for index, cell in enumerate(line[1:-1].split("|")):
        if cell.strip() == SAME:
            if above is None or index >= len(above.cells):
                raise ReadingError(file, number, cell, "の上にセルがありません。")
            cells.append(above.cells[index])
        else:
            cells.append(tuple(_inline(file, number, cell, column)))
        column += len(cell) + 1
    return Row(tuple(cells), tied, reason, number)


def _inline(file: str, number: int, text: str, column: int) -> Iterator[Atom]:
    """The atoms of one cell or line; ``column`` is where ``text`` begins in its line."""
    at = 0
    for mark in _MARKS.finditer(text):
        yield from _atom(file, number, text[at : mark.start()], column + at)
        if mark[1]:
            yield Atom((Run(mark[1]),), number, column + mark.start(), is_label=True)
        at = mark.end()
    yield from _atom(file, number, text[at:], column + at)


def _atom(file: str, number: int, text: str, column: int) -> Iterator[Atom]:
    if not text.strip():
        return
    runs = []
    for piece in text.split(JOIN):
        nth = _NTH.search(piece)
        run = (piece[: nth.start()] if nth else piece).strip()
        if not run:
            raise ReadingError(file, number, text, "のつなぎ（⧺）の前後が空です。")
        runs.append(Run(run, int(nth[1]) if nth else None))
    yield Atom(tuple(runs), number, column)
