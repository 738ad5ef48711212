"""Canned answers: what the office has checked and says the same way each time, until a date."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from desk.errors import NotFoundError
from desk.store.desk_tables import canned_answers
from desk.store.rows import one, several


@dataclass(frozen=True, slots=True)
class CannedAnswer:
    """``facts``: the figures relied on, as ``{"programme", "attribute", "conditions", "fiscal_year", "value"}``."""

    id: str
    title: str
    question: str
    text: str
    facts: list[dict[str, Any]]
    citations: list[dict[str, Any]]
    changed_at: datetime
    expires_on: date | None = None
    changed_by: str | None = None


@dataclass(frozen=True, slots=True)
class CannedAnswers:
    connection: Connection

    def save(self, answer: CannedAnswer) -> None:
        """Add it, or replace the one of its id."""
        self.remove(answer.id)
        values = {name: getattr(answer, name) for name in CannedAnswer.__slots__}
        self.connection.execute(insert(canned_answers).values(**values))

    def get(self, id: str) -> CannedAnswer:
        found = one(self.connection, select(canned_answers).where(canned_answers.c.id == id), CannedAnswer)
        if found is None:
            raise NotFoundError("この定型回答はありません。")
        return found

    def all(self) -> list[CannedAnswer]:
        return several(self.connection, select(canned_answers).order_by(canned_answers.c.title), CannedAnswer)

    def valid_on(self, day: date) -> list[CannedAnswer]:
        """Those that have not expired; one that expires on a day holds on that day."""
        holds = or_(canned_answers.c.expires_on.is_(None), canned_answers.c.expires_on >= day)
        query = select(canned_answers).where(holds).order_by(canned_answers.c.title)
        return several(self.connection, query, CannedAnswer)

    def remove(self, id: str) -> None:
        self.connection.execute(delete(canned_answers).where(canned_answers.c.id == id))
