"""Prices: what so many of a thing cost that has a price apiece (「1回あたり11,750円」)."""

import re
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.quantities import parse_quantities
from ingest.wording import render_money
from rag.arithmetic import taken, value
from rag.draft import Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.stating import Stater, order_note
from rag.types import Question, Working

_ATTRIBUTE = "費用"
_INTENTS = frozenset(["how_much", "sum"])
_REST = re.compile(r"[+＋]\s*([^（()）]+)")
_NAMED = 3  # last letters of a cost's name by which a question speaks of it (交通費)
_EACH_TIME = re.compile(
    r"毎回|[1一]回(?:あたり|当たり|につき|の|で|ごと|[はが]?[\d,]+円)|各回|回ごと|その都度|往復|ずつ"
)
# 「1回あたり」, 「1回の交通費」, 「1回1,600円」 say what one costs, and not how many are asked for.
_APIECE = re.compile(r"あたり|当たり|につき|ごと|の[一-鿿]{1,6}[費代料賃]|[はにがで]?約?[\d,.]+[万千]?円")
_IN_ALL = re.compile(r"(?:合計|全部|総額|合わせて|あわせて|計)(?:で|が|は)?[\d,]+")


@dataclass(frozen=True)
class Pricer:
    """Multiplies the prices of one index."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The price of as many as the question says; None where it says no number or no price apiece is stated."""
        if not question.subjects or not (_INTENTS & set(question.intents) or _ATTRIBUTE in question.attributes):
            return None
        counts = _times(squeezed(question.text))
        for subject in question.subjects:
            for fact in self.look_up.ledger.facts(subject.id):
                if fact.attribute != _ATTRIBUTE or not fact.value.startswith("yen:") or "-" in fact.value:
                    continue
                if count := counts.get(self._apiece(fact)):
                    share = self._share(question, fact, count)
                    return self._with_share(fact, count, *share) if share else self._written(fact, count)
        return None

    def _apiece(self, fact: Fact) -> str:
        """The counter of what the price is for one of, "" where the line does not say."""
        block = self.stater.block(fact)
        text = narrow(block.text) if block else fact.text
        found = re.search(rf"1(\w{{1,3}}?)(?:あたり|当たり|につき)[^0-9]*{re.escape(fact.text)}", text)
        return found[1] if found else ""

    def _share(self, question: Question, price: Fact, count: str) -> tuple[Fact, int, bool] | None:
        """The share of a cost that the line asks for beside the price, that cost as the question states it, and
        whether that is of each time; None where the question does not say so."""
        text = squeezed(question.text)
        shares = [
            fact
            for fact in self.look_up.ledger.facts(price.programme)
            if fact.attribute == _ATTRIBUTE and fact.value.startswith("rate:") and fact.page == price.page
            if squeezed(fact.item)[-_NAMED:] in text and len(fact.item) >= _NAMED
        ]
        if len(shares) != 1 or len(question.amounts) != 1:
            return None
        apiece = bool(_EACH_TIME.search(text)) or value(count) == 1
        if (question.amounts[0] * value(shares[0].value)).denominator != 1:
            return None  # nobody says what becomes of half a yen
        return (shares[0], question.amounts[0], apiece) if apiece or _IN_ALL.search(text) else None

    def _with_share(self, fact: Fact, count: str, share: Fact, cost: int, apiece: bool) -> Draft:
        """The price of so many and the share of a cost, step by step, and what they come to."""
        draft = Draft()
        document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
        told, owner = self.stater.told(draft, fact, document, ""), self.stater.owner(draft, fact, document)
        of, number = self.stater.told(draft, share, document, ""), count.partition(":")[2]
        draft.names.append(fact.name)
        price, part = int(value(fact.value) * value(count)), taken(cost, share.value)
        rest = part * int(value(count)) if apiece else part
        draft.workings += [
            Working(fact.value, "×", count, f"yen:{price}"),
            Working(f"yen:{cost}", "×", share.value, f"yen:{part}"),
            *([Working(f"yen:{part}", "×", count, f"yen:{rest}")] if apiece else []),
            Working(f"yen:{price}", "+", f"yen:{rest}", f"yen:{price + rest}"),
        ]
        times = f"、{render_money(part)}×{number}＝{render_money(rest)}" if apiece and value(count) > 1 else ""
        name = f"{unmarked(narrow(fact.name))}（{year_of(document)}の資料）"
        draft.finish(
            f"{name}の費用は、合わせて{render_money(price + rest)}です。{owner}\n"
            f"・{told.value}×{number}＝{render_money(price)}{order_note(fact)}{told.marks}\n"
            f"・{unmarked(narrow(share.item))}：{render_money(cost)}×{of.value}＝{render_money(part)}{times}"
            f"{order_note(share)}{of.marks}"
        )
        return draft

    def _written(self, fact: Fact, count: str) -> Draft:
        draft = Draft()
        document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
        told, owner = self.stater.told(draft, fact, document, ""), self.stater.owner(draft, fact, document)
        draft.names.append(fact.name)
        whole = int(value(fact.value) * value(count))
        draft.workings.append(Working(fact.value, "×", count, f"yen:{whole}"))
        block = self.stater.block(fact)
        rest = _REST.search(narrow(block.text)) if block else None
        more = f"ほかに、{unmarked(rest[1].strip())}がかかります。" if rest else ""
        name, number = unmarked(narrow(fact.name)), count.partition(":")[2]
        draft.finish(
            f"{name}（{year_of(document)}の資料）の費用は、{told.value}×{number}＝{render_money(whole)}です。"
            f"{order_note(fact)}{told.marks}{owner * (owner not in told.marks)}{more}"
        )
        return draft


def _times(text: str) -> dict[str, str]:
    """Counter -> how many are asked for; none where two numbers have it."""
    said: dict[str, set[str]] = {}
    for quantity in parse_quantities(text):
        each = _APIECE.match(text, quantity.end)
        if quantity.kind == "count" and quantity.unit and not each:
            said.setdefault(quantity.unit, set()).add(quantity.canonical)
    return {unit: next(iter(counts)) for unit, counts in said.items() if len(counts) == 1}
