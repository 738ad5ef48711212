"""Summing: budgets added up over a group of programmes or over those named, each once; and how many there are."""

import re
from dataclasses import dataclass

from ingest.fold import narrow
from ingest.wording import render_money
from rag.arithmetic import count_of
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.entries import EntryWriter, order_remark, wants_amounts
from rag.groups import Entry, Group, Grouper
from rag.lookup import LookUp
from rag.stating import Stater
from rag.types import Question, Working

_SUM, _COUNT = "sum", "count"
_ADDED = ("予算額", "助成限度額")
_UNIT = "事業"
_SAID = re.compile(r"(?<![0-9])([0-9]{1,2})(?:つ|件|個)?の?事業")
AT_MOST = 40  # programmes; more are no group but a whole document


@dataclass(frozen=True)
class Summer:
    """Adds up over one index."""

    grouper: Grouper
    entries: EntryWriter
    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The sum, or the number, that the question asks for; None where it asks for none of a group it names."""
        if _SUM in question.intents and (draft := self._named(question)):
            return draft
        if not {_SUM, _COUNT} & set(question.intents):
            return None
        group = self.grouper.find(question)
        if group is None or len(group.entries) > AT_MOST:
            return None
        if _SUM in question.intents:
            if question.attributes and _ADDED[0] not in question.attributes:
                return None  # something else is added up
            return self._sum(group) if _said_number(question.text) in (None, len(group.entries)) else None
        return self._count(question, group) if len(group.entries) > 1 or group.tags else None

    def _sum(self, group: Group) -> Draft | None:
        priced = [entry for entry in group.entries if entry.budget and "-" not in entry.budget.value]
        if not priced:
            return self._untied(group)
        draft = Draft()
        lines = self.entries.lines(draft, group)
        whole = self._total(draft, [entry.budget.value for entry in priced if entry.budget])
        terms = "＋".join(unmarked(narrow(entry.budget.text)) for entry in priced if entry.budget)
        if len(group.entries) == 1:
            parts = [self._single(draft, priced[0])]
        else:
            lead = f"{self.entries.lead(draft, group)}{self._number(draft, priced)}の予算額の合計は、"
            lead += f"{render_money(whole)}です。{order_remark(group.entries)}{self.entries.owners(draft, group)}"
            parts = [lead, *lines, f"計算：{terms}＝{render_money(whole)}"]
        draft.finish("\n".join([*parts, *self._remarks(draft, group, priced)]))
        return draft

    def _single(self, draft: Draft, entry: Entry) -> str:
        """The amount of the one programme that is meant, however often the pages list it."""
        assert entry.budget is not None
        note = ORDER_NOTE * (entry.block.tied == "order")
        year = year_of(self.entries.document(entry))
        value = unmarked(narrow(entry.budget.text))
        marks = self.entries.marks(draft, entry)
        return f"{unmarked(narrow(entry.name))}（{year}の資料）の予算額は、{value}です。{note}{marks}"

    def _number(self, draft: Draft, entries: list[Entry]) -> str:
        """「3事業」, counted off the cited names."""
        draft.workings.append(count_of([entry.name for entry in entries], _UNIT))
        return f"{len(entries)}{_UNIT}"

    def _total(self, draft: Draft, values: list[str]) -> int:
        """The sum of canonical amounts, a step a term."""
        whole = int(values[0].partition(":")[2])
        for value in values[1:]:
            more = whole + int(value.partition(":")[2])
            draft.workings.append(Working(f"yen:{whole}", "+", value, f"yen:{more}"))
            whole = more
        return whole

    def _remarks(self, draft: Draft, group: Group, priced: list[Entry]) -> list[str]:
        remarks = []
        repeated = dict.fromkeys(entry.name for entry in group.again)
        if repeated:
            told = "、".join(unmarked(narrow(name)) for name in repeated)
            where = "".join(self.entries.marks(draft, entry) for entry in group.again)
            remarks.append(f"再掲の事業は、一度だけ数えています（{told}）。{where}")
        without = [entry.name for entry in group.entries if entry not in priced]
        if without:
            draft.status = "partial"
            told = "、".join(unmarked(narrow(name)) for name in without)
            remarks.append(f"金額を確かめられない事業は、含めていません（{told}）。")
        if group.tags and self.entries.loose_tags(group):
            draft.status = "partial"
            remarks.append("どの事業のものか確かめられない印がほかにもあるため、これがすべてとは限りません。")
        return remarks

    def _untied(self, group: Group) -> Draft:
        """That none of the group's amounts can be told."""
        draft = Draft(status="not_found", reason="untied")
        names = self.entries.lines(draft, group)
        lead = f"{self.entries.lead(draft, group)}事業の予算額は、確かめられません。"
        why = "金額が事業名から離れて並んでいるか、載っていないためです。事業は次のとおりです。"
        draft.finish("\n".join([f"{lead}{why}{self.entries.owners(draft, group)}", *names]))
        return draft

    def _count(self, question: Question, group: Group) -> Draft:
        draft = Draft()
        lines = self.entries.lines(draft, group, wants_amounts(question))
        number = self._number(draft, list(group.entries))
        lead = f"{self.entries.lead(draft, group)}事業は、次の{number}です。"
        lead += f"{order_remark(group.entries)}{self.entries.owners(draft, group)}"
        draft.finish("\n".join([lead, *lines, *self._remarks(draft, group, list(group.entries))]))
        return draft

    def _named(self, question: Question) -> Draft | None:
        """The sum over two or more programmes that are named, where each has one amount of the year asked for."""
        subjects = [subject for subject in question.subjects if subject.kind != "strategy"]
        if len(subjects) < 2:
            return None
        for attribute in [name for name in _ADDED if name in question.attributes] or _ADDED[:1]:
            found = [self.look_up.facts(question, subject, attribute, strict=False) for subject in subjects]
            if not all(len({fact.value for fact in facts}) == 1 and "-" not in facts[0].value for facts in found):
                continue
            draft, lines = Draft(), []
            for facts in found:
                document = next(d for d in self.stater.index.store.documents() if d.id == facts[0].document_id)
                told = self.stater.told(draft, facts[0], document, "")
                owner = self.stater.owner(draft, facts[0], document)
                draft.names.append(facts[0].name)
                note = ORDER_NOTE * (facts[0].tied == "order")
                name = unmarked(narrow(facts[0].name))
                marks = told.marks + owner * (owner not in told.marks)
                lines.append(f"・{name}（{year_of(document)}の資料）の{attribute}：{told.value}{note}{marks}")
            whole = self._total(draft, [facts[0].value for facts in found])
            terms = "＋".join(unmarked(facts[0].text) for facts in found)
            lead = f"{attribute}の合計は、{render_money(whole)}です（{terms}）。"
            draft.finish("\n".join([lead, *lines]))
            return draft
        return None


def _said_number(text: str) -> int | None:
    """Of how many programmes the question speaks (「3つの事業」); None where it does not say."""
    said = _SAID.search(narrow(text))
    return int(said[1]) if said else None
