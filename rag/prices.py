"""Prices: what so many of a thing cost that has a price apiece (「1回あたり11,750円」)."""

import re
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.quantities import parse_quantities
from ingest.wording import render_money
from rag.arithmetic import value
from rag.draft import Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.stating import Stater, order_note
from rag.types import Question, Working

_ATTRIBUTE = "費用"
_INTENTS = frozenset(["how_much", "sum"])
_REST = re.compile(r"[+＋]\s*([^（()）]+)")


@dataclass(frozen=True)
class Pricer:
    """Multiplies the prices of one index."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The price of as many as the question says; None where it says no number or no price apiece is stated."""
        if not question.subjects or not (_INTENTS & set(question.intents) or _ATTRIBUTE in question.attributes):
            return None
        counts = {q.unit: q.canonical for q in parse_quantities(question.text) if q.kind == "count" and q.unit}
        for subject in question.subjects:
            for fact in self.look_up.ledger.facts(subject.id):
                if fact.attribute != _ATTRIBUTE or not fact.value.startswith("yen:") or "-" in fact.value:
                    continue
                if count := counts.get(self._apiece(fact)):
                    return self._written(fact, count)
        return None

    def _apiece(self, fact: Fact) -> str:
        """The counter of what the price is for one of, "" where the line does not say."""
        block = self.stater.block(fact)
        text = narrow(block.text) if block else fact.text
        found = re.search(rf"1(\w{{1,3}}?)(?:あたり|当たり|につき)[^0-9]*{re.escape(fact.text)}", text)
        return found[1] if found else ""

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
