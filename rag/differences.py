"""Differences: one figure of two subjects side by side, with the difference worked out."""

from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Subject
from ingest.wording import render_money, render_months
from rag.arithmetic import value
from rag.draft import Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.stating import Stater, order_note
from rag.types import Question, Working

_INTENT = "compare"
_RENDERED = {"yen": render_money, "months": render_months}


@dataclass(frozen=True)
class SubjectComparer:
    """Compares the subjects of one index."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """Each attribute asked for, a line a subject, the difference before; None where it is no such question."""
        if _INTENT not in question.intents or len(question.subjects) != 2 or not question.attributes:
            return None
        draft = Draft()
        parts = [self._part(draft, question, attribute) for attribute in question.attributes]
        said = [part for part in parts if part]
        if not said:
            return None
        draft.finish("\n".join(said))
        return draft

    def _part(self, draft: Draft, question: Question, attribute: str) -> str:
        pairs = [(subject, self.look_up.facts(question, subject, attribute, False)) for subject in question.subjects]
        if not all(facts for _, facts in pairs):
            return ""
        lines = [self._line(draft, facts, attribute) for _, facts in pairs]
        return "\n".join([self._lead(draft, pairs, attribute), *lines])

    def _line(self, draft: Draft, facts: list[Fact], attribute: str) -> str:
        document = next(d for d in self.stater.index.store.documents() if d.id == facts[0].document_id)
        told = [self.stater.told(draft, fact, document, "") for fact in facts]
        owner = self.stater.owner(draft, facts[0], document)
        draft.names.append(facts[0].name)
        name = unmarked(narrow(facts[0].name))
        values = "、".join(
            f"{one.value}{f'（{one.of}）' if one.of else ''}{order_note(one.fact)}{one.marks}" for one in told
        )
        return f"・{name}（{year_of(document)}の資料）の{attribute}：{values}{owner * (owner not in values)}"

    def _lead(self, draft: Draft, pairs: list[tuple[Subject, list[Fact]]], attribute: str) -> str:
        """Which is more and by how much, where both have one figure of a kind."""
        figures = [sorted({fact.value for fact in facts}) for _, facts in pairs]
        kinds = {values[0].partition(":")[0] for values in figures}
        if any(len(values) != 1 or "-" in values[0] for values in figures) or len(kinds) != 1:
            return f"{attribute}は、次のとおりです。"
        kind = kinds.pop()
        first, second = (values[0] for values in figures)
        if first == second:
            return f"{attribute}は、どちらも同じです。"
        if kind not in _RENDERED:
            return f"{attribute}は、次のとおり異なります。"
        high, low = sorted((first, second), key=value, reverse=True)
        result = int(value(high) - value(low))
        draft.workings.append(Working(high, "−", low, f"{kind}:{result}"))
        name = unmarked(narrow(pairs[0 if high == first else 1][1][0].name))
        more = "長い" if kind == "months" else "大きい"
        return f"{attribute}は、{name}のほうが{_RENDERED[kind](result)}{more}です。"
