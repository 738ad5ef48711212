"""Tables with drawn rules: cells by their boxes, merged ones in each of their places."""

from typing import Any

from ingest.loaders.grids import EMPTY
from ingest.loaders.ordering import Box
from ingest.loaders.pdf_columns import Frame, Piece, Ruled
from ingest.loaders.pdf_lines import joined_lines
from ingest.loaders.pdf_words import Letter, Segment, lines_of, segments_of, words_of
from ingest.loaders.writing import Cell

_MOST_EDGES = 4_000
"""Drawn edges above which a page is a drawing or a map: looking for tables in it takes minutes."""
_FRAMED_LINES = 3
_SLACK = 3.0
"""Points by which two rules may differ and still be one."""


def ruled_pieces(page: Any, letters: list[Letter]) -> list[Piece]:
    """The pieces of a page: its ruled tables and frames, and the segments outside them."""
    pieces: list[Piece] = []
    rest = letters
    for found in _found(page):
        cells = [Box(*box) for box in found.cells]
        box = Box(*found.bbox)
        inside, outside = _parted(box, rest)
        within = [piece for piece in pieces if _is_within(box, piece)]
        if _is_table(cells, inside):
            grid, between = _grid(cells, inside)
            made: Piece = Ruled(box.x0, box.top, box.x1, box.bottom, grid)
            within, outside = [], [*outside, *between]
        else:
            segments = segments_of(words_of(inside))
            if len(lines_of(segments)) + 2 * len(within) < _FRAMED_LINES or not segments:
                continue  # a label's box: its text takes part in the alignment of the page
            made = Frame(box.x0, box.top, box.x1, box.bottom, [*segments, *within])
        pieces = [*(piece for piece in pieces if piece not in within), made]
        rest = outside
    return [*pieces, *segments_of(words_of(rest))]


def _found(page: Any) -> list[Any]:
    """What pdfplumber takes for tables, inner before outer."""
    if is_too_dense(page):
        return []
    tables = page.find_tables({"snap_tolerance": _SLACK, "join_tolerance": _SLACK})
    return sorted(tables, key=lambda t: (t.bbox[2] - t.bbox[0]) * (t.bbox[3] - t.bbox[1]))


def _is_within(box: Box, piece: Piece) -> bool:
    across, down = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    return box.x0 <= across <= box.x1 and box.top <= down <= box.bottom


def is_too_dense(page: Any) -> bool:
    """Whether a page has too many drawn edges to look for tables."""
    return len(page.edges) > _MOST_EDGES


def _is_table(cells: list[Box], inside: list[Letter]) -> bool:
    """Two columns or more, two cells or more in use; a frame around text is none."""
    used = sum(bool(_parted(cell, inside)[0]) for cell in cells)
    return used >= 2 and len(_edges([cell.x0 for cell in cells])) >= 2


def _grid(cells: list[Box], inside: list[Letter]) -> tuple[list[list[Cell]], list[Letter]]:
    """The table, and the letters that stand in none of its cells, for rules need not close."""
    tops, lefts = _edges([cell.top for cell in cells]), _edges([cell.x0 for cell in cells])
    grid = [[EMPTY] * len(lefts) for _ in tops]
    free = inside
    for cell in sorted(cells, key=lambda c: c.width * c.height):
        covered = [(r, c) for r in _covered(tops, cell.top, cell.bottom) for c in _covered(lefts, cell.x0, cell.x1)]
        # Rules drawn across one another make cells that overlap: the smaller one keeps its places.
        places = [(row, column) for row, column in covered if grid[row][column] is EMPTY]
        if not places:
            continue
        own, free = _parted(cell, free)
        words = words_of(own)
        made = Cell(tuple(joined_lines(lines_of(segments_of(words)), _limit(cell, words), is_margin=True)))
        for row, column in places:
            grid[row][column] = made
    return grid, free


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
