"""The domain's types, in the order in which data flows; frozen, free of any framework."""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Rows of unit length, one a text: shape (texts, dimension)."""

BlockKind = Literal["heading", "paragraph", "bullet", "row", "record", "note"]
"""A row is a key with its value; a record is a line of a table with a header, and its first cell names it."""
Tie = Literal["printed", "confirmed", "order", "untied"]
"""How a text was tied to its owner: printed together, confirmed by another place, by position only, or not at all."""
Span = tuple[int, int]
"""Start and end of a range of a page's characters."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``number`` is 1-based, ``text`` the source's own characters that spans count."""

    document_id: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the catalogue with its pages.

    ``fiscal_year`` is the Western year in which the Japanese fiscal year begins (令和7年度 -> 2025);
    ``year_is_approximate`` says that the document itself is undated.
    """

    id: str
    title: str
    publisher: str
    date: str
    fiscal_year: int
    year_is_approximate: bool
    sha256: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A cleaned unit of a page, the smallest thing that is quoted: a heading, sentence, bullet, row or note.

    ``text`` is for reading; ``spans`` are the ranges of the page's characters that it came from, in
    reading order (several where the page tore it apart). ``headings`` lead to it, outermost first;
    ``tied`` says how it was tied to them, ``depth`` how deep a bullet stands below another.
    """

    document_id: str
    page: int
    kind: BlockKind
    text: str
    spans: tuple[Span, ...]
    headings: tuple[str, ...] = ()
    tied: Tie = "printed"
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is searched: neighbouring blocks of one page, ``first`` to ``last`` in the index's order of blocks.

    ``text`` begins with the document's title and the headings; ``id`` names its content.
    """

    id: str
    document_id: str
    page: int
    fiscal_year: int
    text: str
    first: int
    last: int


class Embedder(Protocol):
    """Texts to unit vectors. ``fingerprint`` names the model and its version, for the manifest."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed_passages(self, texts: list[str]) -> Vectors: ...

    def embed_query(self, text: str) -> Vectors: ...
