"""Namesakes: of the year that is asked for, where the words of the question are the name of another year's subject.

「令和3年度のサイバーセキュリティの向上支援」 is that year's 中小企業サイバーセキュリティ向上支援事業, and not what an
older document calls so.
"""

from dataclasses import dataclass

from ingest.fold import squeeze
from ingest.ledger_store import Ledger, Subject
from ingest.tokens import content_words
from rag.matching import holds
from rag.subjects import names_of
from rag.types import Question, Term


@dataclass(frozen=True)
class Namesakes:
    """Finds namesakes in one ledger."""

    ledger: Ledger

    def of(self, question: Question) -> Subject | None:
        """The one programme of the years asked for that has the whole name of the one named, which has none of them."""
        years = set(question.fiscal_years)
        if not years or len(question.subjects) != 1:
            return None
        named = question.subjects[0]
        if named.kind != "programme" or years & self._years(named):
            return None
        if any(squeeze(name) in squeeze(question.text) for name in named.names):
            return None  # who writes a name as it is printed means no other
        words = [Term(word.lemma) for word in content_words(named.name) if word.is_noun]
        alike = [
            one
            for one in self.ledger.subjects("programme")
            if one != named and years & self._stating(one, question) and _is_called(one, words)
        ]
        return alike[0] if len(alike) == 1 else None

    def _years(self, subject: Subject) -> set[int]:
        return {*subject.fiscal_years, *(fact.fiscal_year for fact in self.ledger.facts(subject.id))}

    def _stating(self, subject: Subject, question: Question) -> set[int]:
        """The years for which the subject states what is asked."""
        return {fact.fiscal_year for fact in self.ledger.facts(subject.id) if fact.attribute in question.attributes}


def _is_called(subject: Subject, words: list[Term]) -> bool:
    names = "\n".join(names_of(subject))
    return bool(words) and all(holds(word, names) for word in words)
