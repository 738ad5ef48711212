"""Differences: subjects, divisions of one, or conditions side by side, with the difference of figures worked out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Subject
from ingest.wording import render_money, render_months
from rag.arithmetic import value
from rag.circumstances import in_divisions, named_divisions, own
from rag.comparison import BLANK
from rag.draft import Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.stating import Stater, order_note
from rag.subjects import names_of
from rag.types import Question, Working

_INTENT = "compare"
_RENDERED = {"yen": render_money, "months": render_months}
_MAIN = ("対象者", "助成限度額", "助成率", "期間", "規模", "対象経費", "予算額", "費用", "所在地", "開設")
"""What is compared where nothing is asked for, in this order."""
_IN_TABLE = 2  # rows that are said in sentences; more make a table
_FACTS = 6  # of one cell
_OTHERS = "それ以外"
_MORE = "のほうが"
_PLAIN = "次のとおりです。"
_ABOUT = ("程度", "約", "およそ", "前後")  # of such figures no difference is worked out
_CELL = 90  # characters
_OTHERWISE = re.compile(r"以外|そのほか|その他|それ以外|ほかの業")
_BOTH = re.compile(r"あり(?:と|、|・|/)なし|する場合としない場合|(?:有|あり)無|しない場合と(?:する|した)場合")


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the things compared: how it is called, and its facts by attribute."""

    name: str
    facts: dict[str, list[Fact]]


