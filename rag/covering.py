"""Covering: lines of one thing that together hold what its best line alone lacks.

A company's page says in one line what it makes and in another who helped it; a question that describes it by the
first and asks for the second is answered by both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.ledger_store import Subject
from ingest.lexicon import AnswerType
from ingest.types import Block
from rag.answer_type import satisfied
from rag.matching import holds
from rag.signals import Weights
from rag.subjects import SubjectFinder
from rag.types import Term
from rag.units import Unit

_ROOM = 320  # characters of source text
_AT_MOST = 3  # lines beside the best
_ADDS = 0.08  # share of the question that a further line must hold of what is still open


@dataclass(frozen=True)
class Cover:
    """Covers questions with lines about the subjects of one ledger."""

    subjects: tuple[Subject, ...]

    def lines(self, weights: Weights, units: Sequence[Unit], wanted: AnswerType | None) -> list[Unit]:
        """The best unit, and those of the same thing that add to it, in the order in which they add."""
        best, whole = units[0], sum(weights.values())
        chosen, room = [best], _ROOM - len(best.block.text)
        group = self._thing(best.block)
        others = [unit for unit in units[1:] if _is_of(unit.block, best.block, group)]
        open_ = {term: weight for term, weight in weights.items() if not _held(term, best, group)}
        typed = wanted is None or satisfied(wanted, best.block.text)
        while len(chosen) <= _AT_MOST and whole:
            gains = {unit: sum(w for t, w in open_.items() if holds(t, unit.block.text)) / whole for unit in others}
            if not typed and wanted is not None:
                fitting = [unit for unit in others if satisfied(wanted, unit.block.text)]
                gains = {unit: gains[unit] for unit in fitting}
            able = [unit for unit in gains if len(unit.block.text) <= room and (gains[unit] >= _ADDS or not typed)]
            if not able:
                break
            added = max(able, key=lambda unit: (round(gains[unit], 9), round(unit.score, 9)))
            chosen.append(added)
            others.remove(added)
            room -= len(added.block.text)
            open_ = {term: weight for term, weight in open_.items() if not holds(term, added.block.text)}
            typed = True
        return chosen

    def _thing(self, block: Block) -> tuple[str, ...]:
        """The headings down to the innermost that names a subject; the first alone where none does."""
        named = [at for at, heading in enumerate(block.headings) if self._finder.find(heading)]
        return block.headings[: named[-1] + 1] if named else block.headings[:1]

    @cached_property
    def _finder(self) -> SubjectFinder:
        return SubjectFinder(self.subjects)


def _is_of(block: Block, best: Block, group: tuple[str, ...]) -> bool:
    same_page = (block.document_id, block.page) == (best.document_id, best.page)
    return same_page and block.headings[: len(group)] == group and block.kind != "heading" and block.text != best.text


def _held(term: Term, unit: Unit, group: tuple[str, ...]) -> bool:
    return holds(term, "\n".join([*group, unit.block.text]))
