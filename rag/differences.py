"""Differences: subjects, divisions of one, or conditions side by side, with the difference of figures worked out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.facts import Fact
from rag.across import difference_of
from rag.arithmetic import value
from rag.comparison import BLANK
from rag.draft import Draft, year_of
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.sides import MAIN, Side, SideFinder
from rag.stating import Stater, order_note
from rag.types import Question, Working

_INTENTS = frozenset(["compare", "most"])
_EACH = "each"  # it sets side by side what has names of its own; parts of one the look-up tells
_IN_TABLE = 2  # rows that are said in sentences; more make a table
_MORE = ("のほうが", "最も")
_CONTENT = "内容"
_PLAIN = "次のとおりです。"
_ABOUT = ("程度", "約", "およそ", "前後")  # of such figures no difference is worked out
_WHAT = re.compile(r"中身|内容|役割|仕事|何をし|何をす|どんな支援|目的|特徴")  # what is done is asked for, no figure
_WHEN = re.compile(r"新し|古い|古く|先に|早い|早く|遅い|遅く")
_LATEST = re.compile(r"新し|遅い|遅く|後に|最近")
_DATED = ("開設", "日付")
_CELL = 90  # characters
_HIGHER = {
    "months": ("長い", "短い"),
    "rate": ("高い", "低い"),
    "percent": ("高い", "低い"),
    "count": ("多い", "少ない"),
}
_AREA = ("㎡", "m2")
_PRICE = "費用"
_BIGGER = ("大きい", "小さい")
_LATER = ("遅い", "早い")
_DATES = ("date", "fy")


@dataclass(frozen=True)
class SubjectComparer:
    """Compares what one index states."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """Each attribute asked for, side by side, differences first; None where it is no such question."""
        each = _EACH in question.intents and len(question.subjects) > 1
        if not each and not _INTENTS & set(question.intents):
            return None
        sides = self._sides.find(question)
        if len(sides) < 2:
            return None
        if any(name not in side.facts for side in sides for name in question.attributes):
            question = replace(question, attributes=())  # none of them states what was asked for
        attributes = [name for name in question.attributes or MAIN if _is_told(name, sides, question)]
        attributes = attributes or [name for name in MAIN if all(side.facts.get(name) for side in sides)]
        if not question.attributes:
            attributes = self._unasked(squeezed(question.text), sides, attributes)
        if not attributes:
            return None
        if not question.attributes:  # what all sides have in common is no difference
            attributes = [name for name in attributes if _differ(sides, name)] or attributes
        draft = Draft()
        late = bool(_LATEST.search(squeezed(question.text)))
        leads = {name: self._lead(draft, sides, name, late) for name in attributes}
        if len(attributes) > _IN_TABLE:
            telling = [lead for lead in leads.values() if any(word in lead for word in _MORE)]
            body = self._table(draft, sides, attributes)
            lines = [*(telling or ["主な内容を並べると、次のとおりです。"]), *body]
        else:
            parts = {name: self._lines(draft, sides, name) for name in attributes}
            lines = [line for name in attributes for line in (leads[name], *parts[name])]
        draft.finish("\n".join([f"{_whole(sides)}{lines[0]}", *lines[1:]]))
        return draft

    def _unasked(self, text: str, sides: Sequence[Side], told: Sequence[str]) -> list[str]:
        """What is compared where no attribute is named: what is done, when it began, or all that there is."""
        every = [name for name in told if all(side.facts.get(name) for side in sides)]
        if _WHAT.search(text) or not every:
            return [_CONTENT] if all(side.facts.get(_CONTENT) for side in sides) else list(told)
        return [name for name in every if _WHEN.search(text) and name in _DATED] or list(told)

    @cached_property
    def _sides(self) -> SideFinder:
        return SideFinder(self.look_up)

    def _lines(self, draft: Draft, sides: Sequence[Side], attribute: str) -> list[str]:
        lines = []
        for side in sides:
            facts = side.facts[attribute]
            if not facts:
                lines.append(f"・{side.name}の{attribute}：{BLANK}")
                continue
            document = next(d for d in self.stater.index.store.documents() if d.id == facts[0].document_id)
            values = self._values(draft, side, facts)
            owner = self.stater.owner(draft, facts[0], document)
            draft.names.append(facts[0].name)
            year = f"（{year_of(document)}の資料）"
            lines.append(f"・{side.name}{year}の{attribute}：{values}{owner * (owner not in values)}")
        return lines

    def _table(self, draft: Draft, sides: Sequence[Side], attributes: Sequence[str]) -> list[str]:
        """A pipe table: a row an attribute, a column a side."""
        heads = [self._head(draft, side) for side in sides]
        rows = [["項目", *heads], ["---"] * (len(sides) + 1)]
        for name in attributes:
            rows.append([name, *(self._cell(draft, side, side.facts[name]) for side in sides)])
        return [f"| {' | '.join(row)} |" for row in rows]

    def _head(self, draft: Draft, side: Side) -> str:
        """A side's name with its document's year, and the marks of the name."""
        fact = next((fact for facts in side.facts.values() for fact in facts), None)
        if fact is None:
            return side.name
        document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
        draft.names.append(fact.name)
        return f"{side.name}（{year_of(document)}の資料）{self.stater.owner(draft, fact, document)}"

    def _cell(self, draft: Draft, side: Side, facts: Sequence[Fact]) -> str:
        return self._values(draft, side, facts).replace("|", "／").replace("\n", " ") if facts else BLANK

    def _values(self, draft: Draft, side: Side, facts: Sequence[Fact]) -> str:
        said = list[str]()
        for fact in _once(facts):
            document = next(d for d in self.stater.index.store.documents() if d.id == fact.document_id)
            told = self.stater.told(draft, fact, document, "")
            text = told.value if len(told.value) <= _CELL or fact.is_figure else f"{told.value[:_CELL]}…"
            of = "・".join(part for part in told.of.split("・") if squeezed(part) != squeezed(side.name))
            said.append(f"{text}{f'（{of}）' if of else ''}{order_note(fact)}{told.marks}")
        return "、".join(dict.fromkeys(said))

    def _lead(self, draft: Draft, sides: Sequence[Side], attribute: str, late: bool) -> str:
        """Which is more and by how much, where each has one figure of a kind."""
        figures = [sorted({fact.value for fact in side.facts[attribute]}) for side in sides]
        texts = [{squeezed(fact.text) for fact in side.facts[attribute]} for side in sides]
        kinds = {_kind(values[0]) for values in figures if values}
        if all(texts) and all(one == texts[0] for one in texts):
            return f"{attribute}は、{'どちらも' if len(sides) == 2 else 'いずれも'}同じです。"
        if any(
            len(values) != 1 or "-" in values[0].partition(":")[2] * (_kind(values[0]) not in _DATES)
            for values in figures
        ):
            return f"{attribute}は、{_PLAIN}"
        if len(kinds) != 1 or (kind := kinds.pop()) == "text":
            return f"{attribute}は、{_PLAIN}"
        ranked = sorted(zip((values[0] for values in figures), sides, strict=True), key=lambda pair: _size(pair[0]))
        if kind in _DATES and late:
            return f"{attribute}が最も遅い（新しい）のは、{ranked[-1][1].name}です。"
        return self._ranked(draft, [one for one, _ in ranked], [side for _, side in ranked], attribute, kind)

    def _ranked(self, draft: Draft, values: Sequence[str], sides: Sequence[Side], attribute: str, kind: str) -> str:
        """The lead for figures of one ``kind``, the least first."""
        units = {_unit(one) for one in values}
        if _size(values[0]) == _size(values[-1]):
            return f"{attribute}は、{'どちらも' if len(sides) == 2 else 'いずれも'}同じです。"
        if len(units) > 1:
            return f"{attribute}は、次のとおり異なります。"
        more, less = _LATER if kind in _DATES else _HIGHER.get(kind, _BIGGER)
        if units & set(_AREA):
            more = "広い"
        if attribute == _PRICE:
            more = "高い"
        if len(sides) > 2:
            alike = [side.name for one, side in zip(values, sides, strict=True) if _size(one) == _size(values[-1])]
            most = (
                f"最も{less}のは、{sides[0].name}です" if kind in _DATES else f"最も{more}のは、{'と'.join(alike)}です"
            )
            return f"{attribute}が{most}。"
        if kind in _DATES:
            return f"{attribute}は、{sides[0].name}のほうが先です。"
        name, told = sides[-1].name, [fact.text for side in sides for fact in side.facts[attribute]]
        if kind in ("rate", "percent") or any(word in text for text in told for word in _ABOUT):
            return f"{attribute}は、{name}のほうが{more}です。"
        gap = value(values[-1]) - value(values[0])
        result, said = difference_of(values[-1], gap)
        draft.workings.append(Working(values[-1], "−", values[0], result))
        return f"{attribute}は、{name}のほうが{said}{more}です。"


def _kind(canonical: str) -> str:
    return canonical.partition(":")[0]


def _unit(canonical: str) -> str:
    """What a count counts; the kind of any other figure."""
    kind, _, rest = canonical.partition(":")
    return rest.lstrip("0123456789.") if kind == "count" else kind


def _size(canonical: str) -> tuple[float, str]:
    """What figures are ordered by; dates by their letters."""
    kind, _, rest = canonical.partition(":")
    return (0.0, rest) if kind in _DATES else (float(value(canonical)), "")


def _once(facts: Sequence[Fact]) -> list[Fact]:
    """Each value once: another page's again is no other, nor one with conditions beside the same without any."""
    plain = {fact.value for fact in facts if not fact.conditions}
    kept: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        if not fact.conditions or fact.value not in plain:
            kept.setdefault((fact.value, fact.conditions, "" if fact.conditions else fact.item), fact)
    return list(kept.values())


def _whole(sides: Sequence[Side]) -> str:
    """「…事業の」 where all sides are divisions of one."""
    wholes = {side.whole for side in sides}
    whole = wholes.pop()
    return f"{whole}の" if whole and not wholes else ""


def _differ(sides: Sequence[Side], attribute: str) -> bool:
    return len({frozenset(fact.value for fact in side.facts[attribute]) for side in sides}) > 1


def _is_told(attribute: str, sides: Sequence[Side], question: Question) -> bool:
    """Whether an attribute is compared: every side states it, or one does and it is not asked for by name alone."""
    stated = [bool(side.facts[attribute]) for side in sides]
    return all(stated) or (any(stated) and not question.attributes)
