"""The schema: its versions with data in them, two starts at once, and databases that cannot be used."""

import threading

import pytest
from sqlalchemy import inspect, text

from desk.errors import DatabaseError
from desk.store import Feedback, open_database
from desk.store.columns import METADATA
from desk.store.upgrading import current_revision, newest_revision
from tests.desk.store.sample import AT, inquiry, user


def test_the_first_version_with_data_in_it_is_upgraded_and_nothing_is_lost(url):
    first = open_database(url, "0001")
    said = Feedback("f1", AT, "answer-1", "good", "", "", "助成率は？", {"answer": "2/3"}, "u1")
    with first.begin() as work:
        work.users.add(user())
        work.feedback.add(said)
        work.audit.record(AT, "u1", "sign_in")
    assert "inquiries" not in inspect(first.engine).get_table_names()
    assert current_revision(first.engine) == "0001"
    first.close()
    newest = open_database(url)
    assert current_revision(newest.engine) == newest_revision()
    with newest.begin() as work:
        assert work.users.get("u1") == user()
        assert work.feedback.newest(10) == [said]
        assert work.inquiries.add(inquiry(made_by="u1")).number == 1
    newest.close()


def test_the_migrations_make_the_tables_that_the_repositories_use(database):
    found = inspect(database.engine)
    assert set(found.get_table_names()) == {*METADATA.tables, "alembic_version"}
    for name, table in METADATA.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == {column.name for column in table.c}
        there = {tuple(index["column_names"]) for index in found.get_indexes(name)}
        assert {tuple(column.name for column in index.columns) for index in table.indexes} <= there


def test_two_starts_at_once_upgrade_once(url):
    failures = []

    def start() -> None:
        try:
            open_database(url).close()
        except Exception as error:  # noqa: BLE001 - whatever it is, it fails the test
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_database_of_a_newer_program_is_refused_in_words(database, url):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="Sodanを更新"):
        open_database(url)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("mysql://localhost/sodan", "対応していません"),
        ("これは違います", "読めません"),
        ("postgresql://sodan@/x?host=/nowhere", "つながりません"),
        ("sqlite:////proc/nowhere/desk.sqlite", "フォルダーを作れません"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(wrong, words):
    with pytest.raises(DatabaseError, match=words):
        open_database(wrong)


def test_sqlite_waits_for_its_turn_and_forces_every_save_to_the_disk(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/desk.sqlite")
    with database.engine.connect() as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    database.close()
