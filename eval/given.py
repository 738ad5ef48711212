"""What a program gave for an item: its answer as the HTTP contract has it, what it found, how long it took."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Address = tuple[str, int]
"""A page: its document's id and its number, from 1."""


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A retrieved passage: its page, and its rank by search leg (from 1; None where a leg did not find it)."""

    document_id: str
    page: int
    ranks: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def address(self) -> Address:
        return self.document_id, self.page


@dataclass(frozen=True, slots=True)
class GivenCitation:
    """A citation as it was given; nothing about it is taken for true."""

    n: int
    document_id: str
    title: str
    fiscal_year: int
    page: int
    quote: str
    start: int
    end: int

    @property
    def address(self) -> Address:
        return self.document_id, self.page


@dataclass(frozen=True, slots=True)
class Given:
    """The last answer of an item.

    ``answer`` is the object of ``POST /v1/chat`` (``docs/api.md``), empty where there was an ``error``.
    ``passages`` stand in the fused order; ask for so many that each leg's first ten are among them. They are
    empty where retrieval was not measured. ``elapsed_ms`` is the time of the last turn.
    """

    answer: Json
    passages: tuple[FoundPassage, ...] = ()
    elapsed_ms: float = 0.0
    error: str | None = None

    @property
    def text(self) -> str:
        return str(self.answer.get("answer", ""))

    @property
    def status(self) -> str:
        return str(self.answer.get("status", ""))

    @property
    def reason(self) -> str:
        return str(self.answer.get("reason") or "")

    @property
    def citations(self) -> tuple[GivenCitation, ...]:
        """The citations; KeyError, TypeError or ValueError for one that is not of the contract's form."""
        return tuple(_citation(row) for row in self.answer.get("citations", ()))


def given_object(given: Given) -> Json:
    """``given`` as JSON, for the file of a run."""
    passages = [{"document_id": p.document_id, "page": p.page, "ranks": dict(p.ranks)} for p in given.passages]
    return {"answer": given.answer, "passages": passages, "elapsed_ms": given.elapsed_ms, "error": given.error}


def given_from(row: Json) -> Given:
    """The inverse of ``given_object``; KeyError for what has another form."""
    passages = tuple(FoundPassage(p["document_id"], p["page"], p["ranks"]) for p in row["passages"])
    return Given(row["answer"], passages, row["elapsed_ms"], row["error"])


def _citation(row: Json) -> GivenCitation:
    return GivenCitation(
        int(row["n"]), str(row["document_id"]), str(row["title"]), int(row["fiscal_year"]), int(row["page"]),
        str(row["quote"]), int(row["start"]), int(row["end"]),
    )  # fmt: skip
