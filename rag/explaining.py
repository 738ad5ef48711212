"""Explaining: the notes that a chain took while it answered, made into a trace."""

from dataclasses import dataclass

from ingest.lexicon import AnswerType, Lexicon
from rag.answer_type import AnswerTypes
from rag.answerability import enough, probability
from rag.lookup import LookUp
from rag.signals import NAMES
from rag.trace import Asked, FoundFact, FoundLine, FoundNote, FoundPassage, Notes, Trace, Understood, Word
from rag.types import Answer, Passage, Question
from rag.units import Unit, UnitRanker

LINES, PASSAGES, FACTS = 8, 12, 20  # how many of each a trace shows, best first
_DIGITS = 6  # of a number: less than any that decides, more than processors differ in


@dataclass(frozen=True, slots=True)
class Explainer:
    """Says what the parts of one chain made of a question."""

    look_up: LookUp
    ranker: UnitRanker
    lexicon: Lexicon

    def trace(self, answer: Answer, notes: Notes) -> Trace:
        """The trace of ``answer``, which was made while ``notes`` were taken."""
        asked = tuple(map(self._asked, notes.found))
        return Trace(
            answer.answer_id, asked, tuple(notes.steps), _writer(notes, answer),
            answer.status, answer.reason, answer.text, answer.citations,
        )  # fmt: skip

    def _asked(self, noted: FoundNote) -> Asked:
        facts = [(found.subject.name, fact) for found in self.look_up.find(noted.resolved) for fact in found.facts]
        return Asked(
            self._understood(noted.question),
            tuple(
                FoundFact(f.id, name, f.attribute, f.text, f.conditions, f.fiscal_year, f.document_id, f.page, f.tied)
                for name, f in facts[:FACTS]
            ),
            tuple(_passage(passage) for passage in noted.passages[:PASSAGES]),
            tuple(_line(unit) for unit in noted.units[:LINES]),
            round(probability(noted.question, noted.units), _DIGITS),
            enough(noted.question, self._wanted(noted.question), self.lexicon.attributes),
        )

    def _wanted(self, question: Question) -> AnswerType | None:
        return AnswerTypes(self.lexicon.answer_types, self.lexicon.same_counters).expected(question.text)

    def _understood(self, question: Question) -> Understood:
        weights = self.ranker.weights(question)
        circumstances = self.look_up.circumstances(question)
        expected = self._wanted(question)
        return Understood(
            question.text,
            tuple(Word(t.lemma, round(weights.get(t, 0.0), _DIGITS), t.aside, t.alternatives) for t in question.topic),
            question.attributes,
            question.fiscal_years,
            question.calendar_years,
            tuple(subject.name for subject in question.subjects),
            tuple(sorted(circumstances.met)),
            tuple(sorted(circumstances.unmet)),
            question.intents,
            question.amounts,
            expected.name if expected else "",
        )


def _writer(notes: Notes, answer: Answer) -> str:
    """The parts whose texts make up the answer: one, or one a question of the message."""
    wrote = [step.part for step in notes.steps if step.outcome == "wrote"]
    return "、".join(dict.fromkeys(wrote[-1:] if len(notes.found) <= 1 else wrote))


def _passage(passage: Passage) -> FoundPassage:
    chunk, score = passage.chunk, round(passage.score, _DIGITS)
    return FoundPassage(chunk.document_id, chunk.page, chunk.fiscal_year, score, dict(passage.ranks))


def _line(unit: Unit) -> FoundLine:
    signals = {name: round(value, _DIGITS) for name, value in zip(NAMES, unit.signals.vector, strict=True) if value}
    block, score = unit.block, round(unit.score, _DIGITS)
    return FoundLine(block.document_id, block.page, unit.subject, block.text, block.tied, score, signals)
