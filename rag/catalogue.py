"""The catalogue: every subject of an index version as people browse it, made once and never changed."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ingest.classes import (
    CONDITION,
    DETAIL,
    HEADING,
    ITEM,
    KIND,
    NAME,
    SECTION,
    Facet,
    Proof,
    Wording,
    load_facets,
    load_gist_words,
    proof_of,
)
from ingest.eras import year_label
from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.index import Index
from ingest.ledger_store import Subject
from ingest.registry import ProgrammeName, is_of_heading, load_registry, name_key
from ingest.store import DocumentSummary, Store
from rag.comparison import newest_facts
from rag.programmes import NameIndex

CARD = ("助成限度額", "助成率", "予算額")
"""What a list shows of a subject, where it is stated."""
FIGURES = ("予算額", "助成限度額", "下限額", "助成率", "期間", "規模", "費用")
"""The attributes that are compared between years."""
YEAR, STRATEGY = "year", "strategy"
"""The facets that the ledger gives by itself; the others stand in ``corpus/lexicon/classes.toml``."""
_GIST = ("内容", "対象者", "要件")
_SHORTEST, _TELLING = 8, 12  # characters of a line that says what something is, and of one that says it well
_FIRST = ("programme", "event", "facility", "organisation")  # kinds that people look for, before all others


@dataclass(frozen=True, slots=True)
class Membership:
    """A class of a subject and its proof; ``fact`` is the one that says the word, or under whose heading it stands.

    ``text`` is the wording that holds the word. A name needs no fact.
    """

    id: str
    proof: Proof
    text: str
    fact: Fact | None


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


class CurrentCatalogue:
    """The catalogue of whichever index is given, made when it is first asked for; safe from several threads."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._lock = threading.Lock()
        self._made: Catalogue | None = None

    def of(self, index: Index) -> Catalogue:
        """Raises CorpusError for lexicon files that cannot be read."""
        with self._lock:
            if self._made is None or self._made.version != index.version:
                printed = {one.id: one.names for one in load_registry(self._corpus).programmes}
                words = Words(load_facets(self._corpus), load_gist_words(self._corpus), printed)
                self._made = make_catalogue(index.version, index.store, words)
            return self._made


@dataclass(frozen=True, slots=True)
class Words:
    """What people have written down: the facets, the words of a line that says what is done, the registered names."""

    facets: tuple[Facet, ...] = ()
    doing: tuple[str, ...] = ()
    printed: Mapping[str, tuple[ProgrammeName, ...]] = field(default_factory=dict)


def make_catalogue(version: str, store: Store, words: Words) -> Catalogue:
    """The catalogue of a store."""
    registered = tuple(store.ledger.subjects())
    subjects = _sorted(registered)
    documents = {document.id: document for document in store.documents()}
    owned: dict[str, list[Fact]] = {}
    for fact in store.ledger.all_facts():
        owned.setdefault(fact.programme, []).append(fact)
    sorter = _Sorter(words.facets, words.doing, _headings(store), _strategies(subjects))
    inverse = _Inverse(subjects)
    entries = tuple(
        _entry(at, one, owned.get(one.id, []), sorter, inverse, _named_by(one, owned, words.printed, documents))
        for at, one in enumerate(subjects)
    )
    choices = _choices(words.facets, subjects, entries, documents)
    return Catalogue(
        version=version,
        subjects=registered,
        entries=entries,
        facets=choices,
        facet_names=_names(words.facets),
        members=_members(entries, choices),
        documents=documents,
        orders=_orders(entries),
        figures=_figures(fact for facts in owned.values() for fact in facts),
    )


def _sorted(subjects: Iterable[Subject]) -> list[Subject]:
    """Programmes and the like first, the newest year first, what the registry knows before headings of pages."""
    kinds = {kind: rank for rank, kind in enumerate(_FIRST)}
    registered = {"programme": 0, "event": 0, "facility": 0, "organisation": 1}
    return sorted(
        subjects,
        key=lambda one: (
            -max(one.fiscal_years, default=0), registered.get(one.kind, 2), not one.aliases,
            kinds.get(one.kind, len(kinds)),
        ),
    )  # fmt: skip


def _entry(
    at: int,
    subject: Subject,
    facts: Sequence[Fact],
    sorter: "_Sorter",
    inverse: "_Inverse",
    printed: tuple[ProgrammeName, ...],
) -> Entry:
    classes = sorter.classes(subject, facts)
    words = [*subject.names, *subject.aliases, *(f"{fact.item}{fact.text}" for fact in facts)]
    return Entry(
        at=at,
        subject=subject,
        gist=_gist(subject, facts, sorter.doing),
        card={name: found for name in CARD if (found := newest_facts(facts, name))},
        classes=classes,
        successors=inverse.predecessors.get(subject.id, ()),
        wholes=inverse.parts.get(subject.id, ()),
        aside=sorter.is_aside(classes),
        printed=printed,
        text="\n".join(map(squeeze, words)),
    )


