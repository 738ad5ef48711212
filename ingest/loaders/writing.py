"""Writing a page out: text in reading order, its nodes, and where each atom stands in the text."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.loaders.types import LoadedPage
from ingest.quality import judge_text
from ingest.reading import Atom, Item, ItemKind, Node, Row, Run, Table
from ingest.types import Span, Tie

DEEPEST = 4


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """A table cell of one or more lines. A merged cell is one object that stands in several places of its grid."""

    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(self.lines)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row before it is written: cells of paths of Cells (a key cell may hold its path)."""

    cells: tuple[tuple[Cell, ...], ...]
    tied: Tie = "printed"
    reason: str = ""


class PageWriter:
    """Appends nodes to a page; each text is written once and its atom remembers where."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._line = 0
        self._column = 0
        self._nodes: list[Node] = []
        self._spans: dict[Atom, tuple[Span, ...]] = {}
        self._cells: dict[Cell, tuple[Atom, ...]] = {}
        self._depth = 0

    def heading(self, text: str, depth: int) -> None:
        """A heading whose depth the file itself states, 1 (outermost) to 4."""
        self._depth = max(1, min(depth, DEEPEST))
        self._item("heading", text, self._depth)

    def subheading(self, text: str) -> None:
        """A heading that only its form tells: one deeper than the last stated one."""
        self._item("heading", text, min(self._depth + 1, DEEPEST))

    def paragraph(self, text: str) -> None:
        self._item("paragraph", text)

    def bullet(self, text: str, depth: int = 0, mark: str = "") -> None:
        """``mark`` stays on the page before the text, outside its atom."""
        self._item("bullet", text, depth, mark)

    def note(self, text: str) -> None:
        self._item("note", text)

    def debris(self, text: str) -> None:
        self._item("debris", text)

    def key_value(self, key: str, value: str, *more: str) -> None:
        """A key-value row, the value in one line or more; rows that follow one another become one table."""
        if not clean(key) or not clean(value):
            self.paragraph(key + value)
            return
        last = self._nodes[-1] if self._nodes else None
        row = self._row(WrittenRow(((Cell((key,)),), (Cell((value, *more)),))))
        if isinstance(last, Table) and last.header is None:
            self._nodes[-1] = replace(last, rows=(*last.rows, row))
        else:
            self._nodes.append(Table(None, (row,), row.line))

    def table(self, header: Row | WrittenRow | None, rows: Sequence[WrittenRow]) -> Row | None:
        """A table; gives the header as written, for a further table under the same one."""
        head = self._row(header) if isinstance(header, WrittenRow) else header
        written = tuple(self._row(row) for row in rows)
        if written:
            self._nodes.append(Table(head, written, (head or written[0]).line))
        return head

    def cells(self, cells: Iterable[Cell]) -> None:
        """Write a line of cells that belong to no row of their own (the heads of a crossed table)."""
        self._row(WrittenRow(tuple((cell,) for cell in cells)))

    def finish(self, number: int, parser: str) -> LoadedPage:
        """The page as written so far."""
        text = "".join(self._parts)
        return LoadedPage(number, text, tuple(self._nodes), dict(self._spans), parser, judge_text(text))

    @property
    def is_empty(self) -> bool:
        return not self._parts

    def _item(self, kind: ItemKind, text: str, depth: int = 0, mark: str = "") -> None:
        text = clean(text)
        if not text:
            return
        self._line, self._column = self._line + 1, 0
        self._write(clean(mark) + " " if clean(mark) else "")
        atom = self._atom(text)
        self._write("\n")
        self._nodes.append(Item(kind, depth, (atom,), "printed", "", self._line))

    def _row(self, row: WrittenRow) -> Row:
        self._line, self._column = self._line + 1, 0
        before = self._length
        cells = tuple(tuple(atom for cell in path for atom in self._cell(cell, before)) for path in row.cells)
        if self._length > before:
            self._write("\n")
        return Row(cells, row.tied, row.reason, self._line)

    def _cell(self, cell: Cell, row_start: int) -> tuple[Atom, ...]:
        if cell not in self._cells:
            atoms: list[Atom] = []
            for line in filter(None, map(clean, cell.lines)):
                self._write("" if self._length == row_start else " " if atoms else "\t")
                atoms.append(self._atom(line))
            self._cells[cell] = tuple(atoms)
        return self._cells[cell]

    def _atom(self, text: str) -> Atom:
        # Line and column make two atoms of the same text different keys.
        atom = Atom((Run(text),), self._line, self._column)
        self._column += 1
        self._spans[atom] = ((self._length, self._length + len(text)),)
        self._write(text)
        return atom

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def clean(text: str) -> str:
    """``text`` on one line, without what cannot be seen: control and format characters, lone surrogates."""
    seen = "".join(c if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn") else "" for c in text)
    return " ".join(seen.split())
