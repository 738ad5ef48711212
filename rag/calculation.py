"""Calculation: what a cost is granted under each rate and cap of a programme, and the other way round.

Every step is a ``Working`` that the grounding check does again; every operand is cited or was stated by
the asker. Where the question leaves a condition open, each case is given.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.conditions import Condition
from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Subject
from ingest.store import DocumentSummary
from rag.account import RATE, Account, is_money
from rag.arithmetic import bounds
from rag.circumstances import Circumstances, divisions, in_divisions, is_of_part, own
from rag.draft import Draft, unmarked, year_of
from rag.grants import Calculation, Case, cost_of, grant_of
from rag.lookup import LookUp
from rag.matching import holds, squeezed
from rag.stating import Stater, order_note
from rag.types import Question

CAP, USES = "助成限度額", "対象経費"
_FORWARD = ("grant", "share")
_BACKWARD, _FULL, _SPEND, _HOW_MUCH, _SHARE = "cost", "full", "spend", "how_much", "share"
_OTHERWISE = frozenset(["seek", "premise", "list", "change", "sum", "compare", "count", "enumerate"])
_TERMS = frozenset([RATE, "要件", "対象経費", "対象者", "区分", "実施主体"])  # of those a calculation may speak, too
# The sum that is said is what remains for the asker, from which nothing is worked out; or all that there is.
_OWN_SUM = re.compile(
    r"(?:自己負担|自腹|手出し|持ち出し|負担)(?:額|分)?[をがは]?(?:約)?[\d,.]+[万億千]*円?(?:に|まで|以内|で)"
)
_WHOLE_SUM = re.compile(r"(?:満額|上限|限度額)の?[\d,.]+[万億千]*円|[\d,.]+[万億千]*円の?(?:満額|上限|限度額)")
# 「上限100万円の助成」: the sum is the programme's, not the asker's.
_LIMIT = re.compile(
    r"(?:上限|限度額?|最大|最高)[はが]?[\d,.]+[万億千]*円?(?:の|まで)?(?:[一-鿿ァ-ヴー]+の)?(?:助成|補助|支援|制度|やつ)"
    r"|[\d,.]+[万億千]*円?まで(?:出|もらえ|助成|補助|下り|おり)"
    r"|(?:最大|最高|上限)で?[\d,.]+[万億千]*円?が?(?:出る|もらえる|受けられる|助成される|補助される)(?:と(?:いう|か)|って|[^。、?]{0,6}(?:枠|助成|補助|支援|制度|やつ|コース))"
)
_OPENS = re.compile(r"[^（()）。、]{0,4}[（(][^（()）。、]{0,6}")
# 「予算はいくらでしょう。150億くらい？」: a guess at what is asked for, spent by nobody.
_GUESS = re.compile(
    r"[。?](?:約|だいたい|大体|たしか|確か)?[\d,.]+[万億千]*円?"
    r"(?:くらい|ぐらい|ほど|程度)?(?:です|でした|でしょう)?か?(?:ね|な)?\??$"
)
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
        return self._cases(question, subject, amount, backward, self.look_up.circumstances(question))

    def asks(self, question: Question) -> bool:
        """Whether the question asks for a calculation: of a programme that it names, or of what is granted or left."""
        return _asked(question) is not None and bool(
            question.subjects or {*_FORWARD, _BACKWARD} & set(question.intents)
        )

    def write(self, question: Question) -> Draft | None:
        """The calculation that the question asks for; None where it asks for none or a fact is missing."""
        asked = _asked(question)
        if asked is None or not question.subjects:
            return None
        backward, full = asked
        subject = self._paying(question)
        if subject is None:
            return self._without_rate(question)
        asker = self.look_up.circumstances(question)
        if _DIFFERENCE.search(question.text) and not backward:
            asker = asker.without_too(frozenset(c.name for c in self._conditions if not c.excludes))
        amount = None if full else question.amounts[0]
        calculation = self._cases(question, subject, amount, backward, asker)
        if not calculation.cases:
            return None if full else self._without_rate(question)
        told = asker.met | asker.undecided
        every = asker.opened(frozenset(c.name for c in self._conditions)) if told else asker
        more = self._cases(question, subject, amount, backward, every).cases
        return self._written(question, calculation, [case for case in more if case not in calculation.cases])

    @property
    def _conditions(self) -> tuple[Condition, ...]:
        return self.look_up.vocabulary.conditions

    def _paying(self, question: Question) -> Subject | None:
        """Who of those named, or of their parts, states a rate."""
        parts = (self.look_up.ledger.subject(part) for one in question.subjects for part in one.parts)
        for subject in (*question.subjects, *filter(None, parts)):
            if self._rates(question, subject):
                return subject
        return None

    def _rates(self, question: Question, subject: Subject, asker: Circumstances | None = None) -> list[Fact]:
        """The rates that hold; without those of one use of the money where another use is named."""
        stated = self.look_up.facts(question, subject, RATE, strict=False, asker=asker)
        rates = [fact for fact in stated if is_single(fact)]
        uses = "\n".join(f.text for f in self.look_up.ledger.facts(subject.id) if f.attribute == USES)
        named = [term for term in question.topic if term.is_noun and holds(term, uses)]
        other = [f for f in rates if is_of_part(f) and named and not any(holds(term, f.item) for term in named)]
        return [fact for fact in rates if fact not in other] or rates

    def _cases(
        self, question: Question, subject: Subject, amount: int | None, backward: bool, asker: Circumstances
    ) -> Calculation:
        """A case for each rate with a cap that can go with it; without an ``amount`` for all that each cap allows."""
        facts = self.look_up.ledger.facts(subject.id)
        cases = []
        for rate in self._rates(question, subject, asker):
            for cap in self.caps(question, rate, facts, asker) or (None,):
                if self.bracketed(rate, facts) not in (None, cap) or (amount is None and cap is None):
                    continue
                if backward:
                    wanted = bounds(cap.value)[1] if amount is None and cap else amount or 0
                    cases.append(cost_of(wanted, rate, cap))
                else:
                    cases.append(grant_of(amount or 0, rate, cap))
        return Calculation(subject.id, amount or 0, backward, tuple(cases))

    def caps(self, question: Question, rate: Fact, facts: list[Fact], asker: Circumstances | None = None) -> list[Fact]:
        """The caps of the sheet that can go with ``rate``: one where the conditions decide it, else each case."""
        asker = asker or self.look_up.circumstances(question)
        met = set(rate.conditions) | asker.met
        sheet = [
            fact
            # A rate's own divisions choose the cap; a rate without any goes by those that are named.
            for fact in (facts if divisions(rate) else in_divisions(question, self.look_up.vocabulary, facts))
            if fact.attribute == CAP and (fact.document_id, fact.fiscal_year) == (rate.document_id, rate.fiscal_year)
            if divisions(fact) <= met or not divisions(rate)
            # 「…適用無しの場合」: it holds where nothing but its own conditions is met.
            if not self.look_up.vocabulary.stated(fact.item).without or met == set(fact.conditions)
            if not own(fact) & asker.unmet
        ]
        decided = [fact for fact in sheet if met & set(fact.conditions) and own(fact) <= met]
        narrowest = max((len(fact.conditions) for fact in decided), default=0)
        kept = [fact for fact in decided if len(fact.conditions) == narrowest] or sheet
        printed = {fact.value: fact for fact in reversed(facts) if fact.attribute == CAP and is_money(fact)}
        kept = [fact if is_money(fact) else printed.get(fact.value, fact) for fact in kept]
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

    def _written(self, question: Question, calculation: Calculation, more: Sequence[Case]) -> Draft:
        draft, first = Draft(), calculation.cases[0]
        document = self._document(first.rate)
        owner = self.stater.owner(draft, first.rate, document)
        sheet = [f for f in self.look_up.ledger.facts(first.rate.programme) if f.page == first.rate.page]
        items = {f.item for f in sheet if f.attribute == RATE and is_single(f)}
        account = Account(draft, self.stater, document, calculation, _SHARE in question.intents, len(items) > 1)
        draft.names.append(first.rate.name)
        by_order = "（資料の並び順による対応）" * all(case.rate.tied == "order" for case in calculation.cases)
        name = unmarked(narrow(first.rate.name))
        parts = [f"{name}（{year_of(document)}の資料）で、{account.result()}{by_order}{owner}"]
        parts += dict.fromkeys(account.line(case) for case in calculation.cases)
        if _DIFFERENCE.search(question.text) and not calculation.backward:
            parts += account.difference()
        if more:
            parts += ["ほかの条件に当てはまる場合は、次のとおりです。", *dict.fromkeys(map(account.line, more))]
        parts += self.look_up.remarks(question, first.rate.programme, (RATE, CAP))
        draft.finish("\n".join([*parts, *([TAX_TAIL] if _TAX.search(question.text) else []), TAIL]))
        return draft


def _asked(question: Question) -> tuple[bool, bool] | None:
    """(backward, all that there is) where the question asks for a calculation; None where it does not."""
    intents = set(question.intents)
    if _FULL in intents and not question.amounts and (intents & {_BACKWARD, _HOW_MUCH}):
        return True, True
    others = (_OWN_SUM, _LIMIT, _GUESS)
    if len(question.amounts) != 1 or any(pattern.search(squeezed(question.text)) for pattern in others):
        return None
    if _BACKWARD in intents or (_FULL in intents and _WHOLE_SUM.search(squeezed(question.text))):
        return True, False
    bare = not set(question.attributes) - _TERMS and not intents & _OTHERWISE  # 「150万円の機械だと？」
    spends = _SPEND in intents and (_HOW_MUCH in intents or CAP in question.attributes or bare)
    return (False, False) if spends or intents & set(_FORWARD) else None


def is_single(fact: Fact) -> bool:
    """Whether a fact is one rate, by which a sum can be worked out: no range, and no mere 「最大2/3」."""
    return fact.value.startswith("rate:") and "-" not in fact.value and not fact.text.startswith(_MERE)
