"""Shared answers: the same answer by the link alone, told when it is another, and nothing forged shown."""

import base64
import json
import zlib

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.shares import LONGEST, decode, encode
from ingest.build import ingest
from ingest.embedder import load_embedder
from rag.settings import ChainSettings
from tests.api.problems import problem_of
from tests.ingest.corpora import write_corpus, write_small_corpus

ASKED = ["デジタルツール導入の助成金はいくらまで？", "助成率は？"]
HTML = {"accept": "text/html"}


def share(client, *questions):
    return client.post("/v1/shares", json={"questions": list(questions)})


def token_of(packed):
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def test_the_link_gives_the_same_answer_with_the_same_sources(client):
    page = client.get(share(client, ASKED[0]).json()["url"], headers=HTML)
    assert page.status_code == 200
    assert "共有されたときと同じ回答です" in page.text
    answer = client.post("/v1/chat", json={"messages": [{"role": "user", "content": ASKED[0]}]}).json()
    for citation in answer["citations"]:
        assert citation["url"].replace("&", "&amp;") in page.text


def test_a_later_turn_is_shared_with_what_it_follows(client):
    text = client.get(share(client, *ASKED).json()["url"], headers=HTML).text
    assert "中小企業デジタルツール導入促進支援事業" in text
    assert "1/2" in text
    assert "この前のご質問：「デジタルツール導入の助成金はいくらまで？」" in text


def test_the_link_holds_no_answer_and_the_server_no_state(client, real_index):
    url = share(client, *ASKED).json()["url"]
    with TestClient(create_app(real_index)) as another:
        assert "同じ回答です" in another.get(url, headers=HTML).text


def test_documents_that_changed_are_told(tmp_path):
    settings = ChainSettings(write_small_corpus(tmp_path / "corpus"), tmp_path / "index")
    build(settings)
    with TestClient(create_app(settings)) as client:
        url = share(client, "設備更新支援助成金はいくらまで？").json()["url"]
        assert "同じ回答です" in client.get(url, headers=HTML).text
        (settings.corpus / "readings" / "setsubi.md").unlink()
        write_corpus(settings.corpus, {"suisha": (2025, "水車更新助成金のご案内\n助成限度額は４５０万円です。\n")})
        build(settings)
        text = client.get(url, headers=HTML).text
    assert "資料が更新されたため" in text
    assert "見つかりませんでした" in text


def test_an_answer_that_is_no_longer_the_same_says_so(client):
    held = decode(share(client, ASKED[0]).json()["url"].removeprefix("/a/"))
    other = client.get(f"/a/{encode(held.model_copy(update={'d': '0' * 16}))}", headers=HTML).text
    assert "回答のしくみが更新された" in other
    changed = held.model_copy(update={"d": "0" * 16, "c": "0" * 16})
    text = client.get(f"/a/{encode(changed)}", headers=HTML).text
    assert "資料が更新されたため" in text
    assert "100万円" in text


def test_a_rebuild_of_the_same_documents_is_no_change(client):
    held = decode(share(client, ASKED[0]).json()["url"].removeprefix("/a/"))
    assert decode(share(client, ASKED[0]).json()["url"].removeprefix("/a/")) == held


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "%00",
        "あ",
        "eNq",
        "AAAA" * 10,
        "A" * (LONGEST + 1),
        token_of(zlib.compress(b"[]")),
        token_of(zlib.compress(json.dumps({"q": [], "c": "0", "d": "0"}).encode())),
        token_of(zlib.compress(json.dumps({"q": ["x"] * 31, "c": "0", "d": "0"}).encode())),
        token_of(zlib.compress(json.dumps({"q": [1], "c": "0", "d": "0"}).encode())),
        token_of(zlib.compress(b" " * 50_000_000)),
        token_of(zlib.compress(b"{}") + b"more"),
    ],
)
def test_a_token_that_nobody_made_here_is_no_page(client, token):
    page = client.get(f"/a/{token}", headers=HTML)
    assert page.status_code == 404
    assert "リンクは途中で切れているか" in page.text


def test_markup_in_a_shared_question_is_shown_as_text(client):
    text = client.get(
        share(client, "<img src=x onerror=alert(1)>産業交流展の会場は？").json()["url"], headers=HTML
    ).text
    assert "<img" not in text
    assert "&lt;img src=x" in text


def test_only_the_very_answer_that_was_shown_is_shared(client):
    shown = client.post("/v1/chat", json={"messages": [{"role": "user", "content": ASKED[0]}]}).json()["answer_id"]
    sent = {"questions": ASKED[:1], "answer_id": shown}
    assert client.post("/v1/shares", json=sent).status_code == 200
    other = client.post("/v1/shares", json={**sent, "answer_id": "of-older-documents"})
    assert "作り直せない" in problem_of(other, 409)["detail"]


def test_a_question_that_cannot_be_answered_cannot_be_shared(client):
    problem_of(share(client, "？"), 422)
    problem_of(share(client), 422)


def test_a_question_too_long_for_an_address_is_told(client):
    long = "".join(chr(0x4E00 + n * 7 % 20_000) for n in range(3_000))
    assert "コピー" in problem_of(share(client, long), 413)["detail"]


def build(settings):
    ingest(settings.corpus, settings.index, load_embedder("default"), lambda step, done, whole: None)
