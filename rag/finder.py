"""Finder: programmes that fit a situation told in the asker's own words."""

from dataclasses import dataclass, replace

from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.ledger_store import Ledger, Subject
from rag.describing import Describer
from rag.draft import Draft, unmarked, year_of
from rag.matching import holds
from rag.stating import Stater, order_note
from rag.types import Question
from rag.signals import Weights
from rag.units import UnitRanker

AT_MOST = 3
_ENOUGH = 0.1  # share of the situation that the best one must hold
_SURE = 0.3  # the same for somebody who did not say that she seeks something
_NEAR = 0.75  # of the best one's share
_LOOKED_AT = 12  # of the ranked subjects
_NEWEST = 1.15
_MEASURE = "measure"  # the intent of one who wants a figure and no programme
_KINDS = ("programme", "organisation", "facility")
_TELLING = ("内容", "対象者", "対象経費", "要件")
_SHORT, _SENTENCE = 8, 130  # characters of a reason; what is longer is no reason but a list


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
    describer: Describer
    stater: Stater

    def write(self, question: Question, sure: bool = False) -> Draft | None:
        """Up to three programmes with why each fits; None where the question seeks none or none fits.

        ``sure``: also where the question does not say that it seeks something, if one fits well.
        """
        seeks = "find" in question.intents
        if not (seeks or sure) or not question.topic or question.subjects or _MEASURE in question.intents:
            return None
        fits = self._fits(question, _ENOUGH if seeks else _SURE)
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

    def _fits(self, question: Question, enough: float) -> list[_Fit]:
        whole = replace(question, attributes=(), topic=tuple(replace(term, aside=False) for term in question.topic))
        newest = max((fact.fiscal_year for fact in self.ledger.all_facts()), default=0)
        ranked = [pair for pair in self.describer.ranked(whole, families=True) if pair[1].kind in _KINDS]
        if question.said:  # others than those that were said
            ranked = [pair for pair in ranked if not any(squeeze(pair[1].name) in text for text in question.said)]
        weights = self.ranker.weights(whole)
        near = [(share, subject) for share, subject in ranked[:_LOOKED_AT] if share >= enough]
        fits = [fit for share, subject in near if (fit := self._fit(subject, share, weights))]
        fits = [replace(fit, score=fit.score * (_NEWEST if fit.reason.fiscal_year == newest else 1)) for fit in fits]
        fits.sort(key=lambda fit: -round(fit.score, 9))
        return _apart([fit for fit in fits if fit.score >= _NEAR * fits[0].score])[:AT_MOST]

    def _fit(self, subject: Subject, share: float, weights: Weights) -> _Fit | None:
        own = self.ledger.facts(subject.id)
        if not subject.aliases and all(fact.attribute == "内容" for fact in own):  # a heading of a talk, no programme
            return None
        year = max((fact.fiscal_year for fact in own), default=0)
        telling = [f for f in own if f.fiscal_year == year and f.attribute in _TELLING and len(f.text) >= _SHORT]
        telling = [fact for fact in telling if len(fact.text) <= _SENTENCE] or telling[:1]
        if not telling:
            return None
        reason = max(telling, key=lambda fact: (round(_weight(weights, fact.text), 6), len(fact.text)))
        return _Fit(subject, reason, share)


def _apart(fits: list[_Fit]) -> list[_Fit]:
    """Without parts of a subject that is said already, or a whole of which a part is."""
    kept: list[_Fit] = []
    for fit in fits:
        related = (fit.subject.id in other.subject.parts or other.subject.id in fit.subject.parts for other in kept)
        if not any(related):
            kept.append(fit)
    return kept


def _weight(weights: Weights, text: str) -> float:
    return sum(weight for term, weight in weights.items() if holds(term, text))
