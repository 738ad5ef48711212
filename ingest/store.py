"""The documents, pages, blocks and chunks of an index version, in one SQLite file that is written once."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest.errors import IndexDamagedError
from ingest.facts import Fact
from ingest.ledger_store import SCHEMA as LEDGER_SCHEMA
from ingest.ledger_store import Ledger, Subject, write_ledger
from ingest.types import Block, Chunk, Document, Page

_PAGES = 512  # pages whose blocks are remembered
_SCHEMA = """
CREATE TABLE document (
  ord INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL, date TEXT NOT NULL,
  fiscal_year INTEGER NOT NULL, approximate INTEGER NOT NULL, sha256 TEXT NOT NULL, pages INTEGER NOT NULL);
CREATE TABLE page (
  document_id TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, read_by TEXT NOT NULL,
  PRIMARY KEY (document_id, number));
CREATE TABLE block (
  ord INTEGER PRIMARY KEY, document_id TEXT NOT NULL, page INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
  spans TEXT NOT NULL, headings TEXT NOT NULL, tied TEXT NOT NULL, depth INTEGER NOT NULL);
CREATE INDEX block_page ON block (document_id, page);
CREATE TABLE chunk (
  ord INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, document_id TEXT NOT NULL, page INTEGER NOT NULL,
  fiscal_year INTEGER NOT NULL, text TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
"""
_BLOCK = "document_id, page, kind, text, spans, headings, tied, depth"


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its pages' text."""

    id: str
    title: str
    publisher: str
    date: str
    fiscal_year: int
    year_is_approximate: bool
    sha256: str
    pages: int


class StoreWriter:
    """Writes one store; ``close`` makes it whole."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(_SCHEMA + LEDGER_SCHEMA)

    def add_document(self, d: Document, read_by: Iterable[str]) -> None:
        self._connection.execute(
            "INSERT INTO document (id, title, publisher, date, fiscal_year, approximate, sha256, pages)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (d.id, d.title, d.publisher, d.date, d.fiscal_year, d.year_is_approximate, d.sha256, len(d.pages)),
        )
        rows = [(p.document_id, p.number, p.text, how) for p, how in zip(d.pages, read_by, strict=True)]
        self._connection.executemany("INSERT INTO page VALUES (?, ?, ?, ?)", rows)

    def add_blocks(self, first: int, blocks: Iterable[Block]) -> None:
        rows = [
            (first + n, b.document_id, b.page, b.kind, b.text, json.dumps(b.spans), _dumps(b.headings), b.tied, b.depth)
            for n, b in enumerate(blocks)
        ]
        self._connection.executemany("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def add_chunks(self, first: int, chunks: Iterable[Chunk]) -> None:
        rows = [
            (first + n, c.id, c.document_id, c.page, c.fiscal_year, c.text, c.first, c.last)
            for n, c in enumerate(chunks)
        ]
        self._connection.executemany("INSERT INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def add_ledger(self, subjects: Iterable[Subject], facts: Iterable[Fact]) -> None:
        write_ledger(self._connection, subjects, facts)

    def close(self) -> None:
        self._connection.commit()
        self._connection.close()


class Store:
    """Reads one store; safe from several threads (SQLite serialises), never writes."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = sqlite3.connect(
                f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._connection.execute("SELECT count(*) FROM chunk").fetchone()
            self.ledger = Ledger(self._connection)
        except sqlite3.Error as error:
            raise IndexDamagedError(
                f"索引のファイル {path} を読めません（{error}）。sodan ingest で作り直してください。"
            ) from None

    def documents(self) -> list[DocumentSummary]:
        query = "SELECT id, title, publisher, date, fiscal_year, approximate, sha256, pages FROM document ORDER BY ord"
        return [_summary(row) for row in self._connection.execute(query)]

    def page(self, document_id: str, number: int) -> Page | None:
        query = "SELECT document_id, number, text FROM page WHERE document_id = ? AND number = ?"
        row = self._connection.execute(query, (document_id, number)).fetchone()
        return Page(*row) if row else None

    def pages(self) -> Iterator[Page]:
        for row in self._connection.execute("SELECT document_id, number, text FROM page ORDER BY rowid"):
            yield Page(*row)

    def read_by(self, document_id: str) -> dict[int, str]:
        """The route by which each page of a document was read: its number -> ``reading``, ``file`` or ``automatic``."""
        query = "SELECT number, read_by FROM page WHERE document_id = ? ORDER BY number"
        return dict(self._connection.execute(query, (document_id,)).fetchall())

    def readings(self) -> dict[str, int]:
        """How many pages were read by each route."""
        return dict(self._connection.execute("SELECT read_by, count(*) FROM page GROUP BY read_by").fetchall())

    def blocks(self, first: int, last: int) -> list[Block]:
        query = f"SELECT {_BLOCK} FROM block WHERE ord BETWEEN ? AND ? ORDER BY ord"
        return [_block(row) for row in self._connection.execute(query, (first, last))]

    def page_blocks(self, document_id: str, page: int) -> list[Block]:
        return list(self._page_blocks(document_id, page))

    @cached_property
    def _page_blocks(self) -> Callable[[str, int], tuple[Block, ...]]:
        """Those of a page, remembered: a store is written once."""
        query = f"SELECT {_BLOCK} FROM block WHERE document_id = ? AND page = ? ORDER BY ord"

        def read(document_id: str, page: int) -> tuple[Block, ...]:
            return tuple(map(_block, self._connection.execute(query, (document_id, page))))

        return lru_cache(maxsize=_PAGES)(read)

    def chunks(self, ords: Iterable[int]) -> list[Chunk]:
        """The chunks at ``ords``, in that order."""
        query = "SELECT id, document_id, page, fiscal_year, text, first, last FROM chunk WHERE ord = ?"
        return [Chunk(*self._connection.execute(query, (ord_,)).fetchone()) for ord_ in ords]

    def chunk_ids(self) -> list[str]:
        return [row[0] for row in self._connection.execute("SELECT id FROM chunk ORDER BY ord")]

    def chunk_years(self) -> list[int]:
        return [row[0] for row in self._connection.execute("SELECT fiscal_year FROM chunk ORDER BY ord")]

    def close(self) -> None:
        self._connection.close()


def _summary(row: tuple[Any, ...]) -> DocumentSummary:
    return DocumentSummary(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6], row[7])


def _dumps(headings: tuple[str, ...]) -> str:
    return json.dumps(headings, ensure_ascii=False)


def _block(row: tuple[Any, ...]) -> Block:
    document_id, page, kind, text, spans, headings, tied, depth = row
    pairs = tuple((start, end) for start, end in json.loads(spans))
    return Block(document_id, page, kind, text, pairs, tuple(json.loads(headings)), tied, depth)
