"""Finder: programmes that fit a situation told in the asker's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.fold import narrow, squeeze
from ingest.ledger_store import Ledger, Subject
from ingest.store import DocumentSummary
from ingest.types import Block
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.headings import heading_spans
from rag.stating import Stater
from rag.subjects import SubjectFinder
from rag.types import Question
from rag.units import Unit

AT_MOST = 3
_LIKELY = 1.6  # score of the best line from which a programme is named to one who seeks one
_SURE = 2.5  # the same for somebody who did not say that she seeks something
_HELD, _HELD_SURE = 0.2, 0.5  # share of the situation that the best line must hold with its headings
_NEAR = 1.4  # a further programme's best line must come this near to the first one's score
_TALK = 2.0  # less for the heading of a talk, which announces programmes and is none
_ASIDE = ("費用", "時間", "日付", "期間")  # 「費用も見てくれる支援」 seeks a programme all the same
_KINDS = ("programme", "organisation", "facility")
_MEASURE = "measure"  # the intent of one who wants a figure and no programme
_SHORT, _LONG = 12, 130  # characters of a reason; what is longer is no reason but a list


@dataclass(frozen=True, slots=True)
class _Fit:
    subject: Subject
    reason: Unit
    score: float


@dataclass(frozen=True)
class Finder:
    """Finds programmes by the lines that a search found on their pages."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question, units: Sequence[Unit], sure: bool = False) -> Draft | None:
        """Up to three programmes with why each fits; None where the question seeks none or none fits.

        ``sure``: also where the question does not say that it seeks something, if one fits well.
        """
        seeks = not _is_specific(question) and bool({"find", "seek"} & set(question.intents))
        if not (seeks or (sure and not _is_specific(question))) or not question.topic or question.subjects:
            return None
        if _MEASURE in question.intents or set(question.attributes) - set(_ASIDE):
            return None
        likely, held = (_LIKELY, _HELD) if seeks else (_SURE, _HELD_SURE)
        fits = self._fits(question, units)
        if not fits or fits[0].score < likely or fits[0].reason.signals.led < held:
            return None
        documents = {document.id: document for document in self.stater.index.store.documents()}
        draft = Draft()
        near = [fit for fit in fits if fit.score >= fits[0].score - _NEAR]
        lines = [self._line(draft, fit, documents[fit.reason.block.document_id]) for fit in near[:AT_MOST]]
        lead = "次の支援が当てはまる可能性があります。"
        tail = "対象になるかどうかは、それぞれの要件を窓口でお確かめください。"
        draft.finish("\n".join([lead, *lines, tail]))
        return draft

    def _fits(self, question: Question, units: Sequence[Unit]) -> list[_Fit]:
        """The programmes of the newest documents under whose names the lines stand, best first."""
        newest = max((unit.fiscal_year for unit in units), default=0)
        fits: dict[str, _Fit] = {}
        for unit in units:
            of_year = unit.fiscal_year == newest or bool(question.fiscal_years)
            for subject in self._owners(unit.block)[:1] if of_year else ():
                held = fits.get(subject.id)
                if held is None or _tells_better(unit, held.reason):
                    score = held.score if held else unit.score - _TALK * self._is_talk(subject)
                    fits[subject.id] = _Fit(subject, unit, score)
        others = [fit for fit in fits.values() if not _is_said(fit.subject, question.said)]
        return _apart(sorted(others, key=lambda fit: -round(fit.score, 9)))

    def _is_talk(self, subject: Subject) -> bool:
        return not subject.aliases and all(fact.attribute == "内容" for fact in self.ledger.facts(subject.id))

    def _owners(self, block: Block) -> list[Subject]:
        """The programmes that the headings of a line name, the outermost first, headings of talks last."""
        named = [s for heading in block.headings for s in self._subjects.find(heading) if s.kind in _KINDS]
        return sorted(named, key=self._is_talk)

    @cached_property
    def _subjects(self) -> SubjectFinder:
        return SubjectFinder(tuple(self.ledger.subjects()))

    def _line(self, draft: Draft, fit: _Fit, document: DocumentSummary) -> str:
        block = fit.reason.block
        page = self.stater.index.store.page(block.document_id, block.page)
        assert page is not None
        at = next(n for n, heading in enumerate(block.headings) if fit.subject in self._subjects.find(heading))
        name, inner = block.headings[at], block.headings[at + 1 :][-1:]
        blocks = self.stater.index.store.page_blocks(block.document_id, block.page)
        above = (span for heading in (name, *inner) for span in heading_spans(blocks, block, heading))
        spans = [*block.spans, *above]
        marks = "".join(dict.fromkeys(draft.cite(document, page.text, block.page, span) for span in spans))
        said = "：".join(unmarked(narrow(text)) for text in (*inner, block.text))
        note = ORDER_NOTE * (block.tied == "order")
        return f"・{unmarked(narrow(name))}（{year_of(document)}の資料）：{said}{note}{marks}"


def _is_said(subject: Subject, answers: Sequence[str]) -> bool:
    """Whether an answer named the subject already, where others are wanted."""
    return any(squeeze(name) in answer for name in subject.names for answer in answers)


def _is_specific(question: Question) -> bool:
    """Whether one thing is asked of what is known, and no programme is sought."""
    return bool({"specific", "list"} & set(question.intents)) and "seek" not in question.intents


def _tells(unit: Unit) -> bool:
    return _SHORT <= len(unit.block.text) <= _LONG and unit.block.kind != "heading"


def _tells_better(unit: Unit, held: Unit) -> bool:
    return _tells(unit) and not _tells(held) and unit.score >= held.score - _NEAR


def _apart(fits: list[_Fit]) -> list[_Fit]:
    """Without parts of a subject that is said already, or a whole of which a part is."""
    kept: list[_Fit] = []
    for fit in fits:
        related = (fit.subject.id in other.subject.parts or other.subject.id in fit.subject.parts for other in kept)
        if not any(related):
            kept.append(fit)
    return kept
