"""Grants: what a cost could be granted where rates and caps are printed, and whether it falls below a printed floor."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.ledger_store import Subject
from rag.account import RATE
from rag.arithmetic import bounds, taken
from rag.calculation import CAP, Calculator
from rag.draft import Draft
from rag.eligibility.situation import Situation
from rag.eligibility.vocabulary import Eligibility
from rag.grounding import ungrounded
from rag.types import Question

FLOOR = "下限額"
_FORWARD = "grant"  # the intent of one who asks what a cost is granted


@dataclass(frozen=True)
class Grants:
    """Calculates with the facts of one index."""

    calculator: Calculator
    vocabulary: Eligibility

    def floors(self, facts: Sequence[Fact], cost: int) -> list[Fact]:
        """The printed floors that a grant for ``cost`` yen cannot reach; none where a division has none or reaches it.

        A grant is at most the best printed rate of the cost, or the cost itself where no rate is printed.
        """
        cases: dict[frozenset[str], list[Fact]] = {}
        for fact in facts:
            if fact.attribute in (CAP, FLOOR) and fact.value.startswith("yen:"):
                cases.setdefault(_divisions(fact), []).append(fact)
        missed = []
        for divisions, sums in cases.items():
            floors = [fact for fact in sums if _floor(fact)]
            rates = [fact.value for fact in facts if fact.attribute == RATE and _divisions(fact) == divisions]
            best = max((taken(cost, rate) for rate in rates if "-" not in rate), default=cost)
            unreached = [fact for fact in floors if best < _floor(fact)]
            if not floors or len(unreached) < len(floors):
                return []
            missed += unreached
        return missed

    def calculated(self, subject: Subject, situation: Situation) -> Draft | None:
        """What the situation's cost is granted, a line a case; None where nothing is printed to calculate with."""
        if situation.cost is None:
            return None
        # In the words of a question, so that the divisions of an industry are met as they are in the chat.
        # Whether somebody is 小規模 decides between lines that are all shown: each says for whom it holds.
        industry = self.vocabulary.choice("industry", situation.industry)
        text = f"{subject.name} {industry.name}" if industry else subject.name
        question = Question(text, (), (), (), (), (subject,), amounts=(situation.cost,), intents=(_FORWARD,))
        draft = self.calculator.write(question)
        if draft is None or ungrounded(
            draft.text, draft.names, draft.citations, draft.workings, [f"yen:{situation.cost}"]
        ):
            return None
        return draft


def _divisions(fact: Fact) -> frozenset[str]:
    return frozenset(condition for condition in fact.conditions if ":" in condition)


def _floor(fact: Fact) -> int:
    """The least sum that the fact prints, 0 for none."""
    low, high = bounds(fact.value)
    return high if fact.attribute == FLOOR else low
