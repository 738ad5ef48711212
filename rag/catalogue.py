"""The catalogue: every subject of an index version as people browse it; made once, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.eras import year_label
from ingest.facts import Fact
from ingest.ledger_store import Subject
from ingest.registry import ProgrammeName
from ingest.store import DocumentSummary
from rag.programmes import NameIndex
from rag.sorting import Membership

CARD = ("助成限度額", "助成率", "予算額")
"""What a list shows of a subject, where it is stated."""
FIGURES = ("予算額", "助成限度額", "下限額", "助成率", "期間", "規模", "費用")
"""The attributes that are compared between years."""
YEAR = "year"
"""The facet of fiscal years; that of strategies is the ledger's too, the others stand in ``classes.toml``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A subject as a list shows it; ``at`` is its place in the catalogue.

    ``card`` holds the newest facts of each attribute of ``CARD``; ``classes`` the memberships by facet, none
    where the documents say nothing. ``successors`` and ``wholes`` are the relations that the ledger has the
    other way round. ``aside`` is what is no support that can be had. ``printed`` are the names as pages print
    them, newest first; ``text`` all its words, squeezed.
    """

    at: int
    subject: Subject
    gist: Fact | None
    card: Mapping[str, tuple[Fact, ...]]
    classes: Mapping[str, tuple[Membership, ...]]
    successors: tuple[str, ...]
    wholes: tuple[str, ...]
    aside: bool
    printed: tuple[ProgrammeName, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet."""

    id: str
    name: str


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All entries of one index version.

    ``subjects`` are in the ledger's order; ``members`` are, by facet and value, sets of entries as bits of a
    number; ``figures`` are the facts of ``FIGURES`` by subject and fiscal year; ``orders`` the entries' places
    by the name of an order.
    """

    version: str
    subjects: tuple[Subject, ...]
    entries: tuple[Entry, ...]
    facets: Mapping[str, tuple[Choice, ...]]
    facet_names: Mapping[str, str]
    members: Mapping[str, Mapping[str, int]]
    documents: Mapping[str, DocumentSummary]
    orders: Mapping[str, tuple[int, ...]]
    figures: Mapping[tuple[str, int], Sequence[Fact]]

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(entry.subject for entry in self.entries)

    @cached_property
    def registered(self) -> NameIndex:
        """The same in the order of the ledger."""
        return NameIndex(self.subjects)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        return {entry.subject.id: entry for entry in self.entries}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The fiscal years of the documents, oldest first."""
        return tuple(sorted({document.fiscal_year for document in self.documents.values()}))

    def year_label(self, year: int) -> str:
        """「令和7年度」; 「ごろ」 where every document of the year is undated."""
        dated = [d.year_is_approximate for d in self.documents.values() if d.fiscal_year == year]
        return year_label(year) + ("ごろ" if dated and all(dated) else "")
