"""Tables: the questions of surveys whose items are ranked, and which of them a question is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ingest.facts import Fact
from ingest.ledger_store import Ledger, Subject
from rag.matching import holds, squeezed
from rag.subjects import names_of
from rag.surveys import ATTRIBUTE, Surveys
from rag.types import Question

_RANK = "順位:"
_NAMED, _HEAD, _CALLED, _ABOVE, _ITEM = 2.0, 1.5, 1.0, 0.4, 0.5
"""What counts for a table: an intent or the subject names it, its topic is named, it has the item that is named."""
_GENERAL = frozenset(["上位", "項目", "順位", "年度", "割合", "調査", "アンケート", "結果", "回答", "会社", "企業"])


@dataclass(frozen=True, slots=True)
class Table:
    """One question of a survey: its ranked items, by year."""

    subject: Subject
    above: tuple[Subject, ...]
    years: Mapping[int, tuple[Fact, ...]]

    @property
    def called(self) -> str:
        return "\n".join(names_of(self.subject))


@dataclass(frozen=True)
class TableFinder:
    """Finds the tables of one ledger."""

    ledger: Ledger
    cues: Mapping[str, tuple[str, ...]]
    """By the id of a table the words that mean it; the last that a question says is its head."""

    def find(self, question: Question) -> Table | None:
        """The ranking that the question is about; None where none is, or two alike."""
        scored = sorted(((self._score(question, table), i) for i, table in enumerate(self.tables)), reverse=True)
        if not scored or scored[0][0] <= 0 or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        return self.tables[scored[0][1]]

    def _score(self, question: Question, table: Table) -> float:
        above = "\n".join(name for one in table.above for name in names_of(one))
        terms = [
            t for t in question.topic if t.is_noun and t.lemma not in _GENERAL and not any(map(str.isdigit, t.lemma))
        ]
        score = _NAMED * (table.subject.id in question.intents) + _NAMED * (table.subject in question.subjects)
        score += _HEAD * (table.subject.id == self._head(squeezed(question.text)))
        score += _CALLED * sum(holds(term, table.called) for term in terms)
        score += _ABOVE * sum(holds(term, above) and not holds(term, table.called) for term in terms)
        return round(score + _ITEM * (self.item(question, table) is not None), 6)

    def _head(self, text: str) -> str:
        """The table whose words the text says last."""
        tables = {table.subject.id for table in self.tables}
        ends = [(text.rfind(word), len(word), id_) for id_ in tables for word in self.cues.get(id_, ()) if word in text]
        return max(ends)[2] if ends else ""

    def item(self, question: Question, table: Table) -> tuple[Fact, ...] | None:
        """The item of the table that the question names, a fact a year."""
        return self.surveys.named(question, [fact for facts in table.years.values() for fact in facts])

    @cached_property
    def surveys(self) -> Surveys:
        return Surveys(self.ledger)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        subjects = {one.id: one for one in self.ledger.subjects()}
        facts: dict[str, dict[int, list[Fact]]] = {}
        for fact in self.ledger.all_facts():
            if fact.attribute == ATTRIBUTE and rank(fact):
                facts.setdefault(fact.programme, {}).setdefault(fact.fiscal_year, []).append(fact)
        return tuple(
            Table(
                subjects[id_],
                tuple(one for one in subjects.values() if id_ in one.parts),
                {year: tuple(sorted(found, key=rank)) for year, found in years.items()},
            )
            for id_, years in facts.items()
            if id_ in subjects
        )


def rank(fact: Fact) -> int:
    """The place in the ranking; 0 where it has none."""
    return next((int(c.removeprefix(_RANK)) for c in fact.conditions if c.startswith(_RANK)), 0)
