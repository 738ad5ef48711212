"""The present fiscal year in Japan, and what pages say about documents that are older."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from ingest.eras import fiscal_year_of, year_label
from ingest.store import DocumentSummary

Today = Callable[[], date]
"""Gives the day; tests give their own."""
_JAPAN = timezone(timedelta(hours=9))  # Japan has no summer time, so that no time zone database is needed


def today_in_japan() -> date:
    """The day in Japan, wherever the server stands."""
    return datetime.now(_JAPAN).date()


@dataclass(frozen=True, slots=True)
class Freshness:
    """``present`` and ``newest`` are fiscal years; ``newest`` is 0 where there is no document."""

    present: int
    newest: int

    @property
    def is_old(self) -> bool:
        return 0 < self.newest < self.present

    @property
    def present_label(self) -> str:
        return year_label(self.present)

    @property
    def newest_label(self) -> str:
        return year_label(self.newest) if self.newest else ""


def freshness(today: date, documents: Iterable[DocumentSummary]) -> Freshness:
    """How the newest of ``documents`` stands to the fiscal year of ``today``."""
    return Freshness(fiscal_year_of(today), max((document.fiscal_year for document in documents), default=0))
