"""The audit trail: who did what, when, to which object. It is only added to, and purged by its age."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from desk.store.account_tables import audit_events
from desk.store.rows import several


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """``actor``: a user's id, ``key:`` and a key's id, or "system". No event holds a name, an address or a text."""

    id: int
    at: datetime
    actor: str
    action: str
    object: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events: ``text`` in the action, the object or the actor's id, ``actors`` by id; moments from and before."""

    text: str = ""
    actors: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    connection: Connection

    def record(self, at: datetime, actor: str, action: str, object: str = "", **detail: object) -> None:
        values = {"at": at, "actor": actor, "action": action, "object": object, "detail": detail}
        self.connection.execute(insert(audit_events).values(**values))

    def find(self, asked: Asked, limit: int, offset: int = 0) -> list[AuditEvent]:
        """The newest first."""
        query = _asked(select(audit_events), asked).order_by(audit_events.c.id.desc()).limit(limit).offset(offset)
        return several(self.connection, query, AuditEvent)

    def count(self, asked: Asked) -> int:
        query = _asked(select(func.count()).select_from(audit_events), asked)
        return int(self.connection.execute(query).scalar_one())

    def of_actor(self, actor: str) -> list[AuditEvent]:
        query = select(audit_events).where(audit_events.c.actor == actor).order_by(audit_events.c.id)
        return several(self.connection, query, AuditEvent)

    def remove_old(self, before: datetime) -> int:
        return self.connection.execute(delete(audit_events).where(audit_events.c.at < before)).rowcount


def _asked(query: Select[Any], asked: Asked) -> Select[Any]:
    if asked.text:
        places = [audit_events.c[name].icontains(asked.text, autoescape=True) for name in ("action", "object", "actor")]
        named = [audit_events.c.actor.in_(asked.actors)] if asked.actors else []
        query = query.where(or_(*places, *named))
    if asked.since:
        query = query.where(audit_events.c.at >= asked.since)
    if asked.before:
        query = query.where(audit_events.c.at < asked.before)
    return query
