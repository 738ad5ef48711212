"""Wholes: the programme of whose part a question speaks, where the part is called like another programme.

「デジタルツールの専門家派遣」 is not the 専門家派遣 that a body offers under that name alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.ledger_store import Ledger, Subject
from ingest.tokens import content_words
from rag.matching import holds
from rag.subjects import names_of
from rag.types import Question, Term


@dataclass(frozen=True)
class Wholes:
    """Finds wholes in one ledger."""

    ledger: Ledger

    def of(self, question: Question) -> Subject | None:
        """The one programme that is called by the nouns beside the name of the one subject, and has such a part.

        None where the question says nothing beside it, or no programme or several are called so.
        """
        if len(question.subjects) != 1:
            return None
        part = question.subjects[0]
        if part.kind == "strategy":  # it heads programmes and is part of none
            return None
        names = "\n".join(names_of(part))
        nouns = [term for term in question.topic if term.is_noun and not term.aside]
        beside = [Term(term.lemma) for term in nouns if not holds(term, names)]
        if not beside:
            return None
        told = {one: self._called(one, beside) for one in self.ledger.subjects("programme") if one != part}
        most = max(told.values(), default=0)
        called = [one for one, words in told.items() if words == most > 0]
        return called[0] if len(called) == 1 and self._has(called[0], part) else None

    def _called(self, one: Subject, beside: Sequence[Term]) -> int:
        """How many words of ``beside`` the programme's name holds; 0 where what is stated of it lacks another."""
        names = "\n".join(names_of(one))
        held = [term for term in beside if holds(term, names)]
        if not held:
            return 0
        return len(held) if all(term in held or holds(term, self._stated(one)) for term in beside) else 0

    def _stated(self, one: Subject) -> str:
        return "\n".join(f"{fact.item} {fact.text}" for fact in self.ledger.facts(one.id))

    def _has(self, whole: Subject, part: Subject) -> bool:
        """Whether what is stated of ``whole`` holds half of the words of the name of ``part``."""
        stated = self._stated(whole)
        words = [holds(Term(word.lemma), stated) for word in content_words(part.name)]
        return bool(words) and sum(words) >= len(words) / 2
