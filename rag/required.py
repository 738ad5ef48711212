"""Required shares: what a share of the whole cost that a programme requires (出資等 1/4以上) comes to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Ledger
from ingest.wording import render_money
from rag.draft import Draft, unmarked, year_of
from rag.matching import squeezed
from rag.stating import Stater, order_note
from rag.types import Question, Working

_ATTRIBUTE = "要件"
_INTENTS = frozenset(["how_much", "cost", "measure"])
# The whole of which it is a share.
_OF_COST = re.compile(r"(?:事業費|経費|費用|総額)[がはをでの]?(?:約)?[\d,.]+[万億千]*円")
_SHORTEST = 2  # letters of what is required


@dataclass(frozen=True)
class RequirementTeller:
    """Works out the requirements of one index."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The least that is required of the sum that is named; None where no one share of it is required."""
        if len(question.amounts) != 1 or not _INTENTS & set(question.intents):
            return None
        if not _OF_COST.search(squeezed(question.text)):
            return None
        required = self._required(question)
        return self._written(required[0], question.amounts[0]) if len(required) == 1 else None

    def _required(self, question: Question) -> list[Fact]:
        """The shares whose name the question says, of the programmes that it names, or of any."""
        text = squeezed(question.text)
        subjects = {subject.id for subject in question.subjects}
        return [
            fact
            for fact in self._shares(subjects)
            if len(name := squeezed(_called(fact)).removesuffix("等")) >= _SHORTEST and name in text
        ]

    def _shares(self, subjects: set[str]) -> Sequence[Fact]:
        return [
            fact
            for fact in self.ledger.all_facts()
            if fact.attribute == _ATTRIBUTE and fact.value.startswith("rate:") and fact.item
            if not subjects or fact.programme in subjects
        ]

    def _written(self, fact: Fact, amount: int) -> Draft | None:
        sum_ = Fraction(fact.value.removeprefix("rate:")) * amount
        if sum_.denominator != 1:
            return None
        draft = Draft()
        document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
        told = self.stater.told(draft, fact, document, "")
        owner = self.stater.owner(draft, fact, document)
        draft.names.append(fact.name)
        draft.workings.append(Working(f"yen:{amount}", "×", fact.value, f"yen:{sum_}"))
        name = f"{unmarked(narrow(fact.name))}（{year_of(document)}の資料）"
        said = f"{name}の{_ATTRIBUTE}「{_called(fact)}」は、{told.value}です。{order_note(fact)}{told.marks}"
        least = "以上" * fact.text.endswith("以上")
        step = f"{render_money(amount)}に対しては、{render_money(int(sum_))}{least}です。"
        draft.finish(f"{said}{owner * (owner not in told.marks)}\n{step}")
        return draft


def _called(fact: Fact) -> str:
    return unmarked(narrow(fact.item.split("›")[-1]))
