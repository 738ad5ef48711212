"""Bringing a database's schema up to date: at every start, by one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from desk.errors import DatabaseError
from desk.store.database import Database, failures_told, make_engine, writing

_ONE_AT_A_TIME = 7_263_261  # a number of our own for PostgreSQL's advisory lock


def open_database(url: str, revision: str = "head") -> Database:
    """The database at ``url``, its schema upgraded to ``revision``; raises DatabaseError where that fails."""
    engine = make_engine(url)
    try:
        upgrade(engine, revision)
    except DatabaseError:
        engine.dispose()
        raise
    return Database(engine)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Upgrade the schema in one transaction; nothing to do is no write."""
    if revision == "head" and current_revision(engine) == newest_revision():
        return
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _ONE_AT_A_TIME})
        try:
            command.upgrade(_config(connection), revision)
        except CommandError as error:
            raise DatabaseError(
                f"データベースの版を読めません（{error}）。新しい版のSodanで作られたものかもしれません。"
                "Sodanを更新するか、SODAN_DATABASE を確かめてください。"
            ) from error


def current_revision(engine: Engine) -> str | None:
    """The revision of the database's schema, None before the first; raises DatabaseError."""
    with failures_told(), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The revision that this program works with."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert head is not None
    return head


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
