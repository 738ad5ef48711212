"""Across years: one figure of a subject in two years, with the difference and the ratio worked out."""

from dataclasses import dataclass, replace

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Subject
from ingest.wording import render_money
from rag.draft import Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.stating import Stater, order_note
from rag.types import Question, Working

_MONEY = ("予算額", "助成限度額", "下限額")


@dataclass(frozen=True)
class YearComparer:
    """Compares the years of one index."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The comparison that the question asks for; None where it asks for none, or a year has no one figure."""
        named = sorted(set(question.fiscal_years))
        if len(named) < 2 and "change" not in question.intents:
            return None
        if len(named) > 2 or not question.subjects:
            return None
        for attribute in [a for a in question.attributes if a in _MONEY] or _MONEY[:1]:
            pair = self._pair(question, question.subjects[0], attribute, named)
            if pair:
                return self._written(pair, attribute)
        return None

    def _pair(self, question: Question, subject: Subject, attribute: str, named: list[int]) -> tuple[Fact, Fact] | None:
        """The figure of the earlier and of the later year: those named, else the two newest that state it."""
        stated = {f.fiscal_year for f in self.look_up.ledger.facts(subject.id) if f.attribute == attribute}
        years = named if len(named) == 2 else sorted(stated)[-2:]
        if len(years) < 2 or not set(years) <= stated:
            return None
        facts = []
        for year in years:
            found = self.look_up.facts(replace(question, fiscal_years=(year,)), subject, attribute, strict=False)
            if len({fact.value for fact in found}) != 1 or "-" in found[0].value:
                return None
            facts.append(found[0])
        return facts[0], facts[1]

    def _written(self, pair: tuple[Fact, Fact], attribute: str) -> Draft:
        documents = {document.id: document for document in self.stater.index.store.documents()}
        draft = Draft()
        lines = []
        for fact in pair:
            document = documents[fact.document_id]
            told = self.stater.told(draft, fact, document, "")
            owner = self.stater.owner(draft, fact, document)
            draft.names.append(fact.name)
            marks = told.marks + owner * (owner not in told.marks)
            name = unmarked(narrow(fact.name))
            lines.append(f"・{year_of(document)}：{name}の{attribute}は、{told.value}{order_note(fact)}{marks}")
        before, after = (int(fact.value.partition(":")[2]) for fact in pair)
        lead = f"{self._difference(draft, before, after)}"
        names = {narrow(fact.name) for fact in pair}
        tail = ["2つの年度で事業の名称が異なります。"] if len(names) > 1 else []
        draft.finish("\n".join([lead, *lines, *tail]))
        return draft

    def _difference(self, draft: Draft, before: int, after: int) -> str:
        if before == after:
            return "2つの年度で、額は同じです。"
        high, low = max(before, after), min(before, after)
        draft.workings.append(Working(f"yen:{high}", "−", f"yen:{low}", f"yen:{high - low}"))
        ratio = round(after / before, 2) if before else 0
        draft.workings.append(Working(f"yen:{after}", "/", f"yen:{before}", f"count:{ratio}倍"))
        way = "増えています" if after > before else "減っています"
        return f"{render_money(high - low)}{way}（約{ratio}倍）。"
