"""What openpyxl's streaming reader does not tell of a sheet: merged ranges, hidden parts, unsaved results."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MOST_MERGED = 20_000


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """``merged`` ranges as (top, left, bottom, right), 1-based; ``unsaved`` counts formulas without a result."""

    merged: tuple[tuple[int, int, int, int], ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    unsaved: int


def sheet_facts(path: Path, part: str) -> SheetFacts:
    """Read the sheet's XML ``part`` of the book once, element by element."""
    from defusedxml.ElementTree import iterparse

    merged: list[tuple[int, int, int, int]] = []
    rows: set[int] = set()
    columns: set[int] = set()
    unsaved = 0
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as stream:
        for _, element in iterparse(stream, forbid_dtd=True):
            tag = element.tag.removeprefix(_MAIN)
            if tag == "c":
                unsaved += element.find(f"{_MAIN}f") is not None and not element.findtext(f"{_MAIN}v")
            elif tag == "row":
                rows |= {int(element.get("r", "0"))} if _is_hidden(element) else set()
                element.clear()
            elif tag == "col" and _is_hidden(element):
                columns |= set(range(int(element.get("min", "1")), min(int(element.get("max", "1")), 16_384) + 1))
            elif tag == "mergeCell" and len(merged) < _MOST_MERGED:
                merged.append(_bounds(element.get("ref", "A1")))
    return SheetFacts(tuple(merged), frozenset(rows), frozenset(columns), unsaved)


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") in ("1", "true")


def _bounds(reference: str) -> tuple[int, int, int, int]:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    return int(top or 1), int(left or 1), int(bottom or 1), int(right or 1)
