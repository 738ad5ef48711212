"""Remainders: the share of a cost that a grant's rate leaves to the asker (「自腹は何割ですか」)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Subject
from ingest.wording import render_rate
from rag.arithmetic import WHOLE, value
from rag.calculation import is_single
from rag.draft import Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.stating import Stater, Told, order_note
from rag.types import Question, Working

_RATE = "助成率"
_OWN = r"(?:自己負担|自腹|手出し|持ち出し|自費|自分で(?:出す|払う|負担する))"
_SHARE = r"(?:割合|何割|何分の|何%|何パーセント|率|どれ(?:くらい|ぐらい|だけ|ほど)|どの(?:くらい|ぐらい|程度))"
_ASKS = re.compile(rf"{_OWN}[^。、?]{{0,8}}{_SHARE}|(?:何割|何分の(?:いくつ|何)|何%|何パーセント)[^。、?]{{0,6}}{_OWN}")


@dataclass(frozen=True)
class RemainderTeller:
    """Works out remainders of the rates of one index."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The share that each rate leaves; None where none is asked for or no rate is stated."""
        if question.amounts or not _ASKS.search(squeezed(question.text)):
            return None
        for subject in question.subjects:
            facts = self._rates(question, subject)
            if facts:
                return self._written(facts)
        return None

    def _rates(self, question: Question, subject: Subject) -> list[Fact]:
        stated = self.look_up.facts(question, subject, _RATE, strict=False)
        single = [fact for fact in stated if is_single(fact)]
        return list({(fact.value, fact.conditions, fact.item): fact for fact in reversed(single)}.values())[::-1]

    def _written(self, facts: Sequence[Fact]) -> Draft:
        draft = Draft()
        document = next(d for d in self.stater.index.store.documents() if d.id == facts[0].document_id)
        parts = [fact.item.split("›")[-1] if len({one.item for one in facts}) > 1 else "" for fact in facts]
        told = [self.stater.told(draft, fact, document, part) for fact, part in zip(facts, parts, strict=True)]
        owner = self.stater.owner(draft, facts[0], document)
        draft.names.append(narrow(facts[0].name))
        lead = f"{unmarked(narrow(facts[0].name))}（{year_of(document)}の資料）の自己負担"
        if len(told) == 1:
            of = f"（{told[0].of}）" if told[0].of else ""
            draft.finish(
                f"{lead}{of}は、{self._rest(draft, told[0])}です。{order_note(facts[0])}{told[0].marks}{owner}"
            )
        else:
            lines = [f"・{one.of or '通常'}：{self._rest(draft, one)}{order_note(one.fact)}{one.marks}" for one in told]
            draft.finish("\n".join([f"{lead}は、次のとおりです。{owner}", *lines]))
        return draft

    def _rest(self, draft: Draft, told: Told) -> str:
        """「1/3（助成率2/3の残り）」; of a rate of at most so much at least the rest."""
        of, rest = told.fact.value, 1 - value(told.fact.value)
        if not rest:
            return f"なし（{_RATE}{told.value}）"
        result = f"rate:{rest}"
        draft.workings.append(Working(WHOLE, "−", of, result))
        least = "以上" * told.value.endswith("以内")
        return f"{render_rate(rest)}{least}（{_RATE}{told.value}の残り）"
