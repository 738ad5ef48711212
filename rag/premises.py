"""Premises: what the asker takes for granted, compared with the ledger and corrected first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.ledger_store import Subject
from ingest.quantities import Quantity, parse_quantities
from rag.claims import ClaimReader
from rag.draft import Draft
from rag.lookup import Found, LookUp
from rag.matching import holds
from rag.mixups import MixUps
from rag.stating import Stater
from rag.types import Question

_INTENT = "premise"
_ATTRIBUTES = {
    "money": ("助成限度額", "費用", "予算額", "下限額"),
    "rate": ("助成率",),
    "percent": ("目標", "助成率", "調査結果"),
    "count": ("規模", "目標"),
    "duration": ("期間",),
    "time": ("時間",),
    "date": ("開設", "日付"),
    "fiscal_year": ("開設",),
}  # fmt: skip
"""What a bare figure of a kind is most likely said of, the likeliest first."""
_NAME = 4  # letters from which an item is a name
_DATED = ("date", "fiscal_year")
# 「上限は500万円ですか」: a figure that is asked to be confirmed.
_CONFIRM = re.compile(r"(?:以内|まで|程度|くらい|ぐらい)?(?:ということ)?(?:なの|なん)?(?:です|でしょう)か(?:$|[?。])")
# 「いくらと書いてありますか」 takes nothing for granted.
_ASKS = re.compile(
    r"いくら|幾ら|何[割%分円社件回人名年月日国種区市町]|何(?:か所|か国|ヶ国|カ国|ヵ国|という)|どのくらい|どれくらい|何パーセント"
    r"|(?:どの|どんな|どういう|何の)(?:事業|支援|制度|助成|補助|コース|枠|施策|取組|国|町|商品|製品)"
    r"|ど(?:の|この|んな)(?:会社|企業|人|事業者)でも|(?:どなた|誰|だれ|どこ|いつ|どれ|どちら|何という|なんという)(?![もか])"
)
_AT_MOST = re.compile(r"上限|限度|最大|最高|頭打ち|までしか|が上だ|上は")
# 「17,454人って、再入場も数えた数字ですよね」: of the figure something else is taken for granted.
_SPOKEN_OF = re.compile(
    r"(?:って(?:いうの)?は?|というのは|とは|は)、?(?!本当|ほんと|間違|正し|事実|合って|確か|どう"
    r"|[^。?]{0,14}(?:予算|上限|限度|率|額|年度|人数|件数|社数|規模|期間|料|費))(?=[^。?]{0,12}[一-鿿ァ-ヴー]{2})"
)
_OWNERS = ("programme", "facility", "event", "strategy", "survey")


@dataclass(frozen=True)
class PremiseChecker:
    """Checks premises against one ledger."""

    look_up: LookUp
    stater: Stater
    claims: ClaimReader
    mix_ups: MixUps

    def write(self, question: Question) -> Draft | None:
        """Whether what is taken for granted is so, and what the documents say; None where nothing can be compared."""
        if not question.subjects or not self._is_premise(question) or _ASKS.search(squeeze(question.text)):
            return None
        subject = next((one for one in question.subjects if one.kind in _OWNERS), question.subjects[0])
        if stated := self._stated(question):
            return self._checked(question, subject, stated)
        if claimed := self.claims.check(question, subject):
            return self._said(claimed[0], "はい" if claimed[1] else "いいえ")
        if other := self.mix_ups.owner(question, subject):
            return self._said(other, "いいえ、資料では別の記載です")
        return None

    def _is_premise(self, question: Question) -> bool:
        if _INTENT in question.intents:
            return True
        text = squeeze(question.text)
        return any(q.kind in _ATTRIBUTES and _CONFIRM.match(text, q.end) for q in parse_quantities(text))

    def _stated(self, question: Question) -> Quantity | None:
        """The one figure that is taken for granted; a date only where there is no other."""
        text = squeeze(question.text)
        figures = {q.canonical: q for q in reversed(parse_quantities(text)) if q.kind in _ATTRIBUTES}
        others = [one for one in figures.values() if one.kind not in _DATED]
        kept = others or list(figures.values())
        alone = kept[0] if len(kept) == 1 else None
        return None if alone is None or _SPOKEN_OF.match(text, alone.end) else alone

    def _checked(self, question: Question, subject: Subject, stated: Quantity) -> Draft | None:
        if stated.kind in _DATED:
            dated = replace(question, fiscal_years=(), calendar_years=())
            found = self._found(dated, subject, stated)
            claimed = self.claims.check(question, subject)
            if claimed and (
                found is None or not claimed[1]
            ):  # 「令和2年にできる…は渋谷ですよね」 is wrong all the same
                return self._said(claimed[0], "はい" if claimed[1] else "いいえ")
        else:
            found = self._found(question, subject, stated) or self._of_other_years(question, subject, stated)
        if found is None:
            return None
        most = bool(_AT_MOST.search(squeeze(question.text)))
        agreeing = [f for f in found.facts if _agrees(f.value, stated) or (most and _ends_at(f.value, stated))]
        if (
            not agreeing
            and not most
            and any("-" in f.value for f in found.facts if stated.kind not in ("date", "time"))
        ):
            return None  # a figure within a range is neither right nor wrong
        of_year = {fact.fiscal_year for fact in found.facts} & {*question.fiscal_years, *question.calendar_years}
        if question.fiscal_years and not of_year and stated.kind not in _DATED:
            return self._said(found, "いいえ、年度が異なります")
        return self._said(found, self._verdict(question, found, agreeing))

    def _verdict(self, question: Question, found: Found, agreeing: Sequence[Fact]) -> str:
        others = [fact for fact in found.facts if fact not in agreeing]
        if not agreeing or (others and _named(question, others) > _named(question, agreeing)):
            return "いいえ"  # the figure is none of these, or that of another part than the one that is named
        several = len({fact.value for fact in found.facts}) > 1
        if several and (not self._is_said_so(question, agreeing) or _alike(agreeing, others)):
            return "条件によって異なります"
        return "はい"

    def _is_said_so(self, question: Question, agreeing: Sequence[Fact]) -> bool:
        """Whether the facts that agree hold for the asker: without a condition or a part that she did not name."""
        met = self.look_up.circumstances(question).met
        text = squeeze(question.text)
        return any(
            all(c in met or squeeze(c.partition(":")[2] or c) in text for c in fact.conditions)
            and (not fact.item or any(holds(term, fact.item) for term in question.topic))
            for fact in agreeing
        )

    def _said(self, found: Found, verdict: str) -> Draft:
        draft = self.stater.write([found])
        mark = "、" if len(verdict) < 4 else "。"
        draft.text = f"{verdict}{mark}{draft.text}"
        return draft

    def _found(self, question: Question, subject: Subject, stated: Quantity) -> Found | None:
        """The facts that the figure speaks of: of the attribute named, else of that which holds most of the words."""
        likely = _ATTRIBUTES[stated.kind]
        named = [name for name in question.attributes if name in likely]
        best: tuple[int, Found] | None = None
        for attribute in named or likely:
            asked = replace(question, attributes=(attribute,), subjects=(subject,))
            facts = self.look_up.facts(asked, subject, attribute, strict=False)
            kept = [fact for fact in facts if _is_comparable(fact.value, stated)]
            said = "\n".join(f"{fact.item} {' '.join(fact.conditions)}" for fact in kept)
            held = sum(holds(term, said) for term in question.topic)
            # A sum of another kind than the likeliest denies nothing unless the question speaks of it.
            meant = attribute in (*named, likely[0]) or held or any(_agrees(fact.value, stated) for fact in kept)
            if kept and meant and (best is None or held > best[0]):
                best = held, Found(subject, attribute, tuple(kept), 1.0)
        return best[1] if best else None

    def _of_other_years(self, question: Question, subject: Subject, stated: Quantity) -> Found | None:
        """The facts of another year than the one named that have the very figure."""
        if not question.fiscal_years:
            return None
        for attribute in _ATTRIBUTES[stated.kind]:
            facts = [f for f in self.look_up.ledger.facts(subject.id) if f.attribute == attribute]
            same = [fact for fact in facts if fact.value == stated.canonical]
            if same:
                return Found(subject, attribute, tuple(same[:1]), 1.0)
        return None


def _is_comparable(value: str, stated: Quantity) -> bool:
    """Whether a fact's value is of the kind of ``stated``; counts only with the same counter."""
    if stated.kind in _DATED:
        return value.startswith(("date:", "fy:"))
    prefix = stated.canonical.partition(":")[0]
    if not value.startswith(f"{prefix}:"):
        return False
    return stated.kind != "count" or value.endswith(stated.unit)