@dataclass(frozen=True)
class SubjectComparer:
    """Compares what one index states."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """Each attribute asked for, side by side, differences first; None where it is no such question."""
        if _INTENT not in question.intents or not question.subjects:
            return None
        sides = self._divisions(question) or self._conditions(question) or self._subjects(question)
        if len(sides) < 2:
            return None
        attributes = [name for name in question.attributes or _MAIN if _is_told(name, sides, question)]
        if not attributes:
            return None
        if not question.attributes:  # what all sides have in common is no difference
            attributes = [name for name in attributes if _differ(sides, name)] or attributes
        draft = Draft()
        leads = {name: self._lead(draft, sides, name) for name in attributes}
        if len(attributes) > _IN_TABLE:
            telling = [lead for lead in leads.values() if _MORE in lead]
            body = self._table(draft, sides, attributes)
            draft.finish("\n".join([*(telling or ["主な内容を並べると、次のとおりです。"]), *body]))
        else:
            parts = {name: self._lines(draft, sides, name) for name in attributes}
            draft.finish("\n".join(line for name in attributes for line in (leads[name], *parts[name])))
        return draft

    def _subjects(self, question: Question) -> list[_Side]:
        """A side a subject; of two years that are named with two subjects, each subject has its own."""
        subjects = list(question.subjects[:3])
        years = question.fiscal_years
        paired = len(years) == len(subjects) == 2
        sides = []
        for at, subject in enumerate(subjects):
            asked = replace(question, fiscal_years=(years[at],)) if paired else question
            facts = {name: self._facts(asked, subject, name) for name in question.attributes or _MAIN}
            if paired and not any(facts.values()):
                facts = {name: self._facts(question, subject, name) for name in question.attributes or _MAIN}
            named = next((fact.name for found in facts.values() for fact in found), subject.name)
            sides.append(_Side(unmarked(narrow(named)), facts))
        return sides

    def _divisions(self, question: Question) -> list[_Side]:
        """A side a division (コース, 枠, 区分) where the question names several of one kind of the one subject."""
        for subject in question.subjects:
            facts = self.look_up.ledger.facts(subject.id)
            newest = max((fact.fiscal_year for fact in facts), default=0)
            facts = [fact for fact in facts if fact.fiscal_year in (question.fiscal_years or (newest,))]
            named = named_divisions(question, facts)
            kinds = {name.partition(":")[0] for name in named}
            if len(named) == 1 and _OTHERWISE.search(squeezed(question.text)):
                division = next(iter(named))
                return [self._division(question, subject, division), self._rest(question, facts, division)]
            if len(named) < 2 or len(kinds) != 1:
                continue
            order = dict.fromkeys(c for fact in facts for c in fact.conditions if c in named)
            return [self._division(question, subject, division) for division in order]
        return []

    def _division(self, question: Question, subject: Subject, division: str) -> _Side:
        kind, _, name = division.partition(":")
        # The question with this division alone: what it says of conditions stays.
        known = {condition.name for condition in self.look_up.vocabulary.conditions}
        intents = tuple(intent for intent in question.intents if intent not in known)
        alone = replace(question, text=f"{name}、{self._outside(question)}", topic=(), intents=intents)
        facts = {}
        for attribute in question.attributes or _MAIN:
            found = self.look_up.facts(alone, subject, attribute, strict=False)
            facts[attribute] = [
                fact
                for fact in found
                if division in fact.conditions or not any(c.startswith(f"{kind}:") for c in fact.conditions)
            ][:_FACTS]
        return _Side(unmarked(narrow(name)), facts)

    def _rest(self, question: Question, facts: Sequence[Fact], division: str) -> _Side:
        """What holds outside a division."""
        kind = division.partition(":")[0]
        outside = [fact for fact in facts if not any(c.startswith(f"{kind}:") for c in fact.conditions)]
        asked = question.attributes or _MAIN
        return _Side(_OTHERS, {name: [fact for fact in outside if fact.attribute == name][:_FACTS] for name in asked})

    def _outside(self, question: Question) -> str:
        """What the asker does not meet, in the vocabulary's words; what she meets is shown beside the rest."""
        asker = self.look_up.circumstances(question)
        return "、".join(f"{name}なし" for name in sorted(asker.unmet) if name not in self._opposite)

    @cached_property
    def _opposite(self) -> frozenset[str]:
        """Conditions that another one excludes: who speaks of 小規模企業 may want 一般 beside it."""
        return frozenset(name for one in self.look_up.vocabulary.conditions for name in one.excludes)

    def _conditions(self, question: Question) -> list[_Side]:
        """With and without a condition, where the question contrasts the two of one subject."""
        text = squeezed(question.text)
        called = [subject for subject in question.subjects if any(name in text for name in names_of(subject))]
        if len(called) != 1:
            return []
        subject = called[0]
        for condition in self.look_up.vocabulary.conditions:
            said = next((word for word in condition.wordings if word in text), "")
            if condition.plain or not said or not (_BOTH.search(text) or self._excluded(condition.name, text)):
                continue
            sides = []
            with_without = bool(_BOTH.search(text))
            other = next((name for name in condition.excludes if name in text), _OTHERS)
            names = (f"{condition.name}あり", f"{condition.name}なし") if with_without else (condition.name, other)
            for name, wanted in zip(names, (True, False), strict=True):
                facts = {}
                for attribute in question.attributes or _MAIN:
                    stated = [f for f in self.look_up.ledger.facts(subject.id) if f.attribute == attribute]
                    stated = in_divisions(question, self.look_up.vocabulary, stated)
                    newest = max((fact.fiscal_year for fact in stated), default=0)
                    stated = [fact for fact in stated if fact.fiscal_year in (question.fiscal_years or (newest,))]
                    with_ = [fact for fact in stated if condition.name in own(fact)]
                    facts[attribute] = (
                        with_ if wanted and with_ else [f for f in stated if condition.name not in own(f)]
                    )
                sides.append(_Side(name, facts))
            return sides
        return []

    def _excluded(self, name: str, text: str) -> bool:
        """Whether the question sets those who do not meet the condition beside those who do."""
        others = [o for o in self.look_up.vocabulary.conditions if name in o.excludes]
        return any(word in text.replace(name, "") for other in others for word in other.wordings)

    def _facts(self, question: Question, subject: Subject, attribute: str) -> list[Fact]:
        return self.look_up.facts(question, subject, attribute, strict=False)[:_FACTS]

    def _lines(self, draft: Draft, sides: Sequence[_Side], attribute: str) -> list[str]:
        lines = []
        for side in sides:
            facts = side.facts[attribute]
            if not facts:
                lines.append(f"・{side.name}の{attribute}：{BLANK}")
                continue
            document = next(d for d in self.stater.index.store.documents() if d.id == facts[0].document_id)
            values = self._values(draft, facts)
            owner = self.stater.owner(draft, facts[0], document)
            draft.names.append(facts[0].name)
            year = f"（{year_of(document)}の資料）"
            lines.append(f"・{side.name}{year}の{attribute}：{values}{owner * (owner not in values)}")
        return lines

    def _table(self, draft: Draft, sides: Sequence[_Side], attributes: Sequence[str]) -> list[str]:
        """A pipe table: a row an attribute, a column a side."""
        heads = [self._head(draft, side) for side in sides]
        rows = [["項目", *heads], ["---"] * (len(sides) + 1)]
        for name in attributes:
            rows.append([name, *(self._cell(draft, side.facts[name]) for side in sides)])
        return [f"| {' | '.join(row)} |" for row in rows]

    def _head(self, draft: Draft, side: _Side) -> str:
        """A side's name with its document's year, and the marks of the name."""
        fact = next((fact for facts in side.facts.values() for fact in facts), None)
        if fact is None:
            return side.name
        document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
        draft.names.append(fact.name)
        return f"{side.name}（{year_of(document)}の資料）{self.stater.owner(draft, fact, document)}"

    def _cell(self, draft: Draft, facts: Sequence[Fact]) -> str:
        return self._values(draft, facts).replace("|", "／").replace("\n", " ") if facts else BLANK

    def _values(self, draft: Draft, facts: Sequence[Fact]) -> str:
        said = list[str]()
        for fact in _once(facts):
            document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
            told = self.stater.told(draft, fact, document, "")
            text = told.value if len(told.value) <= _CELL or fact.is_figure else f"{told.value[:_CELL]}…"
            said.append(f"{text}{f'（{told.of}）' if told.of else ''}{order_note(fact)}{told.marks}")
        return "、".join(dict.fromkeys(said))

    def _lead(self, draft: Draft, sides: Sequence[_Side], attribute: str) -> str:
        """Which is more and by how much, where each has one figure of a kind."""
        figures = [sorted({fact.value for fact in side.facts[attribute]}) for side in sides]
        plain = f"{attribute}は、{_PLAIN}"
        kinds = {values[0].partition(":")[0] for values in figures if values}
        if any(len(values) != 1 or "-" in values[0] for values in figures) or len(kinds) != 1 or len(sides) != 2:
            return plain
        kind = kinds.pop()
        first, second = (values[0] for values in figures)
        if first == second:
            return f"{attribute}は、どちらも同じです。"
        told = [fact.text for side in sides for fact in side.facts[attribute]]
        if kind not in _RENDERED or any(word in text for text in told for word in _ABOUT):
            return f"{attribute}は、次のとおり異なります。"
        high, low = sorted((first, second), key=value, reverse=True)
        result = int(value(high) - value(low))
        draft.workings.append(Working(high, "−", low, f"{kind}:{result}"))
        name = sides[0 if high == first else 1].name
        more = "長い" if kind == "months" else "大きい"
        return f"{attribute}は、{name}{_MORE}{_RENDERED[kind](result)}{more}です。"


def _once(facts: Sequence[Fact]) -> list[Fact]:
    """Each value once: another page's again is no other, nor one with conditions beside the same without any."""
    plain = {fact.value for fact in facts if not fact.conditions}
    kept: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        if not fact.conditions or fact.value not in plain:
            kept.setdefault((fact.value, fact.conditions, "" if fact.conditions else fact.item), fact)
    return list(kept.values())


def _differ(sides: Sequence[_Side], attribute: str) -> bool:
    return len({frozenset(fact.value for fact in side.facts[attribute]) for side in sides}) > 1


def _is_told(attribute: str, sides: Sequence[_Side], question: Question) -> bool:
    """Whether an attribute is compared: every side states it, or one does and it is not asked for by name alone."""
    stated = [bool(side.facts[attribute]) for side in sides]
    return all(stated) or (any(stated) and not question.attributes)
