"""Tables with drawn rules: cells by their boxes, merged ones in each of their places."""

from typing import Any

from ingest.loaders.ordering import Box
from ingest.loaders.pdf_columns import Ruled
from ingest.loaders.pdf_lines import joined_lines
from ingest.loaders.pdf_words import Letter, Segment, lines_of, segments_of, words_of
from ingest.loaders.writing import Cell

_MOST_EDGES = 4_000
"""Drawn edges above which a page is a drawing or a map: looking for tables in it takes minutes."""
_SLACK = 3.0
"""Points by which two rules may differ and still be one."""


def ruled_tables(page: Any, letters: list[Letter]) -> tuple[list[Ruled], list[Letter]]:
    """The ruled tables of a page, and the letters that stand outside them."""
    if is_too_dense(page):
        return [], letters
    tables: list[Ruled] = []
    rest = letters
    for found in page.find_tables({"snap_tolerance": _SLACK, "join_tolerance": _SLACK}):
        cells = [Box(*box) for box in found.cells]
        box = Box(*found.bbox)
        inside, outside = _parted(box, rest)
        if _is_table(cells, inside):
            tables.append(Ruled(box.x0, box.top, box.x1, box.bottom, _grid(cells, inside)))
            rest = outside
    return tables, rest


def is_too_dense(page: Any) -> bool:
    """Whether a page has too many drawn edges to look for tables."""
    return len(page.edges) > _MOST_EDGES


def _is_table(cells: list[Box], inside: list[Letter]) -> bool:
    """Two columns or more, two cells or more in use; a frame around text is none."""
    used = sum(bool(_parted(cell, inside)[0]) for cell in cells)
    return used >= 2 and len(_edges([cell.x0 for cell in cells])) >= 2


def _grid(cells: list[Box], inside: list[Letter]) -> list[list[Cell]]:
    tops, lefts = _edges([cell.top for cell in cells]), _edges([cell.x0 for cell in cells])
    grid = [[Cell()] * len(lefts) for _ in tops]
    free = inside
    for cell in sorted(cells, key=lambda c: c.width * c.height):
        own, free = _parted(cell, free)
        words = words_of(own)
        made = Cell(tuple(joined_lines(lines_of(segments_of(words)), _limit(cell, words), is_margin=True)))
        for row in _covered(tops, cell.top, cell.bottom):
            for column in _covered(lefts, cell.x0, cell.x1):
                grid[row][column] = made
    return grid


def _limit(cell: Box, words: list[Segment]) -> float:
    """Where full lines of a cell end: as far from its right rule as its text stands from the left one."""
    margin = min((word.x0 for word in words), default=cell.x0) - cell.x0
    return cell.x1 - min(margin, 0.2 * cell.width)


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SLACK:
            edges.append(value)
    return edges


def _covered(edges: list[float], start: float, end: float) -> list[int]:
    return [at for at, edge in enumerate(edges) if start - _SLACK <= edge < end - _SLACK]


def _parted(box: Box, letters: list[Letter]) -> tuple[list[Letter], list[Letter]]:
    """The letters inside ``box`` and the others."""
    parted: tuple[list[Letter], list[Letter]] = ([], [])
    for letter in letters:
        across, down = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
        parted[not (box.x0 <= across <= box.x1 and box.top <= down <= box.bottom)].append(letter)
    return parted
