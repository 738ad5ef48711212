"""Conversations of people who have signed in; each is its owner's alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from desk.errors import NotFoundError
from desk.store.desk_tables import conversations
from desk.store.rows import one, several


@dataclass(frozen=True, slots=True)
class Conversation:
    """``messages``: what was asked and answered, as JSON objects in order."""

    id: str
    user_id: str
    title: str
    messages: list[dict[str, Any]]
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Conversations:
    connection: Connection

    def save(self, conversation: Conversation) -> None:
        """Add it, or replace its title and messages; raises NotFoundError for an id that is another's."""
        before = one(self.connection, select(conversations).where(conversations.c.id == conversation.id), Conversation)
        if before is None:
            values = {name: getattr(conversation, name) for name in Conversation.__slots__}
            self.connection.execute(insert(conversations).values(**values))
            return
        if before.user_id != conversation.user_id:
            raise NotFoundError("この相談の記録はありません。")
        changed = {name: getattr(conversation, name) for name in ("title", "messages", "changed_at")}
        self.connection.execute(update(conversations).where(conversations.c.id == before.id).values(**changed))

    def get(self, id: str, user_id: str) -> Conversation:
        """Raises NotFoundError for one that is not there or is another's."""
        mine = (conversations.c.id == id, conversations.c.user_id == user_id)
        found = one(self.connection, select(conversations).where(*mine), Conversation)
        if found is None:
            raise NotFoundError("この相談の記録はありません。")
        return found

    def of_user(self, user_id: str) -> list[Conversation]:
        query = select(conversations).where(conversations.c.user_id == user_id)
        return several(self.connection, query.order_by(conversations.c.changed_at.desc()), Conversation)

    def remove(self, id: str, user_id: str) -> None:
        self.get(id, user_id)
        self.connection.execute(delete(conversations).where(conversations.c.id == id))

    def remove_of(self, user_id: str) -> int:
        return self.connection.execute(delete(conversations).where(conversations.c.user_id == user_id)).rowcount

    def remove_old(self, before: datetime) -> int:
        return self.connection.execute(delete(conversations).where(conversations.c.changed_at < before)).rowcount
