"""Reading order of boxes on a page: what stands above first; where a gutter parts columns, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; the unit is the page's own, ``top`` counts downwards."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top


B = TypeVar("B", bound=Box)
_DEEPEST = 50
_SLACK = 0.02
"""Share of the extent by which neighbouring boxes may overlap and still stand apart."""


def reading_order(boxes: Sequence[B], depth: int = 0) -> list[B]:
    """``boxes`` in reading order: cut by the widest clear strip again and again, rows before columns when equal."""
    if len(boxes) < 2 or depth > _DEEPEST:
        return sorted(boxes, key=lambda box: (box.top, box.x0))
    rows = _parts([(box.top, box.bottom, box) for box in boxes])
    if len(rows) == 1:
        columns = _parts([(box.x0, box.x1, box) for box in boxes])
        if len(columns) == 1:
            return sorted(boxes, key=lambda box: (box.top, box.x0))
        return [box for part in columns for box in reading_order(part, depth + 1)]
    if columns := _column_bands(rows):
        return [box for part in columns for box in reading_order(part, depth + 1)]
    return [box for part in rows for box in reading_order(part, depth + 1)]


def _column_bands(rows: list[list[B]]) -> list[list[B]]:
    """Two or more rows that share a gutter make one band of columns; [] when no neighbours do."""
    bands: list[list[B]] = []
    at, found = 0, False
    while at < len(rows):
        end, band = at + 1, list(rows[at])
        while len(_columns(rows[at])) > 1 and end < len(rows) and _shares_gutter(band, rows[end]):
            band += rows[end]
            end += 1
        bands += _columns(band) if end > at + 1 else [band]
        found = found or end > at + 1
        at = end
    return bands if found else []


def _columns(boxes: Sequence[B]) -> list[list[B]]:
    return _parts([(box.x0, box.x1, box) for box in boxes])


def _shares_gutter(band: Sequence[B], row: Sequence[B]) -> bool:
    """Whether ``row`` has as many columns as the band, in the same places."""
    together = _columns([*band, *row])
    return len(together) > 1 and len(_columns(row)) == len(together) == len(_columns(band))


def _parts(extents: Sequence[tuple[float, float, B]]) -> list[list[B]]:
    """Boxes grouped where their extents overlap, in order."""
    slack = _SLACK * (max(end for _, end, _ in extents) - min(start for start, _, _ in extents))
    parts: list[list[B]] = []
    reach = float("-inf")
    for start, end, box in sorted(extents, key=lambda extent: (extent[0], extent[1])):
        if not parts or start >= reach - slack:
            parts.append([])
        parts[-1].append(box)
        reach = max(reach, end)
    return parts
