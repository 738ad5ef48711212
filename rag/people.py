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

_WHO = re.compile(r"誰|だれ|どなた|名前|氏名|委員|メンバー")
_POSTS = "委員"
_LEADERS = "代表者"
_SHORTEST = 3  # letters that a question and what is said of a person have in common
_FEW = 2  # people; more are a list
_WORD = re.compile(r"[一-鿿ァ-ヴー々a-z0-9]+")


@dataclass(frozen=True)
class PersonTeller:
    """Tells the people of one index."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """Who is meant by a body or a post; None where nobody is asked for, or no words pick anybody out."""
        text = squeezed(question.text)
        if not _WHO.search(text):
            return None
        text = outside_names(question)
        shared = {fact: _longest_run(text, squeezed(fact.text)) for fact in self._people}
        most = max(shared.values(), default=0)
        found = [fact for fact, run in shared.items() if run == most]
        subject = self.ledger.subject(found[0].programme) if most >= _SHORTEST else None
        if subject is None or len(found) > _FEW or len({fact.programme for fact in found}) > 1:
            return None
        return self.stater.write([Found(subject, found[0].attribute, tuple(found), 1.0)])

    @cached_property
    def _people(self) -> tuple[Fact, ...]:
        facts = self.ledger.all_facts()
        return tuple(f for f in facts if f.attribute == _POSTS or f.item.partition("›")[0] == _LEADERS)


def _longest_run(text: str, said: str) -> int:
    """The letters of the longest words that both have in common."""
    runs = (word[i:j] for word in _WORD.findall(text) for i in range(len(word)) for j in range(i + 1, len(word) + 1))
    return max((len(run) for run in runs if run in said), default=0)
