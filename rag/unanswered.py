"""Unanswered: what is said where nothing answers — why, what may fit all the same, the nearest line, a window."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from ingest.eras import year_label
from ingest.lexicon import Lexicon
from rag.asked import asks_which_place
from rag.draft import Draft
from rag.finder import Finder
from rag.fitting import fit
from rag.proposing import Proposer
from rag.proving import Prover, answer_of
from rag.refusals import Refuser
from rag.signals import quantities
from rag.types import Answer, Question, Reason
from rag.units import Unit

_NEAR = 0.3  # share of a situation that a line must hold to be shown as the nearest to it


@dataclass(frozen=True)
class Unanswered:
    """Writes what takes the place of an answer.

    ``years``: of the documents, in order; ``covered``: those and the years of which they state something.
    """

    lexicon: Lexicon
    refuser: Refuser
    proposer: Proposer
    finder: Finder
    prover: Prover
    years: tuple[int, ...]
    covered: Set[int]

    def write(self, question: Question, units: Sequence[Unit], reason: Reason) -> Answer:
        """The year, a figure without an owner; else what may fit, or the nearest of ``units``."""
        if (untied := self.refuser.untied(question)) and self.prover.holds(untied):
            return answer_of("not_found", "untied", untied.text, untied, by=self.refuser)
        if other := self.refuser.other_year(question):  # it says nothing but the year that was asked for
            return answer_of("not_found", "other_year", other.text, other, by=self.refuser)
        unknown = [year for year in question.fiscal_years if year not in self.covered]
        if unknown:
            return self._no_such_year(unknown[0])
        if (proposed := self.proposer.write(question)) and self.prover.holds(proposed):
            return answer_of("answered", None, proposed.text, proposed, by=self.proposer)
        if (fitting := self.finder.write(question, sure=True)) and self.prover.holds(fitting):
            return answer_of("answered", None, fitting.text, fitting, by=self.finder)
        return self._nearest(question, units, reason)

    def of_a_stranger(self, question: Question) -> Answer:
        """The refusal of who names a programme that no document knows, with whom to ask; no other programme is near."""
        text = "ご質問にある名前の事業は、資料の中に見つかりませんでした。"
        window = self._with_window(question, text)
        return answer_of("not_found", "not_in_documents", window.text if window else text, window, by=self.refuser)

    def _no_such_year(self, year: int) -> Answer:
        known = "、".join(year_label(one) for one in self.years)
        return answer_of(
            "not_found",
            "other_year",
            f"{year_label(year)}の資料はありません。お答えできるのは、{known}の資料に書かれていることです。",
        )

    def _nearest(self, question: Question, units: Sequence[Unit], reason: Reason) -> Answer:
        """A refusal with the nearest of ``units``, or a window, or nothing."""
        years = "・".join(year_label(year) for year in question.fiscal_years)
        about = f"{years}について、" if years else ""
        text = f"{about}ご質問にお答えできる記載は、資料の中に見つかりませんでした。"
        seeks = self.finder.seeks(question)
        least = _NEAR if seeks else 0.0
        fitting = (unit for unit in units if not self._is_of_another_sum(question, unit))
        if question.attributes:  # a figure of something else is not near to what is asked for
            fitting = (unit for unit in fitting if unit.coverage >= _NEAR or not unit.signals.figure)
        able = () if asks_which_place(question) else fitting
        near = next((unit for unit in able if unit.coverage > least and unit.block.headings), None)
        draft = self.prover.of_units([near]) if near else None
        if seeks and draft is None and (window := self._with_window(question, text)):
            return answer_of("not_found", reason, window.text, window, by=self.refuser)
        if draft is None:
            return answer_of("not_found", reason, text, by="nothing")
        return answer_of("not_found", reason, f"{text}近い記載は次のとおりです。\n・{draft.text}", draft, by="nearest")

    def _with_window(self, question: Question, text: str) -> Draft | None:
        """The refusal of one who seeks support, with whom to ask; None where nobody is printed."""
        draft = Draft()
        line = self.refuser.window(draft, question)
        draft.finish(f"{text}\n{line}")
        return draft if line and self.prover.holds(draft) else None

    def _is_of_another_sum(self, question: Question, unit: Unit) -> bool:
        """Whether a line states a sum that is not the one asked for: a cap is not near to a budget."""
        sums = [one for one in self.lexicon.attributes if one.name in question.attributes and one.kind == "money"]
        money = any(quantity.kind == "money" for quantity in quantities(unit.block.text))
        return bool(sums) and money and not any(fit(unit.block, one, self.lexicon) for one in sums)
