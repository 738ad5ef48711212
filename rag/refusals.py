"""Refusals: why there is no answer, the nearest that the documents have, and a window to ask, cited."""

from dataclasses import dataclass

from ingest.eras import year_label
from ingest.fold import narrow, squeeze
from ingest.index import Index
from rag.draft import Draft, unmarked
from rag.limits import TALK_TEXTS, TEXTS, limit_of, talk_of
from rag.stating import Stater
from rag.types import Question, Reason

UNCLEAR = "どの事業や支援についてのご質問でしょうか。事業の名前や、したいことを教えてください。"
_WINDOW = "電話"


@dataclass(frozen=True)
class Refuser:
    """Words refusals over one index."""

    index: Index
    stater: Stater

    def limit(self, question: Question) -> tuple[Reason, Draft] | None:
        """The reason and text where the question asks for what no document of this kind has."""
        if talk := talk_of(question):
            return "out_of_scope", _plain(TALK_TEXTS[talk])
        reason = limit_of(question)
        return (reason, self._with_window(TEXTS[reason], reason)) if reason else None

    def other_year(self, question: Question) -> Draft | None:
        """That the asked attribute of the named subject is stated for other years only; None where it is not so."""
        if not question.fiscal_years or not question.subjects or not question.attributes:
            return None
        subject = question.subjects[0]
        facts = [f for f in self.index.store.ledger.facts(subject.id) if f.attribute in question.attributes]
        years = sorted({fact.fiscal_year for fact in facts})
        if not years or set(years) & set(question.fiscal_years):
            return None
        asked = "・".join(year_label(year) for year in question.fiscal_years)
        attribute = next(fact.attribute for fact in facts if fact.fiscal_year == years[-1])
        return _plain(f"{asked}の{attribute}の記載は、資料の中に見つかりませんでした。ほかの年度のものは載っています。")

    def untied(self, question: Question) -> Draft | None:
        """That amounts stand near the named subject, none of which the page ties to it; None where it is not so."""
        if not question.subjects or not {"予算額", "助成限度額"} & set(question.attributes):
            return None
        names = [squeeze(name) for name in question.subjects[0].names]
        store = self.index.store
        if any(fact.attribute in question.attributes for fact in store.ledger.facts(question.subjects[0].id)):
            return None
        for document in store.documents():
            if question.fiscal_years and document.fiscal_year not in question.fiscal_years:
                continue
            for page in range(1, document.pages + 1):
                blocks = store.page_blocks(document.id, page)
                named = any(name in squeeze(block.text) for block in blocks for name in names)
                if named and any(block.tied == "untied" for block in blocks):
                    return self._with_window(TEXTS["untied"], "untied")
        return None

    def _with_window(self, text: str, reason: Reason) -> Draft:
        """``text`` with the telephone number that the documents print for questions, where they print one."""
        draft = Draft()
        facts = [fact for fact in self.index.store.ledger.all_facts() if fact.attribute == _WINDOW]
        if not facts or reason in ("out_of_scope", "national_programme", "other_prefecture"):
            draft.finish(text)
            return draft
        fact = facts[0]
        document = next(d for d in self.index.store.documents() if d.id == fact.document_id)
        told, owner = self.stater.told(draft, fact, document, ""), self.stater.owner(draft, fact, document)
        draft.names.append(fact.name)
        marks = told.marks + owner * (owner not in told.marks)
        draft.finish(f"{text}\n・相談先：{unmarked(narrow(fact.name))}（電話 {told.value}）{marks}")
        return draft


def _plain(text: str) -> Draft:
    draft = Draft()
    draft.finish(text)
    return draft
