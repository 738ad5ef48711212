"""What people thought of answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from desk.store.account_tables import feedback
from desk.store.rows import several


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict ("good" or "bad") on an answer, with the answer object that it was given on."""

    id: str
    at: datetime
    answer_id: str
    verdict: str
    reason: str
    comment: str
    question: str
    answer: dict[str, Any]
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class FeedbackRows:
    connection: Connection

    def add(self, one: Feedback) -> None:
        values = {name: getattr(one, name) for name in Feedback.__slots__}
        self.connection.execute(insert(feedback).values(**values))

    def newest(self, limit: int, offset: int = 0, verdict: str | None = None) -> list[Feedback]:
        query = select(feedback).order_by(feedback.c.at.desc(), feedback.c.id).limit(limit).offset(offset)
        return several(self.connection, query.where(feedback.c.verdict == verdict) if verdict else query, Feedback)

    def of_user(self, user_id: str) -> list[Feedback]:
        return several(self.connection, select(feedback).where(feedback.c.user_id == user_id), Feedback)

    def count(self, verdict: str | None = None) -> int:
        query = select(func.count()).select_from(feedback)
        query = query.where(feedback.c.verdict == verdict) if verdict else query
        return int(self.connection.execute(query).scalar_one())

    def remove_of(self, user_id: str) -> int:
        return self.connection.execute(delete(feedback).where(feedback.c.user_id == user_id)).rowcount

    def remove_old(self, before: datetime) -> int:
        return self.connection.execute(delete(feedback).where(feedback.c.at < before)).rowcount
