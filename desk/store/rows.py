"""From rows to records."""

from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Row

Record = TypeVar("Record")


def one(connection: Connection, query: Executable, record: type[Record]) -> Record | None:
    """The first row as a record whose fields are the selected columns."""
    row = connection.execute(query).first()
    return None if row is None else made(row, record)


def several(connection: Connection, query: Executable, record: type[Record]) -> list[Record]:
    return [made(row, record) for row in connection.execute(query)]


def made(row: Row[Any], record: type[Record]) -> Record:
    return record(**row._mapping)
