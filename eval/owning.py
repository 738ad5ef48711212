"""Whose figure it is that an answer tells: that of the programme asked for, or of another one (the gravest error)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from eval.evidence import gold_pages, gold_spans
from eval.given import GivenCitation
from eval.items import Item
from eval.reference import Reference
from eval.statements import StatedFigure
from eval.values import key_of, same
from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.ledger_store import Subject
from ingest.quantities import parse_quantities
from rag.subjects import names_of

TOLD_OF = frozenset(["money", "rate", "percent", "count", "duration"])
"""Kinds of figures that belong to a programme; years, dates and telephones are told beside them."""
_OWNERS = ("programme", "facility", "event", "strategy")


@dataclass(frozen=True)
class Owning:
    """Who owns which figure, by the facts and the names of a reference."""

    reference: Reference
    item: Item

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names of the item's programme, squeezed, longest first."""
        own = [name for subject in self._subjects for name in names_of(subject)]
        return tuple(sorted({squeeze(self.item.programme), *own} - {""}, key=len, reverse=True))

    def tells_another(self, told: Sequence[tuple[StatedFigure, Sequence[GivenCitation]]]) -> bool | None:
        """Whether figures of another programme are told as the answer; ``told``: each with its citations.

        One beside a figure of the right programme is told apart where its statement names its own programme.
        None where there are figures and nothing says whose they are.
        """
        found = [(figure, self.of_another(figure, cited)) for figure, cited in told]
        wrong = [figure for figure, another in found if another]
        if wrong and any(another is False for _, another in found):
            return not all(self._names_another(figure) for figure in wrong)
        return bool(wrong) or (None if found and all(another is None for _, another in found) else False)

    def of_another(self, figure: StatedFigure, cited: Sequence[GivenCitation]) -> bool | None:
        """Whether ``figure`` is another programme's, by the ``cited`` spans of its statement, else by its words.

        None where nothing says whose it is. A programme that the asker names, too, is none of the others.
        """
        family = self.family
        proving = [one for one in cited if any(same(q.canonical, figure.value) for q in parse_quantities(one.quote))]
        owners = {fact.programme for fact in self.proving(figure, proving)}
        if owners and family:
            return not owners & family
        if proving and not family:
            return bool(self.item.pages) and not {one.address for one in proving} & gold_pages(self.item)
        if not proving and family and not self._is_expected(figure):
            holders = self._holders(figure)
            if holders:
                return not holders & family
        named = self._named(figure)
        return not named & family if named and family else None

    @cached_property
    def family(self) -> frozenset[str]:
        """Ids of the item's programme, its parts and its whole, whom its evidence states and whom the asker names."""
        if not self._subjects:
            return frozenset()
        said = "\n".join([*self.item.turns, *(word for words in self.item.expect.strings for word in words)])
        asked = [one.id for one in self.reference.finder.find(said)]
        parts = self._closure(one.id for one in self._subjects)
        above = [one.id for one in self.reference.subjects if parts & set(one.parts)]
        return frozenset([*parts, *above, *asked, *self._evident()])

    def _names_another(self, figure: StatedFigure) -> bool:
        named = self._named(figure)
        return bool(named) and not named & self.family

    def _named(self, figure: StatedFigure) -> set[str]:
        return {one.id for one in self.reference.finder.find(figure.statement.whole) if one.kind in _OWNERS}

    def proving(self, figure: StatedFigure, cited: Sequence[GivenCitation]) -> list[Fact]:
        """The facts with the figure's value that stand in the ``cited`` spans."""
        return [
            fact
            for one in cited
            for fact in self.reference.facts_by_page.get(one.address, ())
            if fact.is_figure and fact.spans and same(fact.value, figure.value)
            if all(one.start <= start and end <= one.end for start, end in fact.spans)
        ]

    def _holders(self, figure: StatedFigure) -> set[str]:
        """Ids of the subjects that have the figure in a role that was asked for; of all roles where none was."""
        roles = {wanted.role for wanted in self.item.expect.figures}
        facts = self.reference.figures_by_value.get(key_of(figure.value), ())
        return {fact.programme for fact in facts if not roles or fact.attribute in roles}

    def _evident(self) -> set[str]:
        """Ids of the subjects of which the item's quotes state something."""
        quoted = [(where, span) for where, spans in gold_spans(self.item, self.reference.pages) for span in spans]
        return {
            fact.programme
            for address, (first, last) in quoted
            for fact in self.reference.facts_by_page.get(address, ())
            if any(first <= start and end <= last for start, end in fact.spans)
        }

    @cached_property
    def _subjects(self) -> list[Subject]:
        wanted = squeeze(self.item.programme)
        if not wanted:
            return []
        exact = [one for one in self.reference.subjects if wanted in map(squeeze, (*one.names, *one.aliases))]
        return exact or list(self.reference.finder.find(self.item.programme))

    def _closure(self, ids: Iterable[str]) -> set[str]:
        """``ids`` with the parts of those subjects, and theirs."""
        found: set[str] = set()
        open_ = set(ids)
        while open_:
            found |= open_
            known = [one for id_ in open_ if (one := self.reference.subject_by_id.get(id_))]
            open_ = {part for one in known for part in one.parts} - found
        return found

    def _is_expected(self, figure: StatedFigure) -> bool:
        return any(same(wanted.value, figure.value) for wanted in self.item.expect.figures)
