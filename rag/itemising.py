"""Itemising: what the ledger states of a subject under one heading of its row or sheet, as a list."""

from dataclasses import dataclass

from ingest.facts import Fact
from ingest.ledger_store import Subject
from rag.draft import Draft
from rag.lookup import Found, LookUp
from rag.matching import squeezed
from rag.stating import Stater
from rag.types import Question

_INTENTS = frozenset(["list", "enumerate", "count"])
_CONTENT = "内容"
_FEWEST, _AT_MOST = 2, 15
_ITEM = 3  # letters of a heading that a question names


@dataclass(frozen=True)
class Itemiser:
    """Lists from one ledger."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """What stands under the heading that the question names of its subject; None where it names none."""
        if not _INTENTS & set(question.intents) or question.attributes:
            return None
        for subject in question.subjects:
            facts = self._under(question, subject)
            if _FEWEST <= len(facts) <= _AT_MOST:
                return self.stater.write([Found(subject, facts[0].item.split("›")[-1], tuple(facts), 1.0)])
        return None

    def _under(self, question: Question, subject: Subject) -> list[Fact]:
        text = squeezed(question.text)
        facts = [fact for fact in self.look_up.ledger.facts(subject.id) if fact.attribute == _CONTENT and fact.item]
        named = [f for f in facts if len(item := squeezed(f.item.split("›")[-1])) >= _ITEM and item in text]
        years = set(question.fiscal_years) or {max((fact.fiscal_year for fact in named), default=0)}
        named = [fact for fact in named if fact.fiscal_year in years]
        return [fact for fact in named if fact.item == named[0].item and fact.page == named[0].page]
