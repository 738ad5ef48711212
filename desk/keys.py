"""API keys: made by an administrator, shown once, stored as a hash."""

from dataclasses import dataclass
from datetime import timedelta

from desk.clock import Clock, now
from desk.errors import DatabaseError, NotFoundError
from desk.person import read_name
from desk.roles import Role
from desk.store import ApiKey, Database
from desk.tokens import hashed, new_id, new_token

PREFIX = "sodan_"
_TOUCH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys in a database."""

    database: Database
    clock: Clock = now

    def make(self, actor: str, name: str, role: Role) -> str:
        """A new key; it can be told only now."""
        token = PREFIX + new_token()
        key = ApiKey(new_id(), read_name(name, "APIキーの名前"), role, hashed(token), token[:12], actor, self.clock())
        with self.database.begin() as work:
            work.keys.add(key)
            work.audit.record(self.clock(), actor, "key.make", key.id, role=role)
        return token

    def revoke(self, actor: str, id: str) -> None:
        with self.database.begin() as work:
            if not work.keys.revoke(id, self.clock()):
                raise NotFoundError("このAPIキーはありません。")
            work.audit.record(self.clock(), actor, "key.revoke", id)

    def key_of(self, token: str) -> ApiKey | None:
        """The key that is not revoked, its use noted at most once a minute."""
        with self.database.read() as work:
            key = work.keys.by_token(hashed(token))
        at = self.clock()
        if key and (key.used_at is None or at - key.used_at >= _TOUCH):
            try:
                with self.database.begin() as work:
                    work.keys.used(key.id, at)
            except DatabaseError:  # reading goes on while nothing can be written
                pass
        return key
