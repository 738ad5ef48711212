"""Mix-ups: what is said of one subject in the documents and is taken for granted of another."""

from dataclasses import dataclass

from ingest.facts import Fact
from ingest.ledger_store import Ledger, Subject
from rag.lookup import Found
from rag.matching import holds
from rag.subjects import names_of
from rag.types import Question, Term

_KINDS = ("company", "facility", "organisation", "event")
_FEWEST = 2  # words of the claim that the other subject must hold


@dataclass(frozen=True)
class MixUps:
    """Finds who it is that a claim is true of, in one ledger."""

    ledger: Ledger

    def owner(self, question: Question, subject: Subject) -> Found | None:
        """The facts of the one other subject of the same kind that hold what ``subject``'s do not; None if unsure."""
        if subject.kind not in _KINDS or len(question.subjects) > 1:
            return None
        names = "\n".join(names_of(subject))
        claimed = [term for term in question.topic if term.is_noun and not holds(term, names)]
        own = _said(self.ledger.facts(subject.id))
        missing = [term for term in claimed if not holds(term, own)]
        if not missing or len(claimed) < _FEWEST:
            return None
        others = [one for one in self.ledger.subjects(subject.kind) if one.id != subject.id]
        holding = [one for one in others if all(holds(t, _said(self.ledger.facts(one.id))) for t in missing)]
        if len(holding) != 1:
            return None
        return self._found(holding[0], missing, claimed)

    def _found(self, subject: Subject, missing: list[Term], claimed: list[Term]) -> Found | None:
        facts = [f for f in self.ledger.facts(subject.id) if any(holds(t, f"{f.item} {f.text}") for t in missing)]
        facts.sort(key=lambda fact: -sum(holds(term, f"{fact.item} {fact.text}") for term in claimed))
        if not facts:
            return None
        return Found(subject, facts[0].attribute, (facts[0],), 1.0)


def _said(facts: list[Fact]) -> str:
    return "\n".join(f"{fact.item} {fact.text}" for fact in facts)
