"""Making the catalogue of an index version, once, out of its ledger and of what people have written down."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.classes import Facet, load_facets, load_gist_words
from ingest.eras import year_label
from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.index import Index
from ingest.ledger_store import Subject
from ingest.registry import ProgrammeName, load_registry
from ingest.store import DocumentSummary, Store
from rag.catalogue import CARD, FIGURES, YEAR, Catalogue, Choice, Entry
from rag.comparison import newest_facts
from rag.gist import gist_of
from rag.sorting import STRATEGY, Sorter, headings_of, strategies_of

_FIRST = ("programme", "event", "facility", "organisation")  # kinds that people look for, before all others


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
    sorter = Sorter(words.facets, headings_of(store), strategies_of(subjects))
    inverse = _Inverse(subjects)
    entries = tuple(
        _entry(
            at,
            one,
            owned.get(one.id, []),
            sorter,
            inverse,
            words.doing,
            _named_by(one, owned, words.printed, documents),
        )
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
    sorter: Sorter,
    inverse: "_Inverse",
    doing: Sequence[str],
    printed: tuple[ProgrammeName, ...],
) -> Entry:
    classes = sorter.classes(subject, facts)
    words = [*subject.names, *subject.aliases, *(f"{fact.item}{fact.text}" for fact in facts)]
    return Entry(
        at=at,
        subject=subject,
        gist=gist_of(subject, facts, doing),
        card={name: found for name in CARD if (found := newest_facts(facts, name))},
        classes=classes,
        successors=inverse.predecessors.get(subject.id, ()),
        wholes=inverse.parts.get(subject.id, ()),
        aside=sorter.is_aside(classes),
        printed=printed,
        text="\n".join(map(squeeze, words)),
    )


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
