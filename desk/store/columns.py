"""Column types that mean the same on SQLite and PostgreSQL, and the metadata that every table is in."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, ForeignKey, MetaData, String
from sqlalchemy.types import TypeDecorator

# Names of constraints are the same everywhere, so that migrations can name them.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so that it is taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key() -> "Column[Any]":
    """The primary key of a table whose rows have an id of their own."""
    return Column("id", String(40), primary_key=True)


def belongs_to(name: str, table: str, *, optional: bool = False) -> "Column[Any]":
    """A reference that goes with what it refers to."""
    return Column(name, String(40), ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=optional, index=True)


def named_by(name: str) -> "Column[Any]":
    """A reference to a user that is emptied when the user is deleted."""
    return Column(name, String(40), ForeignKey("users.id", ondelete="SET NULL"), nullable=True, index=True)
