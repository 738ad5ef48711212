"""Users: the people who sign in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from desk.roles import Role
from desk.store.account_tables import users
from desk.store.rows import one, several


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in: by ``password`` (its hash), or by ``issuer`` and ``subject`` of OpenID Connect."""

    id: str
    email: str
    name: str
    role: Role
    password: str | None
    issuer: str | None
    subject: str | None
    created_at: datetime
    signed_in_at: datetime | None = None
    locked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Users:
    connection: Connection

    def add(self, user: User) -> None:
        values = {name: getattr(user, name) for name in User.__slots__}
        self.connection.execute(insert(users).values(**values))

    def get(self, id: str) -> User | None:
        return one(self.connection, select(users).where(users.c.id == id), User)

    def by_email(self, email: str) -> User | None:
        return one(self.connection, select(users).where(users.c.email == email), User)

    def by_subject(self, issuer: str, subject: str) -> User | None:
        query = select(users).where(users.c.issuer == issuer, users.c.subject == subject)
        return one(self.connection, query, User)

    def all(self) -> list[User]:
        return several(self.connection, select(users).order_by(users.c.created_at, users.c.id), User)

    def count_active(self, role: Role) -> int:
        """How many of a role are not locked; with the write lock held, this cannot change before the commit."""
        query = select(func.count()).select_from(users).where(users.c.role == role, users.c.locked_at.is_(None))
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(select(users.c.id).where(users.c.role == role).with_for_update())
        return int(self.connection.execute(query).scalar_one())

    def change(self, id: str, **values: object) -> None:
        """Change columns of one user."""
        self.connection.execute(update(users).where(users.c.id == id).values(**values))

    def remove(self, id: str) -> None:
        self.connection.execute(delete(users).where(users.c.id == id))
