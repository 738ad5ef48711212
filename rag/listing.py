"""Lists: all programmes that a page has under one heading, in the document's order, with what is asked of each."""

import re
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Subject
from rag.draft import Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.stating import Stater, order_note
from rag.types import Question

_INTENT = "list"
_KINDS = ("strategy",)
_LISTED = ("予算額", "区分")
_MARK = re.compile(r"\[\d+\]")
_AT_MOST = 25  # lines; an answer of more is no answer


@dataclass(frozen=True)
class Lister:
    """Lists the programmes under the subjects that group them."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The programmes under the strategy that the question names; None where it asks for no such list."""
        subject = next((one for one in question.subjects if one.kind in _KINDS), None)
        if _INTENT not in question.intents or subject is None:
            return None
        groups = self._groups(question, subject)
        if not 0 < len(groups) <= _AT_MOST:
            return None
        draft = Draft()
        facts = [facts for facts in groups.values() if facts]
        documents = {document.id: document for document in self.stater.index.store.documents()}
        document = documents[facts[0][0].document_id]
        owner = self.stater.owner(draft, self._heading(subject, facts[0][0]), document)
        lines = [self._line(draft, one) for one in facts]
        lead = f"{unmarked(narrow(subject.name))}（{year_of(document)}の資料）の事業は、次のとおりです。{owner}"
        draft.finish("\n".join([lead, *lines]))
        return draft

    def _groups(self, question: Question, subject: Subject) -> dict[str, list[Fact]]:
        """Programme -> its listed facts, on the pages of the subject of the newest year or that asked for."""
        facts = self.look_up.ledger.facts(subject.id)
        budgets = [fact for fact in facts if not question.fiscal_years or fact.fiscal_year in question.fiscal_years]
        pages = dict.fromkeys((fact.document_id, fact.page) for fact in budgets)
        groups: dict[str, list[Fact]] = {}
        for document_id, page in pages:
            for fact in self.look_up.ledger.page_facts(document_id, page):
                if fact.attribute in _LISTED and fact.programme != subject.id:
                    groups.setdefault(fact.programme, []).append(fact)
        tags = {squeezed(f.text) for group in groups.values() for f in group if f.attribute == "区分"}
        asked = {tag for tag in tags if tag in squeezed(question.text)}
        kept = {
            programme: group
            for programme, group in groups.items()
            if not asked or any(squeezed(fact.text) in asked for fact in group)
        }
        years = {fact.fiscal_year for group in kept.values() for fact in group}
        return kept if len(years) == 1 else {}

    def _heading(self, subject: Subject, near: Fact) -> Fact:
        """A fact of the subject on the page of ``near``, for the place of its name."""
        own = self.look_up.ledger.facts(subject.id)
        return next(f for f in own if (f.document_id, f.page) == (near.document_id, near.page))

    def _line(self, draft: Draft, facts: list[Fact]) -> str:
        document = next(d for d in self.stater.index.store.documents() if d.id == facts[0].document_id)
        draft.names.append(facts[0].name)
        owner = self.stater.owner(draft, facts[0], document)
        told = [self.stater.told(draft, fact, document, "") for fact in facts]
        said = dict.fromkeys(f"{one.value}{order_note(one.fact)}" for one in told)
        marks = dict.fromkeys(_MARK.findall("".join([owner, *(one.marks for one in told)])))
        return f"・{unmarked(narrow(facts[0].name))}（{'、'.join(said)}）{''.join(marks)}"
