"""Candidates for the evaluation: questions of everyday work that an evaluator may take up into a set."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select, update

from desk.errors import NotFoundError
from desk.store.desk_tables import candidates
from desk.store.rows import one, several

CandidateState = Literal["proposed", "taken", "declined"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """``origin`` and ``origin_id``: where it came from, such as "draft" or "feedback" and its id."""

    id: str
    question: str
    expected: dict[str, Any]
    origin: str
    origin_id: str
    created_at: datetime
    state: CandidateState = "proposed"
    note: str = ""
    made_by: str | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    connection: Connection

    def add(self, candidate: Candidate) -> None:
        values = {name: getattr(candidate, name) for name in Candidate.__slots__}
        self.connection.execute(insert(candidates).values(**values))

    def get(self, id: str) -> Candidate:
        found = one(self.connection, select(candidates).where(candidates.c.id == id), Candidate)
        if found is None:
            raise NotFoundError("この候補はありません。")
        return found

    def all(self, state: CandidateState | None = None) -> list[Candidate]:
        query = select(candidates).order_by(candidates.c.created_at.desc(), candidates.c.id)
        return several(self.connection, query.where(candidates.c.state == state) if state else query, Candidate)

    def decide(self, id: str, state: CandidateState, note: str) -> None:
        self.get(id)
        self.connection.execute(update(candidates).where(candidates.c.id == id).values(state=state, note=note))
