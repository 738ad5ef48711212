"""Tagging: whether a programme is new or expanded, and which parts of it are, where its line says so of those alone."""

from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from rag.circumstances import named_divisions
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.entries import EntryWriter
from rag.groups import TAG, Entry, Grouper
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.types import Question

_INTENT = "tagged"


@dataclass(frozen=True)
class Tagger:
    """Reads the tags of one index."""

    grouper: Grouper
    entries: EntryWriter
    look_up: LookUp

    def write(self, question: Question) -> Draft | None:
        """The tag, the budget and the tagged parts of the one programme named; None where its tag is not asked for."""
        if _INTENT not in question.intents or len(question.subjects) != 1:
            return None
        if named_divisions(question, self.look_up.ledger.facts(question.subjects[0].id)):
            return None  # 「受託サービス区分は」 asks about a division
        entry = self.grouper.entry(question.subjects[0], question)
        if entry is None or entry.budget is None:
            return None
        facts = self.look_up.ledger.page_facts(entry.block.document_id, entry.block.page)
        parts = [fact for fact in facts if fact.attribute == TAG and fact != entry.tag and _in_line(fact, entry)]
        parts = [fact for fact in parts if fact.programme != entry.subject.id]
        return self._written(entry, parts) if parts or entry.tag else None

    def _written(self, entry: Entry, parts: list[Fact]) -> Draft:
        draft = Draft()
        assert entry.budget is not None
        name, year = unmarked(narrow(entry.name)), year_of(self.entries.document(entry))
        draft.names += [entry.name, *(fact.name for fact in parts)]
        tag = squeezed(entry.tag.text) if entry.tag else ""
        note = ORDER_NOTE * (entry.block.tied == "order")
        whole = f"区分は{tag}、" if tag else ""
        text = f"{name}（{year}の資料）の{whole}予算額は、{unmarked(narrow(entry.budget.text))}です。{note}"
        if parts:
            told = "、".join(f"{unmarked(narrow(fact.name))}（{squeezed(fact.text)}）" for fact in parts)
            text += f"{'' if tag else 'この事業そのものに新規などの印はなく、'}内訳に印があるのは、{told}です。"
        draft.finish(f"{text}{self.entries.marks(draft, entry)}")
        return draft


def _in_line(fact: Fact, entry: Entry) -> bool:
    return all(any(start <= s and e <= end for start, end in entry.block.spans) for s, e in fact.spans)
