"""Leaving out: what holds beside a division that the question does not mean (「氷河期世代以外だといくら」)."""

from dataclasses import dataclass

from rag.circumstances import left_out
from rag.draft import Draft
from rag.lookup import LookUp
from rag.stating import Stater
from rag.types import Question


@dataclass(frozen=True)
class RestTeller:
    """Tells from one ledger; lines of the pages would speak of just what is left out."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """What is asked for, of all divisions but those left out; None where none is, or nothing is stated."""
        facts = [fact for one in question.subjects for fact in self.look_up.ledger.facts(one.id)]
        without = left_out(question, facts)
        found = self.look_up.find(question) if without else []
        told = [one for one in found if not any(without & set(fact.conditions) for fact in one.facts)]
        return self.stater.write(told) if told else None