def _gist(subject: Subject, facts: Sequence[Fact], doing: Sequence[str]) -> Fact | None:
    """The line that says most plainly what the subject does: of the newest year, of no part of it, long enough."""
    own = frozenset(map(name_key, subject.names))
    for attribute in _GIST:
        said = [
            f for f in facts if f.attribute == attribute and len(f.text) >= _SHORTEST and name_key(f.text) not in own
        ]
        if said:
            return min(said, key=lambda fact: _vagueness(fact, doing))
    return None


def _vagueness(fact: Fact, doing: Sequence[str]) -> tuple[int, bool, bool, bool, bool]:
    text = squeeze(fact.text)
    says = any(word in text for word in doing)
    return -fact.fiscal_year, bool(fact.item), len(text) < _TELLING, not says, bool(fact.conditions)


def _named_by(
    subject: Subject,
    owned: Mapping[str, Sequence[Fact]],
    printed: Mapping[str, tuple[ProgrammeName, ...]],
    documents: Mapping[str, DocumentSummary],
) -> tuple[ProgrammeName, ...]:
    """The names that the registry proves, else those that the facts were found under."""
    known = tuple(name for name in printed.get(subject.id, ()) if name.document_id in documents)
    if known:
        return known
    said = {ProgrammeName(fact.document_id, fact.page, fact.name): None for fact in owned.get(subject.id, ())}
    return tuple(sorted(said, key=lambda name: -documents[name.document_id].fiscal_year))


class _Inverse:
    """The relations the other way round: what follows a subject, and what it is a part of."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self.predecessors: dict[str, tuple[str, ...]] = {}
        self.parts: dict[str, tuple[str, ...]] = {}
        for subject in subjects:
            for id_ in subject.predecessors:
                self.predecessors[id_] = (*self.predecessors.get(id_, ()), subject.id)
            for id_ in subject.parts:
                self.parts[id_] = (*self.parts.get(id_, ()), subject.id)


@dataclass(frozen=True)
class _Sorter:
    """Gives subjects their classes. ``headings``: those above a fact; ``strategies``: name -> id; ``doing``: words of
    a line that says what is done."""

    facets: Sequence[Facet]
    doing: Sequence[str]
    headings: Callable[[Fact], tuple[str, ...]]
    strategies: Mapping[str, str]

    def classes(self, subject: Subject, facts: Sequence[Fact]) -> dict[str, tuple[Membership, ...]]:
        newest = sorted(facts, key=lambda fact: -fact.fiscal_year)
        above = list(self._above(newest))
        said = list(self._said(subject, newest, above))
        found = {facet.id: tuple(self._members(facet, said)) for facet in self.facets}
        return found | {STRATEGY: tuple(self._strategies(subject, above))}

    def is_aside(self, classes: Mapping[str, tuple[Membership, ...]]) -> bool:
        aside = {(facet.id, one.id) for facet in self.facets for one in facet.classes if one.aside}
        return any((facet, member.id) in aside for facet, members in classes.items() for member in members)

    def _members(self, facet: Facet, said: Sequence[tuple[Wording, str, Fact | None]]) -> list[Membership]:
        """The classes that what is said of the subject proves; where it proves none, those that its headings prove."""
        own = [one for one in said if one[0].place != HEADING]
        return self._proven(facet, own) or self._proven(facet, said)

    def _proven(self, facet: Facet, said: Sequence[tuple[Wording, str, Fact | None]]) -> list[Membership]:
        wordings = [wording for wording, _, _ in said]
        texts = {id(wording): (text, fact) for wording, text, fact in said}
        joined = "\n".join(wording.squeezed for wording in wordings)
        marks = {mark for one in wordings for mark in (one.place, one.squeezed)}
        found = []
        for one in facet.classes:
            if one.may_hold(joined, marks) and (proven := proof_of(facet, one, wordings)):
                wording, proof = proven
                found.append(Membership(one.id, proof, *texts[id(wording)]))
        return found

    def _said(
        self, subject: Subject, newest: Sequence[Fact], above: Sequence[tuple[str, Fact]]
    ) -> Iterator[tuple[Wording, str, Fact | None]]:
        """All that may prove a class: the kind, the names, the facts (the newest first), the headings above them."""
        yield Wording(KIND, subject.kind), subject.kind, None
        for name in subject.names:
            yield Wording(NAME, squeeze(name)), name, None
        for fact in newest:
            place = DETAIL if fact.item and fact.attribute == _GIST[0] else fact.attribute
            yield Wording(place, squeeze(fact.text)), fact.text, fact
            if fact.item:
                yield Wording(ITEM, squeeze(fact.item)), fact.item, fact
            for condition in fact.conditions:
                yield Wording(CONDITION, squeeze(condition)), condition, fact
        own = frozenset(map(name_key, subject.names))
        for heading, fact in above:
            if (key := name_key(heading)) not in own and key not in self.strategies:
                yield Wording(HEADING, squeeze(heading)), heading, fact
                if is_of_heading(subject.id):
                    yield Wording(SECTION, squeeze(heading)), heading, fact

    def _strategies(self, subject: Subject, above: Sequence[tuple[str, Fact]]) -> Iterator[Membership]:
        """The strategies on whose pages the subject stands."""
        seen: set[str] = set()
        for heading, fact in above:
            id_ = self.strategies.get(name_key(heading))
            if id_ and id_ not in seen and id_ != subject.id:
                seen.add(id_)
                yield Membership(id_, Proof(HEADING, heading), heading, fact)

    def _above(self, facts: Iterable[Fact]) -> Iterator[tuple[str, Fact]]:
        """Each heading once, with the first fact that stands under it."""
        seen: set[str] = set()
        for fact in facts:
            for heading in self.headings(fact):
                if heading not in seen:
                    seen.add(heading)
                    yield heading, fact


def _headings(store: Store) -> Callable[[Fact], tuple[str, ...]]:
    """The headings above a fact, outermost first; a page's blocks are read once, for all facts that follow."""
    page: tuple[str, int] | None = None
    ranges: list[tuple[int, int, tuple[str, ...]]] = []
    kept: dict[tuple[str, int], list[tuple[int, int, tuple[str, ...]]]] = {}

    def above(fact: Fact) -> tuple[str, ...]:
        nonlocal page, ranges
        if (fact.document_id, fact.page) != page:
            page = (fact.document_id, fact.page)
            if page not in kept:
                kept[page] = [
                    (start, end, block.headings) for block in store.page_blocks(*page) for start, end in block.spans
                ]
            ranges = kept[page]
        at = fact.spans[0][0] if fact.spans else -1
        return next((headings for start, end, headings in ranges if start <= at < end), ())

    return above


