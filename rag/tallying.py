"""Tallying: how many members a body has, or how often it met, counted off what a page lists one by one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Ledger, Subject
from rag.arithmetic import count_of
from rag.draft import Draft, unmarked, year_of
from rag.matching import squeezed
from rag.stating import Stater
from rag.types import Question

_MEMBERS, _DATES = "委員", "日付"
_HOW_MANY = re.compile(r"(?:何|なん)(人|名)|(人)数|全部で(人|名)")
_BODY = re.compile(r"委員|メンバー|構成員|オブザーバー|参加者")
_HOW_OFTEN = re.compile(r"(?:何|なん)回[^。?]{0,8}(?:開|あっ|行|や[りっ]|会|集ま|話し合|議論|実施|でした|です|[?]|$)")
_ASIDE = "オブザーバー"
_TIME = re.compile(r"回:第([0-9]+)回")
_FEWEST = 2  # of one thing there is no list
_NAME = re.compile(r"^[^（(※]+")


@dataclass(frozen=True)
class Tallier:
    """Counts what one ledger lists."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The number and the list; None where nothing listed is asked for by number."""
        text = squeezed(question.text)
        for subject in question.subjects:
            if (asked := _HOW_MANY.search(text)) and _BODY.search(text):
                unit = next(filter(None, asked.groups()))
                members = self._listed(question, subject, _MEMBERS)
                if len(members) >= _FEWEST:
                    return self._of_members(members, unit)
            if _HOW_OFTEN.search(text):
                held = [fact for fact in self._listed(question, subject, _DATES) if _time(fact)]
                # As many as the last one says: a list with gaps is not all of them.
                if len(held) >= _FEWEST and [_time(fact) for fact in held] == list(range(1, len(held) + 1)):
                    return self._told(held, "開催実績", [f"第{_time(fact)}回" for fact in held], "回")
        return None

    def _listed(self, question: Question, subject: Subject, attribute: str) -> list[Fact]:
        years = question.fiscal_years
        facts = [fact for fact in self.ledger.facts(subject.id) if fact.attribute == attribute]
        return [fact for fact in facts if not years or fact.fiscal_year in years]

    def _of_members(self, members: Sequence[Fact], unit: str) -> Draft:
        """The members; the observers, who are none, beside them."""
        own = [fact for fact in members if fact.item != _ASIDE]
        others = [fact for fact in members if fact.item == _ASIDE]
        beside = f"（{_ASIDE}を除く）" if others else ""
        return self._told(own, f"{_MEMBERS}{beside}", [_name(fact) for fact in own], unit, others)

    def _told(
        self, facts: Sequence[Fact], what: str, names: Sequence[str], unit: str, others: Sequence[Fact] = ()
    ) -> Draft:
        """「委員は、甲、乙の2人です」, each name with its mark; ``others`` are named and not counted."""
        document = next(d for d in self.stater.index.store.documents() if d.id == facts[0].document_id)
        draft = Draft()
        draft.names.append(narrow(facts[0].name))
        draft.workings.append(count_of(names, unit))
        told = [self.stater.told(draft, fact, document, "") for fact in facts]
        marks = "" if _time(facts[0]) else "".join(one.marks for one in told)
        owner = self.stater.owner(draft, facts[0], document)
        lead = f"{unmarked(narrow(facts[0].name))}（{year_of(document)}の資料）の{what}は、"
        lines = [f"{lead}{'、'.join(map(unmarked, names))}の{len(names)}{unit}です。{marks}{owner}"]
        if others:
            named = "、".join(unmarked(_name(fact)) for fact in others)
            beside = "".join(self.stater.told(draft, fact, document, "").marks for fact in others)
            lines.append(f"ほかに、{_ASIDE}は、{named}です。{beside}")
        if _time(facts[0]):
            lines += [f"・第{_time(one.fact)}回：{one.value}{one.marks}" for one in told]
        draft.finish("\n".join(lines))
        return draft


def _time(fact: Fact) -> int:
    """Which meeting a date is of; 0 where it is of none."""
    found = [_TIME.fullmatch(condition) for condition in fact.conditions]
    return next((int(one[1]) for one in found if one), 0)


def _name(fact: Fact) -> str:
    """Who it is, without post and marks."""
    found = _NAME.match(fact.text)
    return found[0].strip() if found else fact.text
