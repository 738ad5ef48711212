"""A reply draft: parts of sentences, each tied to its evidence. Frozen; a change gives another draft."""

from dataclasses import dataclass
from typing import Literal, get_args

from desk.drafting.office import Office
from desk.inquiry import Inquiry
from rag.types import Answer, Citation

Tone = Literal["standard", "short", "plain"]
TONES: tuple[str, ...] = get_args(Tone)
PartName = Literal[
    "subject", "addressee", "thanks", "conclusion", "grounds", "conditions", "window", "signature",
]  # fmt: skip
PART_NAMES: tuple[str, ...] = get_args(PartName)
Kind = Literal["frame", "asked", "answer", "source", "office"]
"""Where a sentence comes from: the frame's templates, the asker's own words, the chain, the cited documents' titles,
the office's settings. Each kind is checked against its own source."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line of the reply. ``text`` is without its source; ``shown`` is that source as the reply names it, "" for
    none. ``citations`` prove the text. ``question`` numbers the question it belongs to, from 1; 0 for the frame."""

    text: str
    kind: Kind
    citations: tuple[Citation, ...] = ()
    shown: str = ""
    question: int = 0

    @property
    def line(self) -> str:
        """The line as it is sent: the source in brackets before the full stop, or in the brackets that end it."""
        if not self.shown:
            return self.text
        if self.text.endswith("）"):
            return f"{self.text.removesuffix('）')}、{self.shown}）"
        end = "。" if self.text.endswith("。") else ""
        return f"{self.text.removesuffix('。')}（{self.shown}）{end}"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the reply's frame. A sentence "" is a blank line."""

    name: PartName
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return "\n".join(sentence.line for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of the inquiry: as it was written, the turns that the chain was asked, and its answer.

    ``about``: the programme that the question left out, as the context gave it.
    """

    question: str
    turns: tuple[str, ...]
    answer: Answer
    about: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply to ``inquiry``. ``withheld`` are sentences that the grounding check did not let out."""

    inquiry: Inquiry
    answers: tuple[Answered, ...]
    parts: tuple[Part, ...]
    tone: Tone
    office: Office
    company: str = ""
    withheld: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return next((part.text for part in self.parts if part.name == "subject"), "")

    @property
    def text(self) -> str:
        """The body of the reply: all parts but the subject, a blank line between them."""
        return "\n\n".join(part.text for part in self.parts if part.name != "subject" and part.text) + "\n"

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations of the reply, each once, in the order of the text; ``n`` is of their answer."""
        return tuple(
            dict.fromkeys(one for part in self.parts for sentence in part.sentences for one in sentence.citations)
        )
