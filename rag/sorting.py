"""Sorting subjects into classes by what the documents say of them, the proof of each class kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.classes import CONDITION, DETAIL, HEADING, ITEM, KIND, NAME, SECTION, Facet, Proof, Wording, proof_of
from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.ledger_store import Subject
from ingest.registry import is_of_heading, name_key
from ingest.store import Store

STRATEGY = "strategy"
"""The facet of strategies, which are subjects of the ledger: their headings stand above the facts of others."""
_CONTENT = "内容"


@dataclass(frozen=True, slots=True)
class Membership:
    """A class of a subject and its proof; ``fact`` is the one that says the word, or under whose heading it stands.

    ``text`` is the wording that holds the word. A name needs no fact.
    """

    id: str
    proof: Proof
    text: str
    fact: Fact | None


@dataclass(frozen=True)
class Sorter:
    """Gives subjects their classes. ``headings``: those above a fact; ``strategies``: name -> id."""

    facets: Sequence[Facet]
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
            place = DETAIL if fact.item and fact.attribute == _CONTENT else fact.attribute
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


def headings_of(store: Store) -> Callable[[Fact], tuple[str, ...]]:
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


def strategies_of(subjects: Iterable[Subject]) -> dict[str, str]:
    named = [one for one in subjects if one.kind == STRATEGY]
    return {name_key(name): one.id for one in named for name in (*one.names, *one.aliases)}
