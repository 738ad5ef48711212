"""Finder: programmes that fit a situation told in the asker's own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Ledger, Subject
from rag.draft import Draft, unmarked, year_of
from rag.matching import holds
from rag.stating import Stater, order_note
from rag.types import Passage, Question
from rag.units import UnitRanker, Weights

AT_MOST = 3
_ENOUGH = 0.5  # share of a short situation that a programme's facts must hold
_MUCH = 4.5  # weight of held words that is enough of a long one: about two that few pages have
_NEAR = 0.7  # of the best one's score
_NEWEST = 0.15
_TELLING = ("内容", "対象者", "対象経費", "要件")
_SENTENCE = 130  # characters of a reason; what is longer is no reason but a list


@dataclass(frozen=True, slots=True)
class _Fit:
    subject: Subject
    reason: Fact
    score: float


@dataclass(frozen=True)
class Finder:
    """Finds programmes among the subjects whose pages a search found."""

    ledger: Ledger
    ranker: UnitRanker
    stater: Stater

    def write(self, question: Question, passages: Sequence[Passage]) -> Draft | None:
        """Up to three programmes with why each fits; None where the question seeks none or none fits."""
        if "find" not in question.intents or not question.topic or (question.subjects and question.attributes):
            return None
        fits = self._fits(question, passages)
        if not fits:
            return None
        documents = {document.id: document for document in self.stater.index.store.documents()}
        draft = Draft()
        lines = []
        for fit in fits:
            document = documents[fit.reason.document_id]
            told = self.stater.told(draft, fit.reason, document, "")
            owner = self.stater.owner(draft, fit.reason, document)
            draft.names.append(fit.reason.name)
            marks = told.marks + owner * (owner not in told.marks)
            name = unmarked(narrow(fit.reason.name))
            lines.append(f"・{name}（{year_of(document)}の資料）：{told.value}{order_note(fit.reason)}{marks}")
        lead = "次の支援が当てはまる可能性があります。"
        tail = "対象になるかどうかは、それぞれの要件を窓口でお確かめください。"
        draft.finish("\n".join([lead, *lines, tail]))
        return draft

    def _fits(self, question: Question, passages: Sequence[Passage]) -> list[_Fit]:
        weights = self.ranker.weights(question)
        newest = max((passage.chunk.fiscal_year for passage in passages), default=0)
        owned: dict[str, list[Fact]] = {}
        for document_id, page in dict.fromkeys((p.chunk.document_id, p.chunk.page) for p in passages):
            for fact in self.ledger.page_facts(document_id, page):
                owned.setdefault(fact.programme, []).append(fact)
        fits = []
        for id_, facts in owned.items():
            subject = self.ledger.subject(id_)
            if subject is not None and subject.kind == "programme" and (fit := _fit(subject, facts, weights, newest)):
                fits.append(fit)
        fits.sort(key=lambda fit: (-round(fit.score, 9), fit.subject.id))
        return [fit for fit in fits if fit.score >= _NEAR * fits[0].score][:AT_MOST]


def _fit(subject: Subject, facts: list[Fact], weights: Weights, newest: int) -> _Fit | None:
    if all(fact.attribute == "内容" for fact in facts):  # a heading of a talk, no programme
        return None
    telling = [fact for fact in facts if fact.attribute in _TELLING and 8 <= len(fact.text) <= _SENTENCE]
    if not telling:
        return None
    profile = "\n".join([*subject.names, *(f"{fact.item} {fact.text}" for fact in facts)])
    held = _weight(weights, profile)
    if held < min(_MUCH, _ENOUGH * sum(weights.values())):
        return None
    reason = max(telling, key=lambda fact: (round(_weight(weights, fact.text), 6), len(fact.text)))
    year = max(fact.fiscal_year for fact in facts)
    score = held + 0.5 * _weight(weights, "\n".join(subject.names)) + 0.3 * _weight(weights, reason.text)
    return _Fit(subject, reason, score * (1 + _NEWEST * (year == newest)))


def _weight(weights: Weights, text: str) -> float:
    return sum(weight for term, weight in weights.items() if holds(term, text))
