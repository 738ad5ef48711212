"""Refusals: why there is no answer, the nearest that the documents have, and a window to ask, cited."""

from dataclasses import dataclass
from functools import cached_property

from ingest.eras import year_label
from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.index import Index
from ingest.ledger_store import Subject
from ingest.quantities import parse_quantities
from ingest.store import DocumentSummary
from rag.draft import Draft, unmarked, year_of
from rag.limits import TALK_TEXTS, TEXTS, limit_of, talk_of
from rag.stating import Stater
from rag.types import Question, Reason

UNCLEAR = "どの事業や支援についてのご質問でしょうか。事業の名前や、したいことを教えてください。"
_WINDOW, _RUNS = "電話", "実施主体"
_WITHOUT_WINDOW: tuple[Reason, ...] = ("out_of_scope", "national_programme", "other_prefecture")
_NEAR: dict[Reason, tuple[str, ...]] = {"deadline": ("日付", "期間"), "definition": ("対象者", "要件")}
"""Attributes that come near to what a limit keeps from being answered, the nearest first."""
_SHORT = 80  # characters of a fact that is said as the nearest
_APPLYING = ("申請", "申込", "申し込", "応募", "募集", "受付", "公募", "締切", "締め切", "期限", "エントリー")


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
        if reason is None or (reason == "deadline" and self._states_dates(question)):
            return None
        return reason, self._refused(question, reason)

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
        facts = store.ledger.facts(question.subjects[0].id)
        stated = {fact.fiscal_year for fact in facts if fact.attribute in question.attributes}
        if stated & set(question.fiscal_years) or (stated and not question.fiscal_years):
            return None
        for document in store.documents():
            if question.fiscal_years and document.fiscal_year not in question.fiscal_years:
                continue
            for page in range(1, document.pages + 1):
                blocks = store.page_blocks(document.id, page)
                named = any(name in squeeze(block.text) for block in blocks for name in names)
                if named and any(block.tied == "untied" and _has_sum(block.text) for block in blocks):
                    return self._refused(question, "untied")
        return None

    def of_nobody(self, question: Question) -> Draft | None:
        """That a sum of the question is printed, and the page ties it to nobody; None where it is not so."""
        sums = {f"yen:{amount}" for amount in question.amounts}
        loose = {(year, value) for year, value in self._loose_sums if value in sums}
        years = set(question.fiscal_years)
        return self._refused(question, "untied") if any(not years or year in years for year, _ in loose) else None

    @cached_property
    def _loose_sums(self) -> frozenset[tuple[int, str]]:
        """The sums that the pages print without an owner, and none with one, each with its document's fiscal year."""
        store = self.index.store
        pages = ((document, page) for document in store.documents() for page in range(1, document.pages + 1))
        loose = {
            (document.fiscal_year, quantity.canonical)
            for document, page in pages
            for block in store.page_blocks(document.id, page)
            if block.tied == "untied"
            for quantity in parse_quantities(block.text)
        }
        owned = {fact.value for fact in store.ledger.all_facts()}
        return frozenset((year, value) for year, value in loose if value not in owned)

    def _states_dates(self, question: Question) -> bool:
        """Whether the named subject's own sheet has a deadline: an event's dates, or a key that says so."""
        applying = any(word in squeeze(question.text) for word in _APPLYING)
        for subject in question.subjects[:1]:
            dated = [fact for fact in self._facts(subject) if fact.attribute in ("日付", "期間")]
            if not applying and any(fact.attribute == "日付" for fact in dated):
                return True
            if applying and any(self._key(fact) and any(w in self._key(fact) for w in _APPLYING) for fact in dated):
                return True
        return False

    def _key(self, fact: Fact) -> str:
        """The key of the fact's row as its page prints it, squeezed."""
        page = self.index.store.page(fact.document_id, fact.page)
        return squeeze("".join(page.text[start:end] for start, end in fact.key_spans)) if page else ""

    def _refused(self, question: Question, reason: Reason) -> Draft:
        """The reason, what the documents have that comes nearest, and a window to ask, each cited."""
        draft = Draft()
        lines = [TEXTS[reason]]
        if (near := self._near(question, reason)) is not None:
            lines.append(f"・資料にある近い記載：{self._told(draft, near)}")
        if reason not in _WITHOUT_WINDOW:
            lines.append(self.window(draft, question))
        draft.finish("\n".join(filter(None, lines)))
        return draft

    def window(self, draft: Draft, question: Question) -> str:
        """The line that says where to ask instead; "" where the documents print no number."""
        if (window := self._window(question)) is None:
            return ""
        name = unmarked(narrow(window.name))
        return f"・相談先：{name}（電話 {self._value(draft, window)}）{self._marks(draft, window)}"

    def _near(self, question: Question, reason: Reason) -> Fact | None:
        """A fact of the named subject that is of the kind of what was asked."""
        wanted = _NEAR.get(reason, ())
        facts = [fact for one in question.subjects[:1] for fact in self._facts(one) if fact.attribute in wanted]
        newest = max((fact.fiscal_year for fact in facts), default=0)
        years = set(question.fiscal_years) or {newest}
        kept = [
            fact for fact in facts if fact.fiscal_year in years and not fact.conditions and len(fact.text) <= _SHORT
        ]
        return min(kept, key=lambda fact: wanted.index(fact.attribute), default=None)

    def _window(self, question: Question) -> Fact | None:
        """The telephone number of the subject itself, else of the body that runs it, else the first that is printed."""
        for subject in question.subjects[:1]:
            own = [fact for fact in self._facts(subject) if fact.attribute == _WINDOW]
            runs = "\n".join(squeeze(fact.text) for fact in self._facts(subject) if fact.attribute == _RUNS)
            of_runner = [fact for fact in self._windows if runs and squeeze(fact.name) in runs]
            if found := (*own, *of_runner):
                return found[0]
        return self._windows[0] if self._windows else None

    @cached_property
    def _windows(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.index.store.ledger.all_facts() if fact.attribute == _WINDOW)

    def _facts(self, subject: Subject) -> list[Fact]:
        return self.index.store.ledger.facts(subject.id)

    def _told(self, draft: Draft, fact: Fact) -> str:
        name = unmarked(narrow(fact.name))
        document = self._document(fact)
        said = f"{name}（{year_of(document)}の資料）の{fact.attribute}は、{self._value(draft, fact)}です。"
        return f"{said}{self._marks(draft, fact)}"

    def _value(self, draft: Draft, fact: Fact) -> str:
        return self.stater.told(draft, fact, self._document(fact), "").value

    def _marks(self, draft: Draft, fact: Fact) -> str:
        document = self._document(fact)
        told, owner = self.stater.told(draft, fact, document, ""), self.stater.owner(draft, fact, document)
        draft.names.append(narrow(fact.name))
        return told.marks + owner * (owner not in told.marks)

    def _document(self, fact: Fact) -> DocumentSummary:
        return next(one for one in self.index.store.documents() if one.id == fact.document_id)


def _has_sum(text: str) -> bool:
    return any(quantity.kind == "money" for quantity in parse_quantities(text))


def _plain(text: str) -> Draft:
    draft = Draft()
    draft.finish(text)
    return draft
