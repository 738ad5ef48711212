"""Account: a calculation in words, the result first and a line a case; its steps go into the draft."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.quantities import parse_quantities
from ingest.store import DocumentSummary
from ingest.wording import render_money
from rag.arithmetic import bounds
from rag.circumstances import is_of_part
from rag.comparison import condition_text
from rag.draft import Draft, unmarked
from rag.grants import Calculation, Case
from rag.stating import Stater
from rag.types import Working

RATE, USUAL = "助成率", "通常"


@dataclass(frozen=True)
class Account:
    """Says one calculation; ``with_own``: and what remains for the asker; ``parted``: parts have rates of their own."""

    draft: Draft
    stater: Stater
    document: DocumentSummary
    calculation: Calculation
    with_own: bool = False
    parted: bool = False

    def result(self) -> str:
        """The result in a sentence; where the cases differ, that they do."""
        asked, cases = render_money(self.calculation.amount), self.calculation.cases
        if self.calculation.backward:
            what = f"助成額を{asked}とするために" if self.calculation.amount else "限度額まで受けるために"
            return self._result(f"{what}必要な経費", [case.cost for case in cases], f"{asked}の助成は受けられません")
        owns = {case.own for case in cases}
        own = f"、自己負担は{render_money(owns.pop())}" if self.with_own and len(owns) == 1 else ""
        failed = f"経費が{asked}では、助成の対象になりません"
        return self._result(f"助成対象の経費が{asked}のときの助成額", [case.grant for case in cases], failed, own)

    def _result(self, what: str, sums: Sequence[int], failed: str, more: str = "") -> str:
        cases = self.calculation.cases
        nothing = [case.outcome in ("below", "beyond") for case in cases]
        if all(nothing):
            return f"{failed}。"
        if len(set(sums)) > 1 or any(nothing):
            return f"{what}は、条件によって次のとおりです。"
        if len(cases) > 1:
            return f"{what}は、いずれの場合も{render_money(sums[0])}{more}です。"
        of = re.sub(r"（.）", "", self._of(cases[0])).replace("（", "・").replace("）", "")
        return f"{what}{f'（{of}）' if of else ''}は、{render_money(sums[0])}{more}です。"

    def line(self, case: Case) -> str:
        return self._cost(case) if self.calculation.backward else self._grant(case)

    def difference(self) -> list[str]:
        """By how much two cases differ, where there are two."""
        first = _kinds_of(self.calculation.cases[0])  # a 枠 inside a 区分 is another matter
        most = len(_own(self.calculation.cases[0])) + 1  # one condition is what is set beside the usual case
        cases = [case for case in self.calculation.cases if _kinds_of(case) <= first and len(_own(case)) <= most]
        grants = {case.grant for case in cases}
        if len(grants) != 2 or any(case.outcome == "below" for case in cases):
            return []
        high, low = max(grants), min(grants)
        self.draft.workings.append(Working(f"yen:{high}", "−", f"yen:{low}", f"yen:{high - low}"))
        return [f"差は、{render_money(high)}−{render_money(low)}＝{render_money(high - low)}です。"]

    def _grant(self, case: Case) -> str:
        self.draft.workings.extend(case.steps[: 2 if self.with_own else 1])
        text = f"{self._head(case)}{render_money(case.cost)}×{self._rate(case)}＝{render_money(case.whole)}"
        if case.outcome == "capped":
            text += f"ですが、限度額が{self._cap(case)}のため、{render_money(case.grant)}です。"
        elif case.outcome == "below" and case.cap:
            low = render_money(bounds(case.cap.value)[0])
            return f"{text}で、下限の{low}{self._marks(case.cap)}に届かないため、対象になりません。"
        else:
            text += f"です（限度額は{self._cap(case)}）。" if case.cap else "です。"
        if self.with_own and case.own:
            text += f"自己負担は{render_money(case.cost)}−{render_money(case.grant)}＝{render_money(case.own)}です。"
        return text

    def _cost(self, case: Case) -> str:
        if case.outcome == "beyond":
            return f"{self._head(case)}限度額が{self._cap(case)}のため、{render_money(case.whole)}は受けられません。"
        if case.outcome == "below" and case.cap:
            low = render_money(bounds(case.cap.value)[0])
            least = f"{self._head(case)}下限が{low}{self._marks(case.cap)}のため、"
            return f"{least}{render_money(case.whole)}は受けられません。"
        self.draft.workings.extend(case.steps[: 2 if self.with_own else 1])
        within = f"（限度額は{self._cap(case)}）" if case.cap else ""
        steps = f"{render_money(case.whole)}÷{self._rate(case)}＝{render_money(case.cost)}"
        text = f"{self._head(case)}{steps}の経費が必要です{within}。"
        if self.with_own:
            text += f"自己負担は{render_money(case.cost)}−{render_money(case.grant)}＝{render_money(case.own)}です。"
        return text

    def _head(self, case: Case) -> str:
        of = self._of(case)
        return f"・{of}：" if of else "・"

    def _of(self, case: Case) -> str:
        """Under which conditions, and of which part of the programme, the case holds."""
        told = self.stater.told(self.draft, case.rate, self.document, self._part(case.rate))
        more = [c for c in case.cap.conditions if c not in case.rate.conditions] if case.cap else []
        of = "・".join(filter(None, [told.of, *(condition_text(condition) for condition in more)]))
        # Beside cases under a condition, the one without any is the usual one.
        usual = not of and any(other.conditions for other in self.calculation.cases)
        return USUAL if usual else of

    def _part(self, rate: Fact) -> str:
        """The mark of one of two ways to meet a condition (〇 and ◎), or the part that has a rate of its own."""
        return rate.item.split("›")[-1] if len(rate.item) == 1 or (is_of_part(rate) and self.parted) else ""

    def _rate(self, case: Case) -> str:
        return f"{RATE}{case.rate.text}{self._marks(case.rate)}"

    def _cap(self, case: Case) -> str:
        return f"{_money(case.cap)}{self._marks(case.cap)}" if case.cap else ""

    def _marks(self, fact: Fact) -> str:
        return self.stater.told(self.draft, fact, self.document, "").marks


def _own(case: Case) -> set[str]:
    return {condition for condition in case.conditions if ":" not in condition}


def _kinds_of(case: Case) -> set[str]:
    """The kinds of division (コース, 枠 …) of a case."""
    return {condition.partition(":")[0] for condition in case.conditions if ":" in condition}


def is_money(fact: Fact) -> bool:
    """Whether the page prints the amount with its 円, and not 「3,000万」 alone."""
    return any(quantity.canonical == fact.value for quantity in parse_quantities(fact.text))


def _money(fact: Fact) -> str:
    """A cap as the page words it, with its 円."""
    if is_money(fact):
        return unmarked(narrow(fact.text))
    low, high = bounds(fact.value)
    return f"{render_money(low)}～{render_money(high)}" if low else render_money(high)
