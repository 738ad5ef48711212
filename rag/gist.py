"""The gist: the one line of the documents that says most plainly what a subject does."""

from collections.abc import Sequence

from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.ledger_store import Subject
from ingest.registry import name_key

_GIST = ("内容", "対象者", "要件")
_SHORTEST, _TELLING = 8, 12  # characters of a line that says what something is, and of one that says it well


def gist_of(subject: Subject, facts: Sequence[Fact], doing: Sequence[str]) -> Fact | None:
    """The line that says most plainly what the subject does: of the newest year, of no part of it, long enough."""
    own = frozenset(map(name_key, subject.names))
    for attribute in _GIST:
        said = [
            f for f in facts if f.attribute == attribute and len(f.text) >= _SHORTEST and name_key(f.text) not in own
        ]
        if said:
            return min(said, key=lambda fact: _vagueness(fact, doing))
    return None


def _vagueness(fact: Fact, doing: Sequence[str]) -> tuple[int, bool, bool, bool, bool]:
    text = squeeze(fact.text)
    says = any(word in text for word in doing)
    return -fact.fiscal_year, bool(fact.item), len(text) < _TELLING, not says, bool(fact.conditions)
