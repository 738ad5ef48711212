"""Calculation: what a cost is granted under each rate and cap of a programme, and the other way round.

Every step is a ``Working`` that the grounding check does again; every operand is cited or was stated by
the asker. Where the question leaves a condition open, each case is given.
"""

import re
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.ledger_store import Subject
from ingest.store import DocumentSummary
from ingest.wording import render_money
from rag.arithmetic import bounds, needed, taken
from rag.circumstances import in_divisions, own
from rag.comparison import condition_text
from rag.draft import Draft, year_of
from rag.lookup import LookUp
from rag.stating import Stater
from rag.types import Question, Working

RATE, CAP = "助成率", "助成限度額"
_FORWARD = ("grant", "share")
_OPENS = re.compile(r"[^（()）。、]{0,4}[（(][^（()）。、]{0,6}")


@dataclass(frozen=True)
class Calculator:
    """Calculates with the facts of one index."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The calculation that the question asks for; None where it asks for none or a fact is missing."""
        if len(question.amounts) != 1 or not question.subjects or not question.intents:
            return None
        backward = "cost" in question.intents
        if not backward and not any(intent in question.intents for intent in _FORWARD):
            return None
        subject = question.subjects[0]
        rates = [fact for fact in self.look_up.facts(question, subject, RATE, strict=False) if _is_single(fact)]
        return self._written(question, subject, rates, backward) if rates else None

    def _written(self, question: Question, subject: Subject, rates: list[Fact], backward: bool) -> Draft | None:
        documents = {document.id: document for document in self.stater.index.store.documents()}
        document = documents[rates[0].document_id]
        facts = self.look_up.ledger.facts(subject.id)
        draft = Draft()
        cases = [
            _Case(draft, self.stater, document, rate, cap)
            for rate in rates
            for cap in self._caps(question, rate, facts) or (None,)
            if self._bracketed(rate, facts) in (None, cap)
        ]
        if not cases:
            return None
        lines = [case.cost_of(question.amounts[0]) if backward else case.grant_of(question) for case in cases]
        owner = self.stater.owner(draft, rates[0], document)
        draft.names.append(rates[0].name)
        asked = render_money(question.amounts[0])
        what = f"助成額を{asked}とするために必要な経費" if backward else f"助成対象の経費が{asked}のときの助成額"
        lead = f"{rates[0].name}（{year_of(document)}の資料）で、{what}は、次の計算になります。{owner}"
        tail = "実際の額は、対象と認められる経費によって変わります。窓口でお確かめください。"
        draft.finish("\n".join([lead, *lines, tail]))
        return draft

    def _caps(self, question: Question, rate: Fact, facts: list[Fact]) -> list[Fact]:
        """The caps of the sheet that can go with ``rate``: one where the conditions decide it, else each case."""
        asker = self.look_up.circumstances(question)
        met = set(rate.conditions) | asker.met
        sheet = [
            fact
            for fact in in_divisions(question, self.look_up.vocabulary, facts)
            if fact.attribute == CAP and (fact.document_id, fact.fiscal_year) == (rate.document_id, rate.fiscal_year)
            if _divisions(fact) <= met or not _divisions(rate)
            # 「…適用無しの場合」: it holds where nothing but its own conditions is met.
            if not self.look_up.vocabulary.stated(fact.item).without or met == set(fact.conditions)
            if not own(fact) & asker.unmet
        ]
        decided = [fact for fact in sheet if met & set(fact.conditions) and own(fact) <= met]
        narrowest = max((len(fact.conditions) for fact in decided), default=0)
        kept = [fact for fact in decided if len(fact.conditions) == narrowest] or sheet
        return list({(fact.value, fact.conditions): fact for fact in reversed(kept)}.values())[::-1]

    def _bracketed(self, rate: Fact, facts: list[Fact]) -> Fact | None:
        """The cap behind which ``rate`` stands in brackets: it belongs to that cap alone."""
        page = self.stater.index.store.page(rate.document_id, rate.page)
        same = [fact for fact in facts if fact.attribute == CAP and fact.page == rate.page and fact.spans]
        for fact in same:
            between = page.text[fact.spans[-1][1] : rate.spans[0][0]] if page and rate.spans else ""
            if _OPENS.fullmatch(between):
                return fact
        return None


@dataclass(frozen=True)
class _Case:
    """One rate with its cap, said in one line."""

    draft: Draft
    stater: Stater
    document: DocumentSummary
    rate: Fact
    cap: Fact | None

    def grant_of(self, question: Question) -> str:
        cost = question.amounts[0]
        whole = taken(cost, self.rate.value)
        self._work(f"yen:{cost}", "×", self.rate.value, f"yen:{whole}")
        low, high = bounds(self.cap.value) if self.cap else (0, whole)
        granted = min(whole, high)
        text = f"{self._head()}{render_money(cost)}×{self._rate()}＝{render_money(whole)}"
        if whole > high:
            text += f"ですが、限度額{self._cap()}までのため、{render_money(high)}です。"
        elif whole < low:
            return f"{text}で、下限の{render_money(low)}{self._cap_mark()}に届かないため、対象になりません。"
        else:
            text += f"です（限度額{self._cap()}の範囲内）。" if self.cap else "です。"
        if "share" in question.intents:
            self._work(f"yen:{cost}", "−", f"yen:{granted}", f"yen:{cost - granted}")
            text += f"自己負担は{render_money(cost)}−{render_money(granted)}＝{render_money(cost - granted)}です。"
        return text

    def cost_of(self, wanted: int) -> str:
        high = bounds(self.cap.value)[1] if self.cap else wanted
        if wanted > high:
            return f"{self._head()}限度額が{self._cap()}のため、{render_money(wanted)}は受けられません。"
        cost = needed(wanted, self.rate.value)
        self._work(f"yen:{wanted}", "÷", self.rate.value, f"yen:{cost}")
        within = f"（限度額{self._cap()}の範囲内）" if self.cap else ""
        return f"{self._head()}{render_money(wanted)}÷{self._rate()}＝{render_money(cost)}の経費が必要です{within}。"

    def _head(self) -> str:
        told = self.stater.told(self.draft, self.rate, self.document, "")
        more = [c for c in self.cap.conditions if c not in self.rate.conditions] if self.cap else []
        of = "・".join(filter(None, [told.of, *(condition_text(condition) for condition in more)]))
        return f"・{of}：" if of else "・"

    def _rate(self) -> str:
        told = self.stater.told(self.draft, self.rate, self.document, "")
        return f"{self.rate.text}{told.marks}"

    def _cap(self) -> str:
        assert self.cap is not None
        return f"{self.cap.text}{self._cap_mark()}"

    def _cap_mark(self) -> str:
        assert self.cap is not None
        return self.stater.told(self.draft, self.cap, self.document, "").marks

    def _work(self, left: str, operator: str, right: str, result: str) -> None:
        self.draft.workings.append(Working(left, operator, right, result))  # type: ignore[arg-type]


def _divisions(fact: Fact) -> set[str]:
    return {condition for condition in fact.conditions if ":" in condition}


def _is_single(fact: Fact) -> bool:
    return fact.value.startswith("rate:") and "-" not in fact.value
