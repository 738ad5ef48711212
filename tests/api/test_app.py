"""What holds of every response: guards, health, problems; and an index that is missing, damaged or switched."""

import hashlib
import shutil

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from ingest.build import ingest
from ingest.embedder import load_embedder
from rag.settings import ChainSettings
from tests.api.problems import problem_of
from tests.ingest.corpora import write_corpus, write_small_corpus

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
SENT = [
    ("GET", "/", 200),
    ("GET", "/?q=産業交流展の会場は？", 200),
    ("GET", "/?q=", 422),
    ("GET", "/documents/r07/pages/9", 200),
    ("GET", "/documents/r07/pages/99", 404),
    ("GET", "/static/chat.js", 200),
    ("GET", "/static/sodan.css", 200),
    ("GET", "/static/nothing.js", 404),
    ("GET", "/static/../app.py", 404),
    ("GET", "/static/%2e%2e/app.py", 404),
    ("GET", "/nothing", 404),
    ("GET", "/v1/documents", 200),
    ("GET", "/v1/documents/x", 404),
    ("GET", "/v1/chat", 405),
    ("DELETE", "/v1/documents/r07", 405),
    ("POST", "/v1/chat", 422),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/v1/openapi.json", 200),
    ("OPTIONS", "/v1/chat", 405),
    ("HEAD", "/nothing", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), SENT)
def test_every_response_carries_the_security_headers(client, method, path, status):
    response = client.request(method, path)
    assert response.status_code == status
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [row for row in SENT if row[2] >= 400 and row[1].startswith(("/v1", "/nothing", "/static")) and row[0] != "HEAD"],
)
def test_every_error_is_a_problem_document_in_japanese(client, method, path, status):
    problem_of(client.request(method, path), status)


def test_no_page_loads_anything_from_elsewhere(client):
    for path in ("/", "/?q=産業交流展の会場は？", "/documents/r07/pages/9?start=1&end=5"):
        text = client.get(path).text
        assert "http://" not in text.replace("http://www.w3.org", "")
        assert 'src="//' not in text
        assert "<script>" not in text
        assert " style=" not in text
        assert " onclick=" not in text


def test_a_question_is_shown_as_text_not_as_markup(client):
    text = client.get("/", params={"q": '"><script>alert(1)</script><img src=x onerror=y>産業交流展'}).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;" in text


def test_the_cited_characters_are_marked_and_nothing_else_changes(client):
    text = client.get("/v1/documents/r07/pages/9").json()["text"]
    at = text.index("１００万円")
    page = client.get(f"/documents/r07/pages/9?start={at}&end={at + 5}").text
    assert '<mark class="cited" id="cited">１００万円</mark>' in page


@pytest.mark.parametrize(
    "span",
    [
        "start=5&end=2",
        "start=99999&end=999999",
        "start=0&end=0",
        "start=3",
        "end=3",
        "start=10000000000000000000000&end=1",
    ],
)
def test_a_span_outside_the_page_still_shows_the_page(client, span):
    response = client.get(f"/documents/r07/pages/9?{span}")
    assert response.status_code == 200
    assert "助成限度額" in response.text


@pytest.mark.parametrize("span", ["start=-1&end=2", "start=a&end=b"])
def test_a_span_that_is_no_span_is_refused(client, span):
    problem_of(client.get(f"/documents/r07/pages/9?{span}"), 422)


def test_the_form_works_without_javascript(client):
    text = client.get("/", params={"q": "産業交流展の会場は？"}).text
    assert "東京ビッグサイト" in text
    assert 'href="/documents/r07/pages/18?start=' in text
    assert "産業交流展の会場は？" in text


@pytest.mark.parametrize(("q", "status"), [("  ", 422), ("？", 422), ("a" * 10_001, 413)])
def test_the_form_says_what_is_wrong_with_a_question(client, q, status):
    response = client.get("/", params={"q": q})
    assert response.status_code == status
    assert 'role="alert"' in response.text
    assert "ください。" in response.text


def test_health_says_alive_and_ready(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["documents"]) == ("ok", 5)
    assert ready["index"].startswith("v")


