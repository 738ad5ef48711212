"""A calculation by a form: a cost and the conditions that are met, in; the steps of each case, out.

Unlike a question, a form says everything: a condition that is not chosen is not met. A division (枠, コース …)
that is not chosen is left open, and every one of its kind is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.conditions import Vocabulary
from ingest.facts import Fact
from ingest.ledger_store import Subject
from ingest.store import DocumentSummary
from ingest.wording import render_money
from rag.account import RATE
from rag.arithmetic import bounds, taken
from rag.calculation import CAP, Calculator, is_single
from rag.circumstances import own
from rag.draft import Draft, year_of
from rag.types import Question, Working


@dataclass(frozen=True, slots=True)
class Case:
    """One rate with its cap: ``conditions`` under which it holds, ``steps`` in words with marks.

    ``granted`` and ``remaining`` are whole yen, None where the cost is not eligible.
    """

    conditions: tuple[str, ...]
    steps: tuple[str, ...]
    granted: int | None
    remaining: int | None


@dataclass(frozen=True, slots=True)
class Calculation:
    """``title``: name and year with marks; ``offered``: the conditions that the programme's rates and caps carry;
    ``cases``: none without a cost; ``unused``: what was chosen and changes no case, as far as the page tells.
    """

    name: str
    title: str
    document: DocumentSummary
    offered: tuple[str, ...]
    cases: tuple[Case, ...]
    unused: tuple[str, ...]
    draft: Draft


def calculate(calculator: Calculator, subject: Subject, yen: int | None, chosen: frozenset[str]) -> Calculation | None:
    """The cases of ``subject`` that hold under ``chosen``; None where no rate of it is known."""
    facts = calculator.look_up.ledger.facts(subject.id)
    stated = calculator.look_up.facts(_question(subject, frozenset()), subject, RATE, strict=False)
    rates = [fact for fact in stated if is_single(fact) and fact.document_id == stated[0].document_id]
    if not rates:
        return None
    carried = _carried(rates, facts)
    default = _defaults(calculator.look_up.vocabulary, carried)
    met = chosen | {name for name, others in default.items() if not others & chosen}
    documents = {document.id: document for document in calculator.stater.index.store.documents()}
    writer = _Writer(calculator, documents[rates[0].document_id], Draft())
    cases = writer.cases(_question(subject, met), rates, facts, met, yen) if yen is not None else ()
    offered = tuple(condition for condition in carried if condition not in default)
    title, cases = writer.finished(rates[0], cases)
    used = {condition for case in cases for condition in case.conditions}
    unused = tuple(condition for condition in offered if cases and condition in chosen - used)
    return Calculation(rates[0].name, title, writer.document, offered, cases, unused, writer.draft)


@dataclass(frozen=True, slots=True)
class _Writer:
    calculator: Calculator
    document: DocumentSummary
    draft: Draft

    def cases(
        self, question: Question, rates: Sequence[Fact], facts: list[Fact], met: frozenset[str], yen: int
    ) -> tuple[Case, ...]:
        holding = _narrowest([rate for rate in rates if _fits(rate, met)], met)
        cases = []
        for rate in holding:
            for cap in self._caps(question, rate, facts, met) or (None,):
                if self.calculator.bracketed(rate, facts) in (None, cap):
                    cases.append(self._case(rate, cap, yen))
        return tuple(cases)

    def _caps(self, question: Question, rate: Fact, facts: list[Fact], met: frozenset[str]) -> list[Fact]:
        """The caps that go with ``rate``; one of each value."""
        fitting = [cap for cap in self.calculator.caps(question, rate, facts) if own(cap) <= met | own(rate)]
        return list({cap.value: cap for cap in reversed(fitting)}.values())[::-1]

    def _case(self, rate: Fact, cap: Fact | None, yen: int) -> Case:
        whole = taken(yen, rate.value)
        low, high = bounds(cap.value) if cap else (0, whole)
        granted = min(whole, high)
        self._work(yen, "×", rate.value, whole)
        steps = [f"経費 {render_money(yen)} × 助成率 {rate.text}{self._marks(rate)} ＝ {render_money(whole)}"]
        if cap and whole < low:
            steps.append(f"下限の{render_money(low)}{self._marks(cap)}に届かないため、対象になりません。")
        elif cap and whole > high:
            steps.append(
                f"限度額の{render_money(high)}{self._marks(cap)}を超えるため、助成額は{render_money(high)}です。"
            )
        elif cap:
            steps.append(f"限度額の{render_money(high)}{self._marks(cap)}の範囲内です。")
        conditions = (*rate.conditions, *(c for c in (cap.conditions if cap else ()) if c not in rate.conditions))
        if whole < low:
            return Case(conditions, tuple(steps), None, None)
        self._work(yen, "−", f"yen:{granted}", yen - granted)
        rest = render_money(yen - granted)
        steps.append(f"自己負担 {render_money(yen)} − {render_money(granted)} ＝ {rest}")
        return Case(conditions, tuple(steps), granted, yen - granted)

    def finished(self, rate: Fact, cases: tuple[Case, ...]) -> tuple[str, tuple[Case, ...]]:
        """The title and the cases, with their marks numbered in the order of the lines."""
        owner = self.calculator.stater.owner(self.draft, rate, self.document)
        self.draft.names.append(rate.name)
        title = f"{rate.name}（{year_of(self.document)}の資料）{owner}"
        self.draft.finish("\n".join([title, *(step for case in cases for step in case.steps)]))
        title, *lines = self.draft.text.split("\n")
        rest = iter(lines)
        numbered = (replace(case, steps=tuple(next(rest) for _ in case.steps)) for case in cases)
        return title, tuple(numbered)

    def _marks(self, fact: Fact) -> str:
        return self.calculator.stater.told(self.draft, fact, self.document, "").marks

    def _work(self, left: int, operator: str, right: str, result: int) -> None:
        working = Working(f"yen:{left}", operator, right, f"yen:{result}")  # type: ignore[arg-type]
        self.draft.workings.append(working)


def _carried(rates: Sequence[Fact], facts: Sequence[Fact]) -> dict[str, None]:
    """The conditions of ``rates`` and of the caps of their sheet, in the page's order."""
    sheet = (rates[0].document_id, rates[0].fiscal_year)
    caps = [fact for fact in facts if fact.attribute == CAP and (fact.document_id, fact.fiscal_year) == sheet]
    return dict.fromkeys(condition for fact in (*rates, *caps) for condition in fact.conditions)


