"""Sessions, one-time links and attempts to sign in: short-lived rows, known by the hash of a token."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from desk.store.account_tables import attempts, links, sessions
from desk.store.rows import one, several

Purpose = Literal["setup", "invite", "reset", "oidc"]


@dataclass(frozen=True, slots=True)
class Session:
    """``token``: the hash of the cookie's."""

    token: str
    user_id: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """An address that works once; ``token``: the hash of the address's, ``data``: what it grants."""

    token: str
    purpose: Purpose
    user_id: str | None
    data: dict[str, Any]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sessions:
    connection: Connection

    def add(self, session: Session) -> None:
        values = {name: getattr(session, name) for name in Session.__slots__}
        self.connection.execute(insert(sessions).values(**values))

    def get(self, token: str) -> Session | None:
        return one(self.connection, select(sessions).where(sessions.c.token == token), Session)

    def of_user(self, user_id: str) -> list[Session]:
        return several(self.connection, select(sessions).where(sessions.c.user_id == user_id), Session)

    def seen(self, token: str, at: datetime) -> None:
        self.connection.execute(update(sessions).where(sessions.c.token == token).values(seen_at=at))

    def remove(self, token: str) -> None:
        self.connection.execute(delete(sessions).where(sessions.c.token == token))

    def remove_of(self, user_id: str, but: str | None = None) -> None:
        """End every session of a user, except the one that asks."""
        self.connection.execute(delete(sessions).where(sessions.c.user_id == user_id, sessions.c.token != (but or "")))

    def remove_old(self, created: datetime, seen: datetime) -> int:
        """Remove those created or last seen before; returns how many."""
        old = or_(sessions.c.created_at < created, sessions.c.seen_at < seen)
        return self.connection.execute(delete(sessions).where(old)).rowcount


@dataclass(frozen=True, slots=True)
class Links:
    connection: Connection

    def add(self, link: Link) -> None:
        values = {name: getattr(link, name) for name in Link.__slots__}
        self.connection.execute(insert(links).values(**values))

    def valid(self, token: str, purposes: tuple[Purpose, ...], now: datetime) -> Link | None:
        return one(self.connection, select(links).where(*_open(token, purposes, now)), Link)

    def use(self, token: str, purposes: tuple[Purpose, ...], now: datetime) -> Link | None:
        """The link, now used; None for one that is used, expired or unknown. Of two at once, one gets it."""
        found = self.valid(token, purposes, now)
        used = self.connection.execute(update(links).where(*_open(token, purposes, now)).values(used_at=now))
        return found if used.rowcount == 1 else None

    def remove(self, token: str) -> None:
        self.connection.execute(delete(links).where(links.c.token == token))

    def remove_unused(self, purpose: Purpose, user_id: str | None) -> None:
        """Take back the links that a new one stands in for."""
        of = links.c.user_id.is_(None) if user_id is None else links.c.user_id == user_id
        self.connection.execute(delete(links).where(links.c.purpose == purpose, of, links.c.used_at.is_(None)))

    def remove_invitations(self, email: str) -> None:
        """Take back every open invitation to an address."""
        query = select(links).where(links.c.purpose == "invite")
        for link in several(self.connection, query, Link):
            if link.data.get("email") == email:
                self.connection.execute(delete(links).where(links.c.token == link.token))

    def open_invitations(self, now: datetime) -> list[Link]:
        query = select(links).where(links.c.purpose == "invite", links.c.used_at.is_(None), links.c.expires_at > now)
        return several(self.connection, query.order_by(links.c.created_at), Link)

    def remove_old(self, before: datetime) -> int:
        return self.connection.execute(delete(links).where(links.c.expires_at < before)).rowcount


def _open(token: str, purposes: tuple[Purpose, ...], now: datetime) -> list[Any]:
    return [
        links.c.token == token, links.c.purpose.in_(purposes), links.c.used_at.is_(None), links.c.expires_at > now,
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts to sign in that have not succeeded, by hashes of account and address."""

    connection: Connection

    def add(self, account: str, address: str, at: datetime) -> None:
        self.connection.execute(insert(attempts).values(account=account, address=address, at=at))

    def count(self, *, account: str | None = None, address: str | None = None, since: datetime) -> int:
        query = select(func.count()).select_from(attempts).where(attempts.c.at >= since)
        if account is not None:
            query = query.where(attempts.c.account == account)
        if address is not None:
            query = query.where(attempts.c.address == address)
        return int(self.connection.execute(query).scalar_one())

    def clear(self, account: str, address: str) -> None:
        """Forget those of an account from an address, once one has succeeded there."""
        mine = (attempts.c.account == account, attempts.c.address == address)
        self.connection.execute(delete(attempts).where(*mine))

    def remove_old(self, before: datetime) -> int:
        return self.connection.execute(delete(attempts).where(attempts.c.at < before)).rowcount