def _strategies(subjects: Iterable[Subject]) -> dict[str, str]:
    named = [one for one in subjects if one.kind == STRATEGY]
    return {name_key(name): one.id for one in named for name in (*one.names, *one.aliases)}


def _choices(
    facets: Sequence[Facet],
    subjects: Sequence[Subject],
    entries: Sequence[Entry],
    documents: Mapping[str, DocumentSummary],
) -> dict[str, tuple[Choice, ...]]:
    years = sorted({year for entry in entries for year in entry.subject.fiscal_years}, reverse=True)
    rough = {d.fiscal_year for d in documents.values() if d.year_is_approximate}
    rough -= {d.fiscal_year for d in documents.values() if not d.year_is_approximate}
    used = {member.id for entry in entries for member in entry.classes[STRATEGY]}
    named = sorted((one for one in subjects if one.id in used), key=lambda one: one.name)
    return {
        **{facet.id: tuple(Choice(one.id, one.name) for one in facet.classes) for facet in facets},
        YEAR: tuple(Choice(str(year), year_label(year) + "ごろ" * (year in rough)) for year in years),
        STRATEGY: tuple(Choice(one.id, one.name) for one in named),
    }


def _names(facets: Sequence[Facet]) -> dict[str, str]:
    return {**{facet.id: facet.name for facet in facets}, YEAR: "年度", STRATEGY: "戦略"}


def _members(entries: Sequence[Entry], choices: Mapping[str, tuple[Choice, ...]]) -> dict[str, dict[str, int]]:
    found = {facet: dict.fromkeys((one.id for one in values), 0) for facet, values in choices.items()}
    for entry in entries:
        bit = 1 << entry.at
        for year in entry.subject.fiscal_years:
            found[YEAR][str(year)] |= bit
        for facet, members in entry.classes.items():
            for member in members:
                found[facet][member.id] |= bit
    return found


def _orders(entries: Sequence[Entry]) -> dict[str, tuple[int, ...]]:
    """Places of the entries by order: as they stand, and by the largest amount of an attribute."""
    places = sorted(range(len(entries)), key=lambda at: entries[at].aside)
    return {
        "new": tuple(places),
        "cap": tuple(sorted(places, key=lambda at: -_largest(entries[at], "助成限度額"))),
        "budget": tuple(sorted(places, key=lambda at: -_largest(entries[at], "予算額"))),
    }


def _figures(facts: Iterable[Fact]) -> dict[tuple[str, int], list[Fact]]:
    found: dict[tuple[str, int], list[Fact]] = {}
    for fact in facts:
        if fact.attribute in FIGURES and fact.is_figure:
            found.setdefault((fact.programme, fact.fiscal_year), []).append(fact)
    return found


def _largest(entry: Entry, attribute: str) -> int:
    amounts = [fact.value.removeprefix("yen:") for fact in entry.card.get(attribute, ())]
    return max((int(part) for amount in amounts for part in amount.split("-") if part.isdecimal()), default=-1)
