"""API keys: programs that call the HTTP interface."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from desk.roles import Role
from desk.store.account_tables import api_keys
from desk.store.rows import one, several


@dataclass(frozen=True, slots=True)
class ApiKey:
    """``token``: the hash; ``start``: the first characters, by which a person knows the key again."""

    id: str
    name: str
    role: Role
    token: str
    start: str
    made_by: str | None
    created_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApiKeys:
    connection: Connection

    def add(self, key: ApiKey) -> None:
        values = {name: getattr(key, name) for name in ApiKey.__slots__}
        self.connection.execute(insert(api_keys).values(**values))

    def by_token(self, token: str) -> ApiKey | None:
        query = select(api_keys).where(api_keys.c.token == token, api_keys.c.revoked_at.is_(None))
        return one(self.connection, query, ApiKey)

    def all(self) -> list[ApiKey]:
        return several(self.connection, select(api_keys).order_by(api_keys.c.created_at.desc()), ApiKey)

    def used(self, id: str, at: datetime) -> None:
        self.connection.execute(update(api_keys).where(api_keys.c.id == id).values(used_at=at))

    def revoke(self, id: str, at: datetime) -> bool:
        """Whether there was such a key, not yet revoked."""
        query = update(api_keys).where(api_keys.c.id == id, api_keys.c.revoked_at.is_(None)).values(revoked_at=at)
        return self.connection.execute(query).rowcount == 1
