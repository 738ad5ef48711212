"""Calculation: what a cost is granted under each rate and cap of a programme, and the other way round.

Every step is a ``Working`` that the grounding check does again; every operand is cited or was stated by
the asker. Where the question leaves a condition open, each case is given.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.conditions import Condition
from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Subject
from ingest.quantities import parse_quantities
from ingest.store import DocumentSummary
from ingest.wording import render_money
from rag.arithmetic import bounds
from rag.circumstances import in_divisions, own
from rag.comparison import condition_text
from rag.draft import Draft, unmarked, year_of
from rag.grants import Calculation, Case, cost_of, grant_of
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.stating import Stater, order_note
from rag.types import Question, Working

RATE, CAP = "助成率", "助成限度額"
_FORWARD = ("grant", "share")
_BACKWARD, _FULL, _SPEND, _HOW_MUCH, _SHARE = "cost", "full", "spend", "how_much", "share"
_OPENS = re.compile(r"[^（()）。、]{0,4}[（(][^（()）。、]{0,6}")
_DIFFERENCE = re.compile(r"違(?:う|い)|差(?:は|額|が)|どれだけ増|いくら増|何円増|得(?:に|を|で)")
_MERE = ("最大", "最高")
_TAX = re.compile(r"税込|税抜|消費税|税別")
TAIL = "実際の額は、対象と認められる経費によって変わります。窓口でお確かめください。"
TAX_TAIL = "消費税が対象の経費に入るかどうかは、資料に書かれていません。"


@dataclass(frozen=True)
class Calculator:
    """Calculates with the facts of one index."""

    look_up: LookUp
    stater: Stater

    def calculate(
        self, subject: Subject, amount: int, conditions: Iterable[str] = (), backward: bool = False
    ) -> Calculation:
        """The cases for ``amount`` yen of a cost, or (``backward``) of a wanted grant.

        ``conditions`` are names of the vocabulary that are met (「小規模企業」) and divisions as facts have them
        (「コース:生産性向上コース」) or by name. No cases where the newest sheet states no single rate.
        """
        said = "、".join(condition.partition(":")[2] or condition for condition in conditions)
        question = Question(said, (), (), (), subjects=(subject,), amounts=(amount,))
        return self._cases(question, subject, amount, backward)

    def write(self, question: Question) -> Draft | None:
        """The calculation that the question asks for; None where it asks for none or a fact is missing."""
        asked = _asked(question)
        if asked is None or not question.subjects:
            return None
        backward, full = asked
        subject = self._paying(question)
        if subject is None:
            return self._without_rate(question)
        if full:
            return self._full(question, subject)
        calculation = self._cases(question, subject, question.amounts[0], backward)
        if not calculation.cases:
            return self._without_rate(question)
        base = self._base(question, subject) if _DIFFERENCE.search(question.text) and not backward else ()
        return self._written(question, calculation, base)

    def _paying(self, question: Question) -> Subject | None:
        """Who of those named, or of their parts, states a rate."""
        parts = (self.look_up.ledger.subject(part) for one in question.subjects for part in one.parts)
        for subject in (*question.subjects, *filter(None, parts)):
            if self._rates(question, subject):
                return subject
        return None

    def _rates(self, question: Question, subject: Subject) -> list[Fact]:
        return [fact for fact in self.look_up.facts(question, subject, RATE, strict=False) if is_single(fact)]

    def _cases(self, question: Question, subject: Subject, amount: int, backward: bool) -> Calculation:
        facts = self.look_up.ledger.facts(subject.id)
        reckon = cost_of if backward else grant_of
        cases = [reckon(amount, rate, cap) for rate, cap in self._pairs(question, subject, facts)]
        return Calculation(subject.id, amount, backward, tuple(cases))

    def _pairs(self, question: Question, subject: Subject, facts: list[Fact]) -> list[tuple[Fact, Fact | None]]:
        """Each rate with the caps that can go with it."""
        return [
            (rate, cap)
            for rate in self._rates(question, subject)
            for cap in self.caps(question, rate, facts) or (None,)
            if self.bracketed(rate, facts) in (None, cap)
        ]

    def _base(self, question: Question, subject: Subject) -> tuple[Case, ...]:
        """The cases without a condition that the asker meets, to see what it makes."""
        asker = self.look_up.circumstances(question)
        conditions = [one for one in self.look_up.vocabulary.conditions if one.name in asker.met and not one.excludes]
        if not conditions:
            return ()
        denied = "、".join(f"{one.wordings[-1]}なし" for one in conditions)
        intents = tuple(i for i in question.intents if i not in {one.name for one in conditions})
        without = replace(question, text=f"{_without(question.text, conditions)}、{denied}", intents=intents)
        return self._cases(without, subject, question.amounts[0], False).cases

    def _full(self, question: Question, subject: Subject) -> Draft | None:
        """The least cost for all that there is, under each rate and cap."""
        facts = self.look_up.ledger.facts(subject.id)
        pairs = [(rate, cap) for rate, cap in self._pairs(question, subject, facts) if cap]
        if not pairs:
            return None
        cases = tuple(cost_of(bounds(cap.value)[1], rate, cap) for rate, cap in pairs)
        return self._written(question, Calculation(subject.id, 0, True, cases), ())

    def caps(self, question: Question, rate: Fact, facts: list[Fact]) -> list[Fact]:
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
        printed = {fact.value: fact for fact in reversed(facts) if fact.attribute == CAP and _is_money(fact)}
        kept = [fact if _is_money(fact) else printed.get(fact.value, fact) for fact in kept]
        return list({(fact.value, fact.conditions): fact for fact in reversed(kept)}.values())[::-1]

    def bracketed(self, rate: Fact, facts: list[Fact]) -> Fact | None:
        """The cap behind which ``rate`` stands in brackets: it belongs to that cap alone."""
        page = self.stater.index.store.page(rate.document_id, rate.page)
        same = [fact for fact in facts if fact.attribute == CAP and fact.page == rate.page and fact.spans]
        for fact in same:
            between = page.text[fact.spans[-1][1] : rate.spans[0][0]] if page and rate.spans else ""
            if _OPENS.fullmatch(between):
                return fact
        return None

    def _without_rate(self, question: Question) -> Draft | None:
        """The cap of one for whom no rate is stated: nothing can be worked out of it."""
        for subject in question.subjects:
            caps = self.look_up.facts(question, subject, CAP, strict=False)
            stated = [fact for fact in self.look_up.ledger.facts(subject.id) if fact.attribute == RATE]
            if len(caps) != 1 or not stated:
                continue
            draft, document = Draft(status="partial"), self._document(caps[0])
            told, owner = self.stater.told(draft, caps[0], document, ""), self.stater.owner(draft, caps[0], document)
            draft.names.append(caps[0].name)
            of = f"（{told.of}）" if told.of else ""
            lead = f"{unmarked(narrow(caps[0].name))}（{year_of(document)}の資料）の上限{of}は、{told.value}です。"
            marks = told.marks + owner * (owner not in told.marks)
            why = "この場合の補助率は資料で確かめられないため、額は計算できません。窓口でお確かめください。"
            draft.finish(f"{lead}{order_note(caps[0])}{marks}{why}")
            return draft
        return None

    def _document(self, fact: Fact) -> DocumentSummary:
        return next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)

    def _written(self, question: Question, calculation: Calculation, base: tuple[Case, ...]) -> Draft:
        draft, first = Draft(), calculation.cases[0]
        document = self._document(first.rate)
        cases = [*(case for case in base if case not in calculation.cases), *calculation.cases]
        owner = self.stater.owner(draft, first.rate, document)
        teller = _Teller(draft, self.stater, document, _SHARE in question.intents)
        lines = list(dict.fromkeys(teller.line(case, calculation.backward) for case in cases))
        draft.names.append(first.rate.name)
        asked = render_money(calculation.amount)
        what = f"助成対象の経費が{asked}のときの助成額"
        if calculation.backward:
            what = (
                f"助成額を{asked}とするために必要な経費" if calculation.amount else "限度額まで受けるために必要な経費"
            )
        by_order = "（資料の並び順による対応）" * all(case.rate.tied == "order" for case in cases)
        name = unmarked(narrow(first.rate.name))
        lead = f"{name}（{year_of(document)}の資料）で、{what}は、次の計算になります。{by_order}{owner}"
        parts = [lead, *lines, *teller.difference(base, calculation.cases)]
        tails = [TAX_TAIL, TAIL] if _TAX.search(question.text) else [TAIL]
        draft.finish("\n".join([*parts, *tails]))
        return draft


@dataclass(frozen=True)
class _Teller:
    """Says cases, a line each; its steps go into the draft."""

    draft: Draft
    stater: Stater
    document: DocumentSummary
    with_own: bool

    def line(self, case: Case, backward: bool) -> str:
        return self._cost(case) if backward else self._grant(case)

    def difference(self, base: tuple[Case, ...], cases: tuple[Case, ...]) -> list[str]:
        """By how much a condition changes the grant, where there is one case with and one without it."""
        without, with_ = {case.grant for case in base}, {case.grant for case in cases}
        if len(without) != 1 or len(with_) != 1 or without == with_:
            return []
        high, low = max(without | with_), min(without | with_)
        self.draft.workings.append(Working(f"yen:{high}", "−", f"yen:{low}", f"yen:{high - low}"))
        return [f"差は、{render_money(high)}−{render_money(low)}＝{render_money(high - low)}です。"]

    def _grant(self, case: Case) -> str:
        self.draft.workings.extend(case.steps[: 2 if self.with_own else 1])
        text = f"{self._head(case)}{render_money(case.cost)}×{self._rate(case)}＝{render_money(case.whole)}"
        if case.outcome == "capped":
            text += f"ですが、限度額{self._cap(case)}までのため、{render_money(case.grant)}です。"
        elif case.outcome == "below" and case.cap:
            low = render_money(bounds(case.cap.value)[0])
            return f"{text}で、下限の{low}{self._marks(case.cap)}に届かないため、対象になりません。"
        else:
            text += f"です（限度額{self._cap(case)}の範囲内）。" if case.cap else "です。"
        if self.with_own:
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
        within = f"（限度額{self._cap(case)}の範囲内）" if case.cap else ""
        steps = f"{render_money(case.whole)}÷{self._rate(case)}＝{render_money(case.cost)}"
        text = f"{self._head(case)}{steps}の経費が必要です{within}。"
        if self.with_own:
            text += f"自己負担は{render_money(case.cost)}−{render_money(case.grant)}＝{render_money(case.own)}です。"
        return text

    def _head(self, case: Case) -> str:
        mark = case.rate.item if len(case.rate.item) == 1 else ""  # 〇 and ◎ are two ways to meet one condition
        told = self.stater.told(self.draft, case.rate, self.document, mark)
        more = [c for c in case.cap.conditions if c not in case.rate.conditions] if case.cap else []
        of = "・".join(filter(None, [told.of, *(condition_text(condition) for condition in more)]))
        return f"・{of}：" if of else "・"

    def _rate(self, case: Case) -> str:
        return f"{RATE}{case.rate.text}{self._marks(case.rate)}"

    def _cap(self, case: Case) -> str:
        return f"{_money(case.cap)}{self._marks(case.cap)}" if case.cap else ""

    def _marks(self, fact: Fact) -> str:
        return self.stater.told(self.draft, fact, self.document, "").marks


def _money(fact: Fact) -> str:
    """A cap as the page words it, with its 円."""
    if _is_money(fact):
        return unmarked(narrow(fact.text))
    low, high = bounds(fact.value)
    return f"{render_money(low)}～{render_money(high)}" if low else render_money(high)


def _is_money(fact: Fact) -> bool:
    """Whether the page prints the amount with its 円, and not 「3,000万」 alone."""
    return any(quantity.canonical == fact.value for quantity in parse_quantities(fact.text))


def _asked(question: Question) -> tuple[bool, bool] | None:
    """(backward, all that there is) where the question asks for a calculation; None where it does not."""
    intents = set(question.intents)
    if _FULL in intents and not question.amounts and (intents & {_BACKWARD, _HOW_MUCH}):
        return True, True
    if len(question.amounts) != 1:
        return None
    if _BACKWARD in intents:
        return True, False
    spends = _SPEND in intents and (_HOW_MUCH in intents or CAP in question.attributes)
    return (False, False) if spends or intents & set(_FORWARD) else None


def _without(text: str, conditions: Iterable[Condition]) -> str:
    """``text`` without the wordings of ``conditions``."""
    words = [w for one in conditions for w in one.wordings]
    plain = squeezed(text)
    for word in sorted(words, key=len, reverse=True):
        plain = plain.replace(word, "")
    return plain


def _divisions(fact: Fact) -> set[str]:
    return {condition for condition in fact.conditions if ":" in condition}


def is_single(fact: Fact) -> bool:
    """Whether a fact is one rate, by which a sum can be worked out: no range, and no mere 「最大2/3」."""
    return fact.value.startswith("rate:") and "-" not in fact.value and not fact.text.startswith(_MERE)
