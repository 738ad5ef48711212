"""The database: one engine, short explicit transactions, and failures in words."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from desk.errors import ConflictError, DatabaseError
from desk.store.work import Work

log = logging.getLogger("sodan.desk")
_WAIT = 10  # seconds that a transaction waits for another one's, or for the server


class Database:
    """Gives transactions. Safe from several threads; each transaction has a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """A transaction that may write: confirmed once the block ends, undone where it raises.

        Raises DatabaseError where the database is down, full, read-only or locked for too long, and
        ConflictError where a row exists already.
        """
        with (
            failures_told(),
            self.engine.connect().execution_options(sodan_writes=True) as connection,
            connection.begin(),
        ):
            yield Work(connection)

    @contextmanager
    def read(self) -> Iterator[Work]:
        """A transaction that only reads and waits for nobody; raises DatabaseError."""
        with failures_told(), self.engine.connect() as connection, connection.begin():
            yield Work(connection)

    def close(self) -> None:
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; raises DatabaseError for another or an unreadable address."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError(
            "SODAN_DATABASE を読めません。sqlite:///ファイル または postgresql://… の形にしてください。"
        ) from None
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args={"connect_timeout": _WAIT}
        )
    raise DatabaseError(f"データベース「{parsed.get_backend_name()}」には対応していません。")


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(f"データのフォルダーを作れません（{error.strerror}）。") from None
    engine = create_engine(url, connect_args={"timeout": _WAIT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: ConnectionPoolEntry) -> None:
    # The driver would begin transactions late and by itself; we begin them ourselves (see _begin).
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_WAIT * 1000}"):
        try:
            connection.execute(f"PRAGMA {pragma}")
        except Exception as error:  # noqa: BLE001 - a read-only folder admits no WAL, yet what is there can be read
            log.warning("PRAGMA %s: %s", pragma, error)


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once, so that it waits its turn instead of failing at its first write.
    writes = connection.get_execution_options().get("sodan_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that takes the write lock at once; raises DatabaseError and ConflictError."""
    with failures_told(), engine.connect().execution_options(sodan_writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def failures_told() -> Iterator[None]:
    """What the database refuses, raised as errors of the desk."""
    try:
        yield
    except IntegrityError as error:
        log.info("conflict: %s", error.orig)
        raise ConflictError("同じものがすでにあるか、ほかの人が先に変更しました。画面を読み直してください。") from error
    except SQLAlchemyError as error:
        log.error("database: %s", error)
        raise DatabaseError(_words(error)) from error


_CAUSES: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda text: "readonly" in text or "read-only" in text, "データベースに書き込めない状態です（読み取り専用）。"),
    (lambda text: "full" in text or "no space" in text, "データベースのディスクの空きが足りません。"),
    (lambda text: "locked" in text, "データベースが混み合っています。少し待ってもう一度お試しください。"),
)


def _words(error: SQLAlchemyError) -> str:
    text = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    cause = next((words for matches, words in _CAUSES if matches(text)), "データベースにつながりません。")
    return f"{cause}保存はされていません。管理者に連絡してください。"
