"""Befitting: whether what is said can be meant by one who tells of a situation and names no programme.

「農地を買いたい。いくらまで出ますか」 is not answered by the cap of whatever can be bought, nor
「海外の展示会に出たい。助成率は？」 by the rate of a programme for something else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.ledger_store import Subject
from rag.draft import Draft
from rag.finder import Finder
from rag.lookup import LookUp
from rag.matching import holds, squeezed
from rag.subjects import names_of
from rag.trace import note
from rag.types import Question


@dataclass(frozen=True)
class Befitting:
    """Holds what is written against the needs that a question tells of, or else against its nouns."""

    finder: Finder
    look_up: LookUp

    def allows(self, question: Question, draft: Draft) -> bool:
        """Whether ``draft`` may answer; what is kept back is noted. A question that names a subject is not judged."""
        if question.subjects or not self.finder.is_of_a_situation(question):
            return True
        text = "\n".join([draft.text, *draft.names, *(citation.quote for citation in draft.citations)])
        fits = self.finder.fitting_at_all(question)
        fit = self._is_of_one(fits, squeezed(text)) if fits else _holds_a_noun(question, text)
        if not fit:
            note(self, "rejected", draft.text)
        return fit

    def _is_of_one(self, fits: list[Subject], text: str) -> bool:
        return any(squeezed(name) in text for one in fits for name in self._called(one))

    def _called(self, subject: Subject) -> Iterator[str]:
        """The names of a subject and of its parts."""
        yield from names_of(subject)
        for identity in subject.parts:
            if part := self.look_up.ledger.subject(identity):
                yield from names_of(part)


def _holds_a_noun(question: Question, text: str) -> bool:
    nouns = [term for term in question.topic if term.is_noun]
    return not nouns or any(holds(term, text) for term in nouns)
