"""The trace of an answer: what was understood, what was found, what was decided and why; without a clock, so that
the same messages over the same index give the same trace, byte for byte.

While an answer is traced (``noting``), the chain leaves its steps here; at all other times a note is nothing.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import Literal

from rag.types import Citation, Passage, Question, Reason, Status
from rag.units import Unit

Outcome = Literal["understood", "wrote", "gave_way", "rejected", "withheld"]


@dataclass(frozen=True, slots=True)
class Step:
    """A decision: the ``part`` of the chain that made it, what came of it, on which ``text``, and ``why``.

    ``understood``: the text names subjects that the question only describes; ``wrote``: it became the answer;
    ``gave_way``: something else was preferred; ``rejected``: it does not answer what was asked; ``withheld``:
    nothing cited proves what ``why`` names.
    """

    part: str
    outcome: Outcome
    text: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A topic word and how much it says; ``aside``: it only leads up to the question."""

    lemma: str
    weight: float
    aside: bool
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood. ``question`` stands alone; ``subjects`` are names; ``met`` and ``unmet`` conditions.

    ``expected`` names the kind of quantity that is asked for, "" where none is.
    """

    question: str
    topic: tuple[Word, ...]
    attributes: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    calendar_years: tuple[int, ...]
    subjects: tuple[str, ...]
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    intents: tuple[str, ...]
    amounts: tuple[int, ...]
    expected: str


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact that the look-up found."""

    id: str
    subject: str
    attribute: str
    text: str
    conditions: tuple[str, ...]
    fiscal_year: int
    document_id: str
    page: int
    tied: str


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage: its fused score, and its place by leg (null where the leg did not find it)."""

    document_id: str
    page: int
    fiscal_year: int
    score: float
    ranks: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line with what spoke for it; ``signals`` that are 0 are left out."""

    document_id: str
    page: int
    subject: str
    text: str
    tied: str
    score: float
    signals: dict[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what was found for it; a message may hold several.

    ``probability`` is that the first of ``lines`` answers it, ``enough`` from where it may.
    """

    understood: Understood
    facts: tuple[FoundFact, ...]
    passages: tuple[FoundPassage, ...]
    lines: tuple[FoundLine, ...]
    probability: float
    enough: float


@dataclass(frozen=True, slots=True)
class Trace:
    """Of one answer; ``writer`` is the part whose text left, "" where nothing but a set phrase did."""

    answer_id: str
    asked: tuple[Asked, ...]
    steps: tuple[Step, ...]
    writer: str
    status: Status
    reason: Reason | None
    text: str
    citations: tuple[Citation, ...]

    def canonical(self) -> str:
        """As JSON with sorted keys and no white space."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(slots=True)
class FoundNote:
    """What ``question`` found; ``resolved`` is the question with the subjects that it only describes."""

    question: Question
    passages: tuple[Passage, ...]
    units: tuple[Unit, ...]
    resolved: Question


@dataclass(slots=True)
class Notes:
    """What the chain notes while one answer is made."""

    steps: list[Step] = field(default_factory=list)
    found: list[FoundNote] = field(default_factory=list)


_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def noting() -> Iterator[Notes]:
    """Notes of all that is answered inside, in this thread or task alone."""
    notes = Notes()
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


def note(part: object, outcome: Outcome, text: str = "", why: Sequence[str] = ()) -> None:
    """Note a step; ``part``: a name, or the object whose class names it."""
    if (notes := _notes.get()) is not None:
        notes.steps.append(Step(part if isinstance(part, str) else type(part).__name__, outcome, text, tuple(why)))


def note_found(question: Question, passages: tuple[Passage, ...], units: tuple[Unit, ...]) -> None:
    """Note what a question found."""
    if (notes := _notes.get()) is not None:
        notes.found.append(FoundNote(question, passages, units, question))


def note_resolved(part: object, question: Question) -> None:
    """Note the subjects that ``part`` understood the last question to be about."""
    if (notes := _notes.get()) is not None and notes.found and question != notes.found[-1].question:
        notes.found[-1].resolved = question
        note(part, "understood", "、".join(subject.name for subject in question.subjects))
