"""Of which fiscal year a figure is told, and whether that is the year asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.evidence import meets_gold
from eval.given import GivenCitation
from eval.items import Item
from eval.reference import Reference
from eval.statements import StatedFigure
from ingest.facts import Fact
from ingest.quantities import parse_fiscal_years


@dataclass(frozen=True, slots=True)
class Dated:
    """The fiscal years of a figure: those that the words beside it say, those that its evidence proves, and those
    of the documents cited for it."""

    said: frozenset[int]
    proved: frozenset[int]
    documents: frozenset[int]

    @property
    def disagrees(self) -> bool:
        """Whether the words name other years than the evidence has."""
        real = self.proved | self.documents
        return bool(self.said and real) and not self.said & real

    @property
    def is_told(self) -> bool:
        """Whether the words say the year that the figure really is of."""
        return bool(self.said & self.proved)

    def is_of(self, years: frozenset[int]) -> bool:
        """Whether the figure is of one of ``years``; what no word and no citation dates may be of any."""
        known = self.proved or self.said
        return not known or bool(known & years)


def allowed_years(item: Item) -> frozenset[int]:
    """The fiscal years that an answer may be of: those of the item, else those that the asker named last."""
    asked = next(filter(None, map(parse_fiscal_years, reversed(item.turns))), ())
    return frozenset(item.fiscal_years or (int(year.canonical[3:]) for year in asked))


def dated(
    figure: StatedFigure, cited: Sequence[GivenCitation], proving: Iterable[Fact], item: Item, reference: Reference
) -> Dated:
    """The years of ``figure``; ``cited`` are its statement's citations, ``proving`` the facts that they prove.

    The evidence of an item is of the item's years, a fact of its own year, and any other span of its document's.
    A year that stands in the evidence is what the text is about (「2030年度までに」) and dates nothing.
    """
    told = {int(q.canonical[3:]) for q in parse_fiscal_years(figure.statement.whole)}
    content = {int(q.canonical[3:]) for one in cited for q in parse_fiscal_years(one.quote)}
    documents = frozenset(one.fiscal_year for one in cited)
    if any(meets_gold(item, one, reference.pages) for one in cited):
        proved = frozenset(item.fiscal_years)
    else:
        proved = frozenset(fact.fiscal_year for fact in proving)
    return Dated(frozenset(told - (content - documents)), proved or documents, documents)


def of_another_year(found: Sequence[Dated], years: frozenset[int]) -> bool | None:
    """Whether figures of another year are told as the answer; None where there are none, or any year will do.

    A figure of another year beside one of the right year is told apart where its words say its year.
    """
    if not years or not found:
        return None
    if any(one.disagrees for one in found):
        return True
    wrong = [one for one in found if not one.is_of(years)]
    return bool(wrong) and (len(wrong) == len(found) or not all(one.is_told for one in wrong))
