"""The server killed in the middle of its work: every save that it confirmed is there."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psycopg
import pytest

from desk.accounts import Accounts
from desk.store import open_database
from rag.settings import ChainSettings
from tests.desk.store.postgres import running_postgres
from tests.end_to_end.real import REPOSITORY
from tests.end_to_end.running import environment

PASSWORD = "見本の長い合い言葉です2025"
SAVES = 30
HEADERS = {"accept": "text/html"}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.sqlite"
        return
    with running_postgres() as folder:
        with psycopg.connect(f"host={folder} user=sodan dbname=postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE kill")
        yield f"postgresql://sodan@/kill?host={folder}"


@contextmanager
def serving(settings: ChainSettings, url: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """The process, its address and the set-up link that it printed ("" without one)."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    environ = environment(settings, SODAN_DATABASE=url)
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environ, cwd=REPOSITORY, encoding="utf-8") as server:
        try:
            address = re.search(r"http://\S+:\d+", server.stderr.readline())[0]
            link = ""
            while server.poll() is None and not _is_up(address):
                pass
            database = open_database(url)
            with database.read() as work:
                is_new = not work.users.all()
            database.close()
            if is_new:
                link = re.search(r"http://\S+/setup/\S+", server.stderr.readline())[0]
            yield server, address, link
        finally:
            server.kill()


def _is_up(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=1).status_code == 200
    except httpx.TransportError:
        return False


def token_on(client: httpx.Client, path: str) -> str:
    return re.search(r'name="csrf" value="(\w+)"', client.get(path, headers=HEADERS).text)[1]


def test_every_confirmed_save_survives_a_kill(real_index, url):
    confirmed: list[str] = []
    with serving(real_index, url) as (server, address, link):
        client = httpx.Client(base_url=address, timeout=20)
        form = {"email": "admin@mihon.example", "name": "見本 一郎", "password": PASSWORD, "again": PASSWORD}
        path = link.removeprefix(address)
        assert client.post(path, data={"csrf": token_on(client, path), **form}).status_code == 303
        token = token_on(client, "/admin/keys")

        def save() -> None:
            for number in range(SAVES):
                data = {"csrf": token, "name": f"見本{number}", "role": "staff"}
                try:
                    answer = client.post("/admin/keys", data=data, headers=HEADERS)
                except httpx.TransportError:
                    return
                if answer.status_code == 200:
                    confirmed.append(f"見本{number}")
                if len(confirmed) == SAVES // 2:
                    threading.Timer(0.005, os.kill, (server.pid, signal.SIGKILL)).start()

        save()
        server.wait(10)
    assert SAVES // 2 <= len(confirmed) < SAVES
    with serving(real_index, url) as (_, address, link):
        assert link == ""  # there is an administrator
        client = httpx.Client(base_url=address, timeout=20)
        sign_in = {"csrf": token_on(client, "/login"), "email": "admin@mihon.example", "password": PASSWORD}
        assert client.post("/login", data=sign_in).status_code == 303
        page = client.get("/admin/keys", headers=HEADERS).text
    there = set(re.findall(r"見本\d+", page))
    assert set(confirmed) <= there
    assert len(there) <= len(confirmed) + 1  # the one that was under way may be there, unconfirmed


def test_every_confirmed_save_of_a_reply_on_its_page_survives_a_kill(real_index, url):
    confirmed: list[str] = []
    with serving(real_index, url) as (server, address, link):
        client = httpx.Client(base_url=address, timeout=20)
        form = {"email": "admin@mihon.example", "name": "見本 一郎", "password": PASSWORD, "again": PASSWORD}
        setup = link.removeprefix(address)
        client.post(setup, data={"csrf": token_on(client, setup), **form})
        token = token_on(client, "/desk/inquiries/new")
        typed = client.post("/desk/inquiries", data={"csrf": token, "text": "見本の助成率は？"}, headers=HEADERS)
        path = typed.headers["location"]
        for revision in range(1, SAVES + 1):
            data = {"csrf": token, "revision": str(revision), "do": "save", "part-conclusion": f"保存{revision}回目"}
            try:
                answer = client.post(f"{path}/draft", data=data, headers=HEADERS)
            except httpx.TransportError:
                break
            if answer.status_code == 303:
                confirmed.append(f"保存{revision}回目")
            if len(confirmed) == SAVES // 2:
                threading.Timer(0.005, os.kill, (server.pid, signal.SIGKILL)).start()
        server.wait(10)
    assert SAVES // 2 <= len(confirmed) < SAVES
    database = open_database(url)
    with database.read() as work:
        draft = work.drafts.of_inquiry(path.rsplit("/", 1)[1])[0]
        kept = [one.parts["conclusion"] for one in work.drafts.revisions(draft.id)][1:]
    database.close()
    assert kept[: len(confirmed)] == confirmed
    assert len(kept) <= len(confirmed) + 1


def test_a_draft_saved_revision_by_revision_survives_a_kill(url, tmp_path):
    database = open_database(url)
    assert Accounts(database).set_up_token()
    database.close()
    program = (
        "import sys, itertools\n"
        "from tests.desk.store.sample import AT, draft, inquiry\n"
        "from desk.store import open_database\n"
        "database = open_database(sys.argv[1])\n"
        "with database.begin() as work:\n"
        "    work.inquiries.add(inquiry())\n"
        "    work.drafts.add(draft(), [])\n"
        "for revision in itertools.count(1):\n"
        "    with database.begin() as work:\n"
        "        work.drafts.save('d1', revision, AT, None, text=f'第{revision + 1}版')\n"
        "    print(revision + 1, flush=True)\n"
    )
    command = [sys.executable, "-c", program, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY, encoding="utf-8") as writer:
        for line in writer.stdout:
            if line.strip() == "30":
                writer.send_signal(signal.SIGKILL)
                break
        confirmed = [30, *(int(line) for line in writer.stdout if line.strip().isdigit())][-1]
    database = open_database(url)
    with database.read() as work:
        revisions = work.drafts.revisions("d1")
        now = work.drafts.get("d1")
    database.close()
    assert now.revision in (confirmed, confirmed + 1)
    assert [one.revision for one in revisions] == list(range(1, now.revision + 1))
    assert [one.text for one in revisions[1:]] == [f"第{number}版" for number in range(2, now.revision + 1)]