def _ends_at(value: str, stated: Quantity) -> bool:
    """Whether a range ends at what is stated."""
    kind, _, range_ = value.partition(":")
    return f"{kind}:{range_.rpartition('-')[2]}" == stated.canonical


def _agrees(value: str, stated: Quantity) -> bool:
    """Whether a value is what is stated, dates as far as they are stated; a time is either end of its range."""
    if stated.kind == "time":
        return stated.canonical.partition(":")[2] in value.partition(":")[2].split("-") or value == stated.canonical
    if stated.kind in _DATED and value.partition(":")[0] != stated.canonical.partition(":")[0]:
        year = re.search(r"[0-9]{4}", value)
        return bool(year) and year[0] in stated.canonical if year else False
    if stated.kind == "date":
        return value.startswith(stated.canonical)
    return value == stated.canonical


def _named(question: Question, facts: Sequence[Fact]) -> int:
    """How many words of the question the item of one of ``facts`` holds at most; one called by its name goes first."""
    text = squeeze(question.text)
    return max(
        (len(fact.item) if len(fact.item) >= _NAME and squeeze(fact.item) in text else 0)
        + sum(holds(term, fact.item) for term in question.topic)
        for fact in facts
    )


def _alike(some: Sequence[Fact], others: Sequence[Fact]) -> bool:
    """Whether nothing tells some facts from others that say something else."""
    return bool({(fact.item, fact.conditions) for fact in some} & {(fact.item, fact.conditions) for fact in others})
