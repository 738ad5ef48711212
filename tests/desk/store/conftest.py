"""Databases of both kinds: an SQLite file, and a real PostgreSQL server where there is one."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from desk.store import Database, open_database
from tests.desk.store.postgres import running_postgres

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    with running_postgres() as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/desk.sqlite"
    folder, name = request.getfixturevalue("postgres"), f"test{next(_numbers)}"
    with psycopg.connect(f"host={folder} user=sodan dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://sodan@/{name}?host={folder}"


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = open_database(url)
    yield opened
    opened.close()


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = datetime(2025, 11, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **amount: float) -> None:
        self.at += timedelta(**amount)


@pytest.fixture
def time() -> Time:
    return Time()
