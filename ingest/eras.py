"""Japanese eras and fiscal years.

A fiscal year runs from April to March and is named by the Western year in which it begins.
"""

from dataclasses import dataclass
from datetime import date

_FIRST_MONTH = 4


@dataclass(frozen=True, slots=True)
class Era:
    """An era: the Western year of its year 1, its last year, and the first fiscal year that it names."""

    name: str
    letter: str
    square: str
    first: int
    last: int
    labels: int


# 昭和元年 was the last week of 1926, so that fiscal year is 大正15年度; 2019 is 令和元年度 (also 平成31年度).
ERAS = (
    Era("令和", "r", "㋿", 2019, 99, 2019),
    Era("平成", "h", "㍻", 1989, 31, 1989),
    Era("昭和", "s", "㍼", 1926, 64, 1927),
    Era("大正", "t", "㍽", 1912, 15, 1912),
    Era("明治", "m", "㍾", 1868, 45, 1868),
)


def find_era(spelling: str) -> Era:
    """The era of 「令和」, "R", "r" or 「㋿」; ``ValueError`` for anything else."""
    for era in ERAS:
        if spelling.lower() in (era.name, era.letter, era.square):
            return era
    raise ValueError(f"not an era: {spelling}")


def western_year(era: str, year: int) -> int:
    """``western_year("令和", 7)`` is 2025; ``ValueError`` for a year that the era does not have."""
    found = find_era(era)
    if not 1 <= year <= found.last:
        raise ValueError(f"{found.name} has no year {year}")
    return found.first + year - 1


def era_year(western: int) -> tuple[str, int]:
    """``era_year(2025)`` is ``("令和", 7)``; 2019 is 令和1. ``ValueError`` before 1868."""
    for era in ERAS:
        if western >= era.first:
            return era.name, western - era.first + 1
    raise ValueError(f"no era is known for {western}")


def year_label(fiscal_year: int) -> str:
    """``year_label(2025)`` is 「令和7年度」, that of 2019 「令和元年度」; ``ValueError`` before 1868."""
    for era in ERAS:
        if fiscal_year >= era.labels:
            year = fiscal_year - era.first + 1
            return f"{era.name}{'元' if year == 1 else year}年度"
    raise ValueError(f"no era is known for fiscal year {fiscal_year}")


def fiscal_year_of(day: date) -> int:
    """The fiscal year of a day: 31 March 2025 is in 2024, 1 April 2025 in 2025."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1
