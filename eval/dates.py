"""Dates whose year stands elsewhere: in the sentence or in the question, or only on the page."""

import re
from collections.abc import Iterable

from ingest.quantities import parse_quantities

_FULL = re.compile(r"date:(\d{4})-(\d{2})(-\d{2})?")
_YEAR = re.compile(r"(?:date|fy|number):((?:19|20)\d{2})")
_FISCAL_START = "04"


def years_in(texts: Iterable[str]) -> tuple[frozenset[int], frozenset[int]]:
    """The calendar years and the fiscal years that ``texts`` say."""
    said = [q.canonical for text in texts for q in parse_quantities(text)]
    plain = (match for value in said if not value.startswith("fy:") and (match := _YEAR.match(value)))
    return frozenset(int(match[1]) for match in plain), frozenset(int(v[3:]) for v in said if v.startswith("fy:"))


def shortens(told: str, full: str, years: tuple[frozenset[int], frozenset[int]]) -> bool:
    """Whether ``told`` is the date ``full`` without its year, and the ``years`` said beside it are that year."""
    match = _FULL.fullmatch(full)
    if match is None or told != f"date:--{match[2]}{match[3] or ''}":
        return False
    year = int(match[1])
    plain, fiscal = years
    return year in plain if plain else (year - (match[2] < _FISCAL_START)) in fiscal
