"""Places: where the branches of a body are, all that the ledger states of them."""

from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Ledger, Subject
from rag.draft import Draft, unmarked, year_of
from rag.stating import Stater, order_note
from rag.types import Question

_ATTRIBUTE = "所在地"
_INTENTS = frozenset(["list", "enumerate"])
_FEWEST = 2


@dataclass(frozen=True)
class PlaceTeller:
    """Tells the places of one index."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The branches of the body that the question names, each with its place; None where it asks for no list."""
        if _ATTRIBUTE not in question.attributes or not _INTENTS & set(question.intents):
            return None
        if len(question.subjects) != 1:
            return None
        subject = question.subjects[0]
        facts = self._places(question, subject)
        if len(facts) < _FEWEST:
            return None
        draft = Draft()
        draft.finish("\n".join([self._lead(draft, subject, facts[0]), *(self._line(draft, fact) for fact in facts)]))
        return draft

    def _places(self, question: Question, subject: Subject) -> list[Fact]:
        """The place of each branch, of the years asked for, else of the newest."""
        facts = [fact for one in subject.parts for fact in self.ledger.facts(one) if fact.attribute == _ATTRIBUTE]
        years = set(question.fiscal_years) or {max((fact.fiscal_year for fact in facts), default=0)}
        return [fact for fact in facts if fact.fiscal_year in years]

    def _lead(self, draft: Draft, subject: Subject, place: Fact) -> str:
        """What the lines are of, with marks where the page of the places names the body."""
        document = next(d for d in self.stater.index.store.documents() if d.id == place.document_id)
        own = (fact for fact in self.ledger.facts(subject.id) if fact.document_id == document.id)
        first = next((fact for fact in own if fact.page == place.page), None)
        owner = self.stater.owner(draft, first, document) if first else ""
        name = first.name if first else subject.name
        draft.names += [first.name] if first else []
        return f"{unmarked(narrow(name))}（{year_of(document)}の資料）の{_ATTRIBUTE}は、次のとおりです。{owner}"

    def _line(self, draft: Draft, fact: Fact) -> str:
        document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
        told = self.stater.told(draft, fact, document, "")
        called = unmarked(narrow(fact.item or fact.name))
        draft.names.append(fact.name)
        return f"・{called}：{told.value}{order_note(fact)}{told.marks}"
