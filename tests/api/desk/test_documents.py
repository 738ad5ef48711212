"""Documents over the page: taken in, replaced, withdrawn; and what is refused, or fails, leaves the index as it was."""

import shutil
import time
from dataclasses import replace

import pytest

from api.app import create_app
from api.jobs import JobFile
from api.shelving import Shelving
from desk.settings import DeskSettings
from desk.store import Asked
from ingest.build import ingest
from ingest.embedder import load_embedder
from ingest.library import Library
from rag.settings import ChainSettings
from tests.ingest.corpora import write_small_corpus

TEXT = "令和7年度 見本助成金のご案内\n\n助成限度額は123万円です。\n"
CONTENT = TEXT.encode()
LONG = "見本" * 100


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A small corpus and its index, built once; the tests change copies."""
    folder = tmp_path_factory.mktemp("built")
    made = ChainSettings(write_small_corpus(folder / "corpus"), folder / "index")
    ingest(made.corpus, made.index, load_embedder(made.embedder), lambda *_: None)
    return folder


@pytest.fixture
def settings(built, tmp_path):
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return ChainSettings(tmp_path / "corpus", tmp_path / "index", library=tmp_path / "library")


@pytest.fixture
def app(settings, desk_settings):
    return create_app(settings, desk=DeskSettings(desk_settings.database, upload_limit=3_000_000))


@pytest.fixture
def admin(people):
    return people["admin"]


def send(admin, name="見本.txt", content=CONTENT, **fields):
    data = {"csrf": admin.token("/account"), **fields}
    files = {"file": (name, content, "application/octet-stream")}
    return admin.client.post(
        "/admin/documents", data=data, files=files, headers={"accept": "text/html"}, follow_redirects=False
    )


def over(app):
    """The newest job once it is over."""
    for _ in range(300):
        if app.state.shelving.jobs()[0].is_over:
            return app.state.shelving.jobs()[0]
        time.sleep(0.1)
    raise AssertionError(app.state.shelving.jobs())


def titles(app):
    return [one.title for one in app.state.chains.get().index.store.documents()]


def test_a_document_is_taken_in_replaced_and_withdrawn(admin, app, database):
    assert send(admin, title="見本助成金", publisher="見本の窓口").headers["location"] == "/admin/documents"
    job = over(app)
    assert (job.state, job.outcome) == ("done", "new"), job
    assert "見本助成金" in titles(app)
    page = admin.get(f"/admin/documents/{job.document_id}")
    assert page.status_code == 200
    assert "自動で読み取りました" in page.text

    send(admin, "別の名前.txt", TEXT.replace("123", "456").encode(), id=job.document_id, title="見本助成金 改")
    replaced = over(app)
    assert (replaced.state, replaced.outcome, replaced.document_id) == ("done", "replaced", job.document_id)
    assert "見本助成金 改" in titles(app)
    assert "見本助成金" not in titles(app)

    unsure = admin.post(f"/admin/documents/{job.document_id}/withdraw")
    assert unsure.status_code == 422
    admin.post(f"/admin/documents/{job.document_id}/withdraw", {"sure": "yes"})
    assert over(app).state == "done"
    assert "見本助成金 改" not in titles(app)
    with database.read() as work:
        assert [event.action for event in work.audit.find(Asked(text="document."), 9)] == [
            "document.withdraw", "document.add", "document.add",
        ]  # fmt: skip


def test_an_index_that_cannot_be_built_leaves_library_and_index_as_they_were(admin, app, settings):
    before = titles(app)
    (settings.corpus / "catalogue.toml").write_text("これは目録ではありません", encoding="utf-8")
    send(admin)
    job = over(app)
    assert job.state == "failed"
    assert "catalogue.toml" in job.messages[-1]
    assert titles(app) == before
    assert Library(settings.library).records() == {}


def test_a_withdrawal_that_fails_puts_the_document_back(admin, app, settings):
    send(admin)
    job = over(app)
    kept = Library(settings.library).records()
    (settings.corpus / "catalogue.toml").write_text("これは目録ではありません", encoding="utf-8")
    admin.post(f"/admin/documents/{job.document_id}/withdraw", {"sure": "yes"})
    assert over(app).state == "failed"
    assert Library(settings.library).records() == kept


@pytest.mark.parametrize(
    ("name", "content", "status", "words"),
    [
        ("見本.exe", b"MZ", 415, "この種類のファイルは取り込めません"),
        ("見本.pdf", b"\x89PNG\r\n\x1a\n", 415, "PNG画像"),
        ("見本.txt", b"x" * 3_000_001, 413, "3MB以内"),
        ("見本.txt", b"x" * 4_000_000, 413, "バイト以内"),
        ("", b"x", 422, "ファイルを選んでください"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_refused_at_once(admin, app, name, content, status, words):
    answer = send(admin, name, content)
    assert answer.status_code == status
    assert words in answer.text
    assert app.state.shelving.jobs() == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("見本.txt", "年度のない本文です。".encode(), "「年度」の欄に 2025 のように"),
        ("見本.txt", b"", "0バイト"),
        ("見本.pdf", b"%PDF-1.4\n" + b"broken" * 20, "見本.pdf"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_on_the_page_without_the_servers_paths(admin, app, name, content, words):
    send(admin, name, content)
    assert over(app).state == "failed"
    page = admin.get("/admin/documents").text
    assert words in page
    assert "/tmp" not in page
    assert ".toml" not in page


@pytest.mark.parametrize("name", ["../../見本.txt", "C:\\見本.txt", "/etc/見本.txt", "..見本.txt", LONG + ".txt"])
def test_a_files_name_leads_nowhere(admin, app, settings, name):
    send(admin, name)
    job = over(app)
    assert job.state == "done", job
    assert "/" not in job.name
    assert len(job.name.encode()) <= 120


def test_a_large_body_needs_somebody_who_brings_a_cookie(app, person):
    answer = person().client.post("/admin/documents", content=b"x" * 1_000_001)
    assert answer.status_code == 413


def test_staff_cannot_take_documents_in(people, app):
    assert send(people["staff"]).status_code == 403
    assert app.state.shelving.jobs() == []


def test_an_upload_of_nobody_is_refused_without_being_read(app, person):
    visitor = person()
    visitor.client.cookies.set("sodan_session", "of nobody")
    headers = {"content-type": "multipart/form-data; boundary=x", "accept": "text/html"}
    answer = visitor.client.post("/admin/documents", content=b"x" * 3_000_000, headers=headers, follow_redirects=False)
    assert answer.status_code == 401
    assert app.state.shelving.jobs() == []


def test_a_restart_remembers_what_was_taken_in_and_what_it_broke_off(admin, app, settings, tmp_path):
    send(admin, title="見本助成金", publisher="見本の窓口")
    done = over(app)
    broken = replace(done, id="broken", name="途中.txt", state="building")
    JobFile(tmp_path / "jobs.json").write([done, broken])
    again = Shelving(settings).jobs()
    assert [(one.id, one.state) for one in again] == [("broken", "failed"), (done.id, "done")]
    assert "もう一度取り込んでください" in again[0].messages[0]


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"id": 1}]', "null"])
def test_a_damaged_list_of_jobs_is_done_without(settings, tmp_path, content):
    (tmp_path / "jobs.json").write_text(content, encoding="utf-8")
    assert Shelving(settings).jobs() == []
