"""Word tables as grids: merged cells stand in each of their places, nested tables give their lines."""

from typing import Any

from ingest.loaders.docx_text import paragraph_lines, paragraphs_of
from ingest.loaders.grids import EMPTY
from ingest.loaders.writing import Cell

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_COLUMNS = 100


def table_grid(table: Any) -> tuple[list[list[Cell]], bool | None]:
    """The cells of a ``w:tbl``, and whether its first row is marked as a header (None: not marked)."""
    rows = list(_children(table, "tr"))
    grid: list[list[Cell]] = []
    for row in rows:
        grid.append(_row(row, grid[-1] if grid else []))
    header = rows[0].find(f"{_W}trPr/{_W}tblHeader") if rows else None
    return grid, True if header is not None and header.get(_W + "val") not in ("0", "false") else None


def _row(row: Any, above: list[Cell]) -> list[Cell]:
    cells: list[Cell] = [EMPTY] * _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    for element in _children(row, "tc"):
        merge = element.find(f"{_W}tcPr/{_W}vMerge")
        goes_on = merge is not None and merge.get(_W + "val") != "restart"
        span = _number(element.find(f"{_W}tcPr/{_W}gridSpan"), 1)
        if goes_on and len(cells) < len(above):
            cell = above[len(cells)]
        else:
            cell = Cell(tuple(line for p in paragraphs_of(element) for line in paragraph_lines(p, False)))
        cells += [cell] * span
    return cells


def _children(element: Any, name: str) -> list[Any]:
    """Direct children, also those inside a content control."""
    found: list[Any] = []
    for child in element:
        if child.tag == _W + name:
            found.append(child)
        elif child.tag == _W + "sdt" and (content := child.find(_W + "sdtContent")) is not None:
            found += [inner for inner in content if inner.tag == _W + name]
    return found


def _number(element: Any, default: int) -> int:
    value = "" if element is None else element.get(_W + "val", "")
    return min(int(value), _MOST_COLUMNS) if value.isascii() and value.isdigit() and len(value) < 6 else default
