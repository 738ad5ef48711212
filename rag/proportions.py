"""Proportions: what share of those asked gave one answer of a survey, or each of two answers and how they differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.eras import year_label
from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Ledger
from rag.across import difference_of
from rag.arithmetic import value
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.matching import squeezed
from rag.stating import Stater
from rag.surveys import Surveys
from rag.types import Question, Working

_HOW_MANY = re.compile(
    r"何割|何%|何パー|何ぱー|何ポイント|何分の|割合|(?:どれ|どの)(?:くらい|ぐらい|だけ|程度)|どの程度"
)
_COUNTED = re.compile(r"何(?:社|人|件|位|番)|社数|順位")
_GRANT = re.compile(r"[助補](?:成|助)(?:率|金)")
_ASKED = re.compile(r"アンケート|調査|回答|答え|挙げ")
_PARTS = 2  # of an item's path that tell what it is
_COMPARES = frozenset(["compare", "most"])


@dataclass(frozen=True)
class ProportionTeller:
    """Tells the proportions of one index."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The share that the question asks for; None where it asks for none, or no item is clearly meant."""
        text = squeezed(question.text)
        if not self._surveys.is_named(question) or not _HOW_MANY.search(text) or _COUNTED.search(text):
            return None
        if _GRANT.search(text) and not _ASKED.search(text):
            return None  # 「人手が足りない…助成率は何割」 asks of a grant
        draft = Draft()
        if _COMPARES & set(question.intents):
            lines = self._both(draft, question)
        else:
            lines = [] if "change" in question.intents else self._one(draft, question)
        draft.finish("\n".join(lines))
        return draft if lines else None

    def _one(self, draft: Draft, question: Question) -> list[str]:
        item = self._surveys.item(question)
        facts = _of_years(question, item) if item and not self._surveys.leaves_out(question, item) else []
        return [f"{self._told(draft, fact)[0]}です。{self._told(draft, fact)[1]}" for fact in facts]

    def _both(self, draft: Draft, question: Question) -> list[str]:
        pair = self._surveys.pair(question)
        told = [facts[0] for item in pair if len(facts := _of_years(question, item)) == 1]
        if len(told) != len(pair) or not pair or told[0].fiscal_year != told[1].fiscal_year:
            return []
        low, high = sorted(told, key=lambda fact: value(fact.value))
        lines = ["・".join(["", "".join(self._told(draft, fact))]) for fact in told]
        if low.value == high.value:
            return ["割合は、どちらも同じです。", *lines]
        result, said = difference_of(high.value, value(high.value) - value(low.value))
        draft.workings.append(Working(high.value, "−", low.value, result))
        return [f"「{_called(high)}」のほうが{said}多くなっています。", *lines]

    def _told(self, draft: Draft, fact: Fact) -> tuple[str, str]:
        """「…（令和6年度の資料）の令和5年度の「SNS」の割合は、9%」, and what proves it."""
        document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
        marks = self.stater.told(draft, fact, document, "").marks
        owner = self.stater.owner(draft, fact, document)
        dated = self.stater.dating(draft, fact)
        draft.names.append(fact.name)
        of = f"の{year_label(fact.fiscal_year)}" if dated else ""
        lead = f"{unmarked(narrow(fact.name))}（{year_of(document)}の資料）{of}"
        proof = f"{ORDER_NOTE * (fact.tied == 'order')}{marks}{owner * (owner not in marks)}{dated}"
        return f"{lead}の「{_called(fact)}」の割合は、{unmarked(narrow(fact.text))}", proof

    @cached_property
    def _surveys(self) -> Surveys:
        return Surveys(self.ledger)


def _of_years(question: Question, item: Sequence[Fact]) -> list[Fact]:
    """The facts of the years asked for, else the newest."""
    named = {*question.fiscal_years, *question.calendar_years}
    return [fact for fact in item if fact.fiscal_year in named] or [max(item, key=lambda fact: fact.fiscal_year)]


def _called(fact: Fact) -> str:
    return unmarked(narrow("・".join(fact.item.split("›")[-_PARTS:])))
