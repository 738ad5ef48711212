"""Goals: the figure that a strategy wants to reach, found by what is to be measured."""

import re
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.ledger_store import Ledger
from ingest.tokens import lemmas
from rag.draft import Draft
from rag.lookup import Found
from rag.matching import squeezed
from rag.stating import Stater
from rag.types import Question

_ATTRIBUTE = "目標"
_GENERAL = frozenset(["都内", "都", "割合", "率", "企業", "中小", "小企業", "以上", "東京", "全て"])
_REACHED = re.compile(r"実績|達成でき|達成され|達成した|実際|現状|現在")  # what came of it is no goal


@dataclass(frozen=True)
class GoalTeller:
    """Tells the goals of one index."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The goal for what the question names; None where it asks for none, or for what came of it."""
        if _ATTRIBUTE not in question.attributes or _REACHED.search(question.text):
            return None
        alternatives = (word for term in question.topic for word in term.alternatives)
        text = "\n".join([squeezed(question.text), *map(squeezed, alternatives)])
        goals = [fact for fact in self.ledger.all_facts() if fact.attribute == _ATTRIBUTE and _own(fact)]
        goals = [fact for fact in goals if all(squeezed(word) in text for word in _own(fact))]
        years = question.fiscal_years or (max((fact.fiscal_year for fact in goals), default=0),)
        goals = [fact for fact in goals if fact.fiscal_year in years]
        subjects = {fact.programme for fact in goals}
        if len(subjects) != 1 or not goals:
            return None
        subject = self.ledger.subject(subjects.pop())
        once = {(fact.value, "".join(_own(fact))): fact for fact in sorted(goals, key=lambda fact: -len(fact.item))}
        return self.stater.write([Found(subject, _ATTRIBUTE, tuple(once.values())[::-1], 1.0)]) if subject else None


def _own(fact: Fact) -> list[str]:
    """The words that say what is measured."""
    said = fact.item.split("›")[-1] or ("" if fact.is_figure else fact.text)
    return [word for word in lemmas(said) if word not in _GENERAL and len(word) > 1]
