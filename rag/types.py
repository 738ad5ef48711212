"""The types of a conversation, in the order in which they flow; frozen, free of any framework."""

from dataclasses import dataclass
from typing import Literal

from ingest.ledger_store import Subject
from ingest.types import Chunk

Role = Literal["user", "assistant"]
Status = Literal["answered", "partial", "clarify", "not_found"]
Reason = Literal[
    "no_topic", "ambiguous", "not_in_documents", "other_year", "not_grounded", "untied",
    "deadline", "definition", "other_prefecture", "national_programme", "out_of_scope",
]  # fmt: skip
"""Why there is no answer."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word that says what a question is about, as a lemma, and the documents' words for the same thing.

    ``aside``: it stands only in sentences that lead up to the question.
    """

    lemma: str
    is_noun: bool = True
    alternatives: tuple[str, ...] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the standalone text and what was understood of it.

    ``attributes`` names the attributes asked for (as in the lexicon), ``keys`` is how documents head
    them, ``wordings`` how the question put it; ``fiscal_years`` and ``calendar_years`` are the years named
    with and without 年度, ``subjects`` who of the ledger is named; ``amounts`` are
    the sums of money named, in yen, ``intents`` what is to be done with them (as in the lexicon), ``said`` the
    answers given so far (squeezed) where others than those are wanted.
    """

    text: str
    topic: tuple[Term, ...]
    attributes: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    calendar_years: tuple[int, ...] = ()
    subjects: tuple[Subject, ...] = ()
    keys: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    amounts: tuple[int, ...] = ()
    intents: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """What is searched for: the question with the documents' words added."""
        words = dict.fromkeys(word for term in self.topic for word in term.alternatives)
        return " ".join([self.text, *words])


@dataclass(frozen=True, slots=True)
class Working:
    """One step of a calculation, in canonical quantities: ``left operator right`` is ``result``.

    ``×`` takes a rate of a sum or a sum so many times, ``÷`` the sum of which a rate is that, ``−`` and ``+`` two
    figures, ``/`` a ratio (in 倍, or in per cent). ``#`` counts the lines of ``left``, each of which is cited;
    ``位`` is the place of ``left`` in a ranking, whose cited line begins with that number and goes on with ``left``.
    """

    left: str
    operator: Literal["×", "÷", "−", "+", "/", "#", "位"]
    right: str
    result: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A found chunk: its place in the index, fused score, and rank by leg (1-based, None where not found)."""

    chunk: Chunk
    ord: int
    score: float
    ranks: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Citation:
    """An address: ``quote`` is what stands at ``start:end`` of the page's source text."""

    n: int
    document_id: str
    title: str
    fiscal_year: int
    page: int
    quote: str
    start: int
    end: int

    @property
    def url(self) -> str:
        return f"/documents/{self.document_id}/pages/{self.page}?start={self.start}&end={self.end}#cited"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said. ``[1]`` in the text marks the citation with ``n`` 1.

    ``workings`` and ``given`` (canonical quantities that the asker stated) are what the grounding check needs to
    check a part of the text again.
    """

    text: str
    status: Status
    reason: Reason | None
    citations: tuple[Citation, ...]
    suggestions: tuple[str, ...]
    answer_id: str
    engine: Literal["extractive", "llm"] = "extractive"
    workings: tuple[Working, ...] = ()
    given: tuple[str, ...] = ()
