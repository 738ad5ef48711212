"""JSON in and out, version 1 of the HTTP contract (``docs/api.md``)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.contract import answer_object
from ingest.registry import Kind
from ingest.store import DocumentSummary, Store
from rag.furigana import Ruby
from rag.types import Answer, Citation, Message, Passage

MESSAGES = 200


class Strict(BaseModel):
    """Unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")


class MessageIn(Strict):
    role: Literal["user", "assistant"]
    content: str

    def message(self) -> Message:
        return Message(self.role, self.content)


class ChatIn(Strict):
    messages: Annotated[list[MessageIn], Field(min_length=1, max_length=MESSAGES)]
    stream: bool = False
    style: Literal["standard", "plain"] = "standard"
    furigana: bool = False
    conversation_id: Annotated[str | None, Field(max_length=64, pattern=r"^[\w-]*$")] = None


class SearchIn(Strict):
    query: Annotated[str, Field(max_length=10_000)]
    k: Annotated[int, Field(ge=1, le=50)] = 10
    fiscal_years: Annotated[list[int], Field(max_length=20)] = []


class CitationOut(BaseModel):
    n: int
    document_id: str
    title: str
    fiscal_year: int
    page: int
    quote: str
    start: int
    end: int
    url: str

    @classmethod
    def of(cls, citation: Citation) -> "CitationOut":
        return cls.model_validate({**asdict(citation), "url": citation.url})


class SpanOut(BaseModel):
    """``quote`` is what stands at ``start:end`` of the page's text."""

    start: int
    end: int
    quote: str


class FactOut(BaseModel):
    """A fact of the ledger. ``start``, ``end`` and ``quote`` are of the first of ``spans``."""

    programme: str
    name: str
    attribute: str
    value: str
    text: str
    conditions: list[str]
    item: str
    fiscal_year: int
    document_id: str
    page: int
    start: int
    end: int
    quote: str
    tied: Literal["printed", "confirmed", "order"]
    spans: list[SpanOut]


class AnswerOut(BaseModel):
    answer: str
    status: Literal["answered", "partial", "clarify", "not_found"]
    reason: str | None
    citations: list[CitationOut]
    facts: list[FactOut]
    suggestions: list[str]
    answer_id: str
    conversation_id: str
    engine: Literal["extractive", "llm"]
    elapsed_ms: float
    style: Literal["standard", "plain"]
    furigana: list[tuple[int, int, str]]

    @classmethod
    def of(
        cls,
        answer: Answer,
        store: Store,
        conversation_id: str | None,
        elapsed_ms: float,
        style: str = "standard",
        rubies: Sequence[Ruby] = (),
    ) -> "AnswerOut":
        return cls.model_validate(answer_object(answer, store, elapsed_ms, conversation_id, style, rubies))


class DocumentOut(BaseModel):
    id: str
    title: str
    publisher: str
    date: str
    fiscal_year: int
    year_is_approximate: bool
    sha256: str
    pages: int

    @classmethod
    def of(cls, d: DocumentSummary) -> "DocumentOut":
        return cls(
            id=d.id, title=d.title, publisher=d.publisher, date=d.date, fiscal_year=d.fiscal_year,
            year_is_approximate=d.year_is_approximate, sha256=d.sha256, pages=d.pages,
        )  # fmt: skip


class DocumentsOut(BaseModel):
    items: list[DocumentOut]
    total: int


class PageOut(BaseModel):
    """``text`` is the page's source; ``start`` and ``end`` of citations count its characters (code points)."""

    document_id: str
    page: int
    pages: int
    title: str
    publisher: str
    fiscal_year: int
    text: str


class PassageOut(BaseModel):
    """A found passage; ``ranks`` is its place by search leg, null where the leg did not find it."""

    document_id: str
    page: int
    fiscal_year: int
    text: str
    score: float
    ranks: dict[str, int | None]

    @classmethod
    def of(cls, p: Passage) -> "PassageOut":
        c = p.chunk
        return cls(
            document_id=c.document_id, page=c.page, fiscal_year=c.fiscal_year, text=c.text, score=p.score, ranks=p.ranks
        )


class SearchOut(BaseModel):
    items: list[PassageOut]
    total: int


class RelatedOut(BaseModel):
    id: str
    name: str


class ProgrammeOut(BaseModel):
    """``aliases`` are the other printed names and the known short forms; ``fiscal_years`` Western, oldest first."""

    id: str
    name: str
    aliases: list[str]
    fiscal_years: list[int]
    kind: Kind


class ProgrammesOut(BaseModel):
    items: list[ProgrammeOut]
    total: int


class ProgrammeDetailOut(ProgrammeOut):
    facts: list[FactOut]
    predecessors: list[RelatedOut]
    parts: list[RelatedOut]
    look_alikes: list[RelatedOut]