def _question(subject: Subject, met: frozenset[str]) -> Question:
    """A question that names the subject and states the conditions as intents, which is how circumstances are known."""
    conditions = tuple(sorted(condition for condition in met if ":" not in condition))
    return Question("", (), (RATE,), (), subjects=(subject,), intents=conditions)


def _fits(rate: Fact, met: frozenset[str]) -> bool:
    """Whether the rate's conditions are met; a kind of division of which none is chosen is open."""
    chosen = {condition.partition(":")[0] for condition in met if ":" in condition}
    divisions = [condition for condition in rate.conditions if ":" in condition]
    return own(rate) <= met and all(d in met or d.partition(":")[0] not in chosen for d in divisions)


def _narrowest(rates: Sequence[Fact], met: frozenset[str]) -> list[Fact]:
    """Without the rates beyond which another one goes: the same conditions, and more that are met."""
    conditions = {rate: set(rate.conditions) for rate in rates}
    return [
        rate
        for rate, own_ones in conditions.items()
        if not any(own_ones < others and others - own_ones <= met for others in conditions.values())
    ]


def _defaults(vocabulary: Vocabulary, carried: dict[str, None]) -> dict[str, set[str]]:
    """Of two conditions that exclude each other the one that holds where the other is not met (一般 for 小規模企業)."""
    excluded = {condition.name: set(condition.excludes) & set(carried) for condition in vocabulary.conditions}
    order = [condition.name for condition in vocabulary.conditions]
    return {
        name: others
        for name, others in excluded.items()
        if name in carried and any(name in excluded[o] and order.index(name) < order.index(o) for o in others)
    }
