"""People: who of those that the documents name belongs to a body, or has a post, that a question names."""

import re
from dataclasses import dataclass
from functools import cached_property

from ingest.facts import Fact
from ingest.ledger_store import Ledger
from rag.circumstances import outside_names
from rag.draft import Draft
from rag.lookup import Found
from rag.matching import squeezed
from rag.stating import Stater
from rag.types import Question

_WHO = re.compile(r"誰|だれ|どなた|お名前|氏名|委員|メンバー|オブザーバー|社長|代表")
_POSTS = "委員"
_LEADERS = "代表者"
_SHORTEST = 3  # letters that a question and what is said of a person have in common
_HEAD = re.compile(r"社長|代表|経営者|トップ")
_SEVERAL = 2
_FEW = 2  # people; more are a list
_WORD = re.compile(r"[一-鿿ァ-ヴー々a-z0-9]+")


@dataclass(frozen=True)
class PersonTeller:
    """Tells the people of one index."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """Who is meant by a body or a post; None where nobody is asked for, or no words pick anybody out."""
        if not _WHO.search(squeezed(question.text)):
            return None
        if leaders := self._leaders(question):
            return self.stater.write(leaders)
        text = outside_names(question)
        shared = {fact: _longest(text, squeezed(f"{fact.text}\n{fact.item}")) for fact in self._people}
        most = max(shared.values(), default=0)
        found = [fact for fact, run in shared.items() if run == most]
        subject = self.ledger.subject(found[0].programme) if most >= _SHORTEST else None
        if subject is None or len(found) > _FEW or len({fact.programme for fact in found}) > 1:
            return None
        return self.stater.write([Found(subject, found[0].attribute, tuple(found), 1.0)])

    def _leaders(self, question: Question) -> list[Found]:
        """Who heads each of several companies that are named."""
        if len(question.subjects) < _SEVERAL or not _HEAD.search(squeezed(question.text)):
            return []
        own = [(one, tuple(f for f in self._people if f.programme == one.id)) for one in question.subjects]
        return [Found(one, _LEADERS, facts, 1.0) for one, facts in own] if all(facts for _, facts in own) else []

    @cached_property
    def _people(self) -> tuple[Fact, ...]:
        facts = self.ledger.all_facts()
        return tuple(f for f in facts if f.attribute == _POSTS or f.item.partition("›")[0] == _LEADERS)


def _longest(text: str, said: str) -> int:
    """The letters of the longest word of ``text`` that ``said`` has."""
    return max((len(word) for word in _WORD.findall(text) if word in said), default=0)
