"""A database that is down, full, read-only or away: the desk says so in words, and the chat goes on."""

import sqlite3
import threading

from sqlalchemy import event
from starlette.testclient import TestClient

from desk.clock import now
from desk.settings import DeskSettings
from desk.signing_in import start_session
from desk.store import Asked
from tests.api.desk.conftest import PAGE
from tests.desk.store.postgres import running_postgres
from tests.desk.store.sample import user

AWAY = "postgresql://sodan@/sodan?host=/nowhere"


def test_while_the_database_is_away_the_chat_answers_and_the_desk_says_so(real_app):
    client = TestClient(real_app(DeskSettings(AWAY)), raise_server_exceptions=False)
    client.cookies.set("sodan_session", "of better days")
    asked = client.post("/v1/chat", json={"messages": [{"role": "user", "content": "産業交流展の会場は？"}]})
    assert asked.status_code == 200
    assert asked.json()["citations"]
    assert client.get("/?q=産業交流展の会場は？").status_code == 200
    answer = client.get("/account", headers=PAGE)
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")
    assert "データベースにつながりません" in answer.text
    assert "相談のページへ" in answer.text
    assert "nowhere" not in answer.text
    problem = client.get("/account")
    assert problem.status_code == 503
    assert problem.headers["content-type"] == "application/problem+json"


def test_a_database_that_comes_back_is_used_without_a_restart(tmp_path, real_app):
    path = tmp_path / "desk.sqlite"
    path.mkdir()
    client = TestClient(real_app(DeskSettings(f"sqlite:///{path}")), raise_server_exceptions=False)
    client.cookies.set("sodan_session", "of better days")
    assert client.get("/account", follow_redirects=False).status_code == 503
    path.rmdir()
    assert client.get("/account", follow_redirects=False).status_code == 303


def test_a_postgresql_server_that_stops_is_told_while_the_chat_goes_on(real_app):
    with running_postgres() as folder:
        app = real_app(DeskSettings(f"postgresql://sodan@/postgres?host={folder}"))
        with app.state.database.get().begin() as work:
            work.users.add(user("u1"))
            token = start_session(work, work.users.get("u1"), now())
        client = TestClient(app, raise_server_exceptions=False, cookies={"sodan_session": token})
        assert client.get("/account", headers=PAGE).status_code == 200
    answer = client.get("/account", headers=PAGE)
    assert answer.status_code == 503
    assert "データベースにつながりません" in answer.text
    assert client.get("/?q=産業交流展の会場は？").status_code == 200


def on_every_connection(app, pragma: str) -> None:
    """Make every connection of the application begin with ``pragma``."""
    engine = app.state.database.get().engine
    event.listen(engine, "checkout", lambda connection, *_: connection.execute(pragma))


def test_a_full_disk_is_told_and_nothing_is_half_saved(people, app, database):
    admin = people["admin"]
    token = admin.token("/admin/keys")
    # SQLite refuses to grow beyond so many pages with the same error as on a full disk.
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    on_every_connection(app, f"PRAGMA max_page_count={pages}")
    form = {"csrf": token, "name": "見本" * 40, "role": "staff"}
    for _ in range(400):
        answer = admin.client.post("/admin/keys", data=form, headers=PAGE)
        if answer.status_code != 200:
            break
    assert answer.status_code == 503
    assert "空きが足りません" in answer.text
    with database.read() as work:
        keys, made = work.keys.all(), work.audit.count(Asked(text="key.make"))
    assert len(keys) == made
    assert admin.get("/admin/keys").status_code == 200


def test_a_database_that_can_only_be_read_still_shows_and_tells_that_it_cannot_save(people, app, desk_settings):
    admin = people["admin"]
    token = admin.token("/admin/keys")
    on_every_connection(app, "PRAGMA query_only=ON")
    answer = admin.client.post("/admin/keys", data={"csrf": token, "name": "見本", "role": "staff"}, headers=PAGE)
    assert answer.status_code == 503
    assert "読み取り専用" in answer.text
    assert admin.get("/admin/keys").status_code == 200


def test_a_database_that_another_program_holds_is_waited_for(people, desk_settings):
    path = desk_settings.database.removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    token = people["admin"].token("/account")
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(1, other.rollback)
    release.start()
    form = {"csrf": token, "name": "見本", "role": "staff"}
    assert people["admin"].client.post("/admin/keys", data=form).status_code == 200
    release.join()
    other.close()


def test_a_damaged_file_is_told(tmp_path, real_app):
    path = tmp_path / "desk.sqlite"
    path.write_bytes(b"this is no database" * 500)
    client = TestClient(real_app(DeskSettings(f"sqlite:///{path}")), raise_server_exceptions=False)
    client.cookies.set("sodan_session", "x")
    answer = client.get("/account", headers=PAGE)
    assert answer.status_code == 503
    assert "データベース" in answer.text
    assert path.read_bytes().startswith(b"this is no database")


def test_what_no_database_can_hold_is_taken_out_of_what_was_typed(people):
    admin = people["admin"]
    answer = admin.post("/admin/keys", {"name": "見本\x00\x01", "role": "staff"})
    assert answer.status_code == 422  # the control character; the NUL alone would have been taken out
    assert admin.post("/admin/keys", {"name": "見本\x00🏯か゛", "role": "staff"}).status_code == 200
    assert "見本🏯か゛" in admin.get("/admin/keys").text


def test_many_people_save_at_once_and_every_save_is_there(people, database):
    from concurrent.futures import ThreadPoolExecutor

    admin = people["admin"]
    token = admin.token("/admin/keys")

    def save(number: int) -> int:
        data = {"csrf": token, "name": f"見本{number}", "role": "staff"}
        return admin.client.post("/admin/keys", data=data).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(save, range(40))) == {200}
    with database.read() as work:
        assert {key.name for key in work.keys.all()} == {f"見本{number}" for number in range(40)}