def test_without_an_index_it_is_alive_but_not_ready(client_without_index):
    assert client_without_index.get("/healthz").status_code == 200
    assert "sodan ingest" in problem_of(client_without_index.get("/readyz"), 503)["detail"]


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("POST", "/v1/chat", {"messages": [{"role": "user", "content": "産業交流展"}]}),
        ("POST", "/v1/search", {"query": "産業交流展"}),
        ("GET", "/v1/documents", None),
        ("GET", "/v1/documents/r07/pages/1", None),
        ("GET", "/", None),
    ],
)
def test_without_an_index_every_way_in_tells_the_remedy(client_without_index, method, path, sent):
    response = client_without_index.request(method, path, json=sent)
    assert response.status_code == 503
    assert "sodan ingest" in response.text
    assert "Traceback" not in response.text


def test_a_question_that_is_wrong_in_form_is_told_even_without_an_index(client_without_index):
    response = client_without_index.post("/v1/chat", json={"messages": "x"})
    assert response.status_code in (422, 503)
    problem_of(response, response.status_code)


def test_the_openapi_document_names_the_endpoints(client):
    paths = client.get("/v1/openapi.json").json()["paths"]
    assert {"/v1/chat", "/v1/search", "/v1/documents", "/v1/documents/{document_id}/pages/{number}"} <= set(paths)


@pytest.fixture
def small(tmp_path):
    """Settings over a small corpus with its index built by the default embedder."""
    settings = ChainSettings(write_small_corpus(tmp_path / "corpus"), tmp_path / "index")
    build(settings)
    return settings


def build(settings):
    return ingest(settings.corpus, settings.index, load_embedder("default"), lambda step, done, whole: None)


def ask(client, question):
    return client.post("/v1/chat", json={"messages": [{"role": "user", "content": question}]})


def test_a_new_index_answers_without_a_restart(small):
    with TestClient(create_app(small), raise_server_exceptions=False) as client:
        before = client.get("/readyz").json()["index"]
        assert "1,500万円" in ask(client, "設備更新支援助成金はいくらまで？").json()["answer"]
        source = "水車更新助成金のご案内\n助成限度額は４５０万円です。\n"
        (small.corpus / "readings" / "setsubi.md").unlink()
        write_corpus(small.corpus, {"suisha": (2025, source)})
        build(small)
        assert client.get("/readyz").json()["index"] != before
        assert "450万円" in ask(client, "水車更新助成金はいくらまで？").json()["answer"]
        assert ask(client, "設備更新支援助成金はいくらまで？").json()["status"] == "not_found"
        assert [item["id"] for item in client.get("/v1/documents").json()["items"]] == ["suisha"]


def test_an_index_that_comes_later_makes_it_ready(tmp_path):
    settings = ChainSettings(write_small_corpus(tmp_path / "corpus"), tmp_path / "index")
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        problem_of(client.get("/readyz"), 503)
        build(settings)
        assert client.get("/readyz").status_code == 200


def test_a_damaged_index_is_never_answered_from(small):
    (store,) = small.index.glob("v*/corpus.sqlite")
    store.write_bytes(store.read_bytes()[:-1])
    with TestClient(create_app(small), raise_server_exceptions=False) as client:
        problem_of(ask(client, "設備更新支援助成金はいくらまで？"), 503)


def test_an_index_of_another_embedder_is_never_answered_from(small):
    (manifest,) = small.index.glob("v*/manifest.json")
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("sodan-static-ja:", "another:"), encoding="utf-8")
    with TestClient(create_app(small), raise_server_exceptions=False) as client:
        assert "embedder" in problem_of(ask(client, "設備更新支援助成金はいくらまで？"), 503)["detail"]


def test_an_index_removed_while_serving_is_told(small):
    with TestClient(create_app(small), raise_server_exceptions=False) as client:
        assert ask(client, "設備更新支援助成金はいくらまで？").status_code == 200
        shutil.rmtree(small.index)
        problem_of(ask(client, "設備更新支援助成金はいくらまで？"), 503)


def test_answering_changes_no_file_that_the_manifest_names(small):
    files = [path for path in small.index.rglob("*") if path.is_file() and "vectors" not in path.parts]
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    with TestClient(create_app(small), raise_server_exceptions=False) as client:
        ask(client, "設備更新支援助成金はいくらまで？")
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == before
