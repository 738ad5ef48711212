"""The ledger of an index version: subjects and facts, in the same SQLite file as the documents."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import Any

from ingest.facts import Fact
from ingest.registry import Kind, Programme

_SUBJECTS = 1_000  # subjects whose facts are remembered
SCHEMA = """
CREATE TABLE programme (ord INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, rest TEXT NOT NULL);
CREATE TABLE fact (
  ord INTEGER PRIMARY KEY, programme TEXT NOT NULL, attribute TEXT NOT NULL, document_id TEXT NOT NULL,
  page INTEGER NOT NULL, rest TEXT NOT NULL);
CREATE INDEX fact_programme ON fact (programme);
CREATE INDEX fact_page ON fact (document_id, page);
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that owns facts. ``fiscal_years`` are those of the documents that name it, oldest first.

    ``names`` are its printed names, newest first; the relations hold ids of other subjects.
    """

    id: str
    kind: Kind
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    predecessors: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    look_alikes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The newest printed name."""
        return self.names[0]


def subjects_of(programmes: Iterable[Programme], facts: Iterable[Fact], years: dict[str, int]) -> list[Subject]:
    """The registered subjects that a document of ``years`` (id -> fiscal year) names, then those that facts made."""
    subjects = {}
    for one in programmes:
        names = tuple(dict.fromkeys(name.name for name in one.names if name.document_id in years))
        if names:
            subjects[one.id] = Subject(
                one.id, one.kind, names, one.aliases, one.fiscal_years(years),
                one.predecessors, one.parts, one.look_alikes,
            )  # fmt: skip
    made: dict[str, Subject] = {}
    for fact in facts:
        if fact.programme not in subjects:
            before = made.get(fact.programme)
            known = before.fiscal_years if before else ()
            merged = tuple(sorted({*known, years[fact.document_id]}))
            made[fact.programme] = Subject(fact.programme, "programme", (fact.name,), (), merged)
    return [*subjects.values(), *made.values()]


def write_ledger(connection: sqlite3.Connection, subjects: Iterable[Subject], facts: Iterable[Fact]) -> None:
    connection.executemany(
        "INSERT INTO programme (id, kind, rest) VALUES (?, ?, ?)", [(s.id, s.kind, _dumps(asdict(s))) for s in subjects]
    )
    connection.executemany(
        "INSERT INTO fact (programme, attribute, document_id, page, rest) VALUES (?, ?, ?, ?, ?)",
        [(f.programme, f.attribute, f.document_id, f.page, _dumps(asdict(f))) for f in facts],
    )


class Ledger:
    """Reads the ledger of one store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def subjects(self, kind: str | None = None) -> list[Subject]:
        """All subjects, or those of one kind, in the registry's order."""
        return list(self._of_kind(kind))

    @cached_property
    def _of_kind(self) -> Callable[[str | None], tuple[Subject, ...]]:
        """Those of a kind, remembered: a ledger is written once."""
        return lru_cache(maxsize=None)(self._read_kind)

    def _read_kind(self, kind: str | None) -> tuple[Subject, ...]:
        where, given = ("WHERE kind = ?", (kind,)) if kind else ("", ())
        rows = self._connection.execute(f"SELECT rest FROM programme {where} ORDER BY ord", given)
        return tuple(_subject(rest) for (rest,) in rows)

    def subject(self, id_: str) -> Subject | None:
        row = self._connection.execute("SELECT rest FROM programme WHERE id = ?", (id_,)).fetchone()
        return _subject(row[0]) if row else None

    def whole_of(self, part: str) -> Subject | None:
        """The programme that has the subject ``part`` among its parts; None where the registry knows none."""
        return self._wholes.get(part)

    @cached_property
    def _wholes(self) -> dict[str, Subject]:
        return {part: whole for whole in self.subjects("programme") for part in whole.parts}

    def facts(self, programme: str) -> list[Fact]:
        """The facts of a subject, in the order of documents and pages."""
        return list(self._of_subject(programme))

    @cached_property
    def _of_subject(self) -> Callable[[str], tuple[Fact, ...]]:
        """Those of a subject, remembered: a ledger is written once."""
        return lru_cache(maxsize=_SUBJECTS)(lambda programme: tuple(self._facts("programme = ?", (programme,))))

    def page_facts(self, document_id: str, page: int) -> list[Fact]:
        return self._facts("document_id = ? AND page = ?", (document_id, page))

    def all_facts(self) -> list[Fact]:
        return self._facts("1", ())

    def _facts(self, where: str, given: tuple[str | int, ...]) -> list[Fact]:
        rows = self._connection.execute(f"SELECT rest FROM fact WHERE {where} ORDER BY ord", given)
        return [_fact(rest) for (rest,) in rows]


def _dumps(table: dict[str, Any]) -> str:
    return json.dumps(table, ensure_ascii=False)


def _subject(rest: str) -> Subject:
    table: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in json.loads(rest).items()}
    return Subject(**table)


def _fact(rest: str) -> Fact:
    table = json.loads(rest)
    for key in ("spans", "key_spans", "owner_spans"):
        table[key] = tuple((start, end) for start, end in table[key])
    return Fact(**{**table, "conditions": tuple(table["conditions"])})
