"""What is typed, and what a document holds, is shown on pages as text."""

import html
import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from ingest.build import ingest
from ingest.embedder import load_embedder
from rag.settings import ChainSettings
from tests.ingest.corpora import write_corpus, write_small_corpus

TABLE = Path(__file__).parents[1] / "rag" / "hostile.jsonl"
QUESTIONS = [json.loads(row)["question"] for row in TABLE.read_text(encoding="utf-8").splitlines()]
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[:20])
def test_a_page_shows_a_hostile_question_as_text(client, question):
    response = client.get("/", params={"q": question})
    assert response.status_code in (200, 422)
    for markup in ("<script>alert", "<img src=x", "<b>産業", 'href="javascript:', 'example.com/x.png"'):
        assert markup not in response.text
    if "<script>" in question and response.status_code == 200:
        assert html.escape("<script>alert(1)</script>") in response.text


def test_markup_in_a_document_is_text_on_every_page(tmp_path):
    corpus = write_small_corpus(tmp_path / "corpus")
    source = f"みずかき{MARKUP}水車更新助成金のご案内\n助成限度額：４５０万円{MARKUP}\n"
    write_corpus(corpus, {"suisha": (2025, source)})
    (corpus / "readings" / "setsubi.md").unlink()
    settings = ChainSettings(corpus, tmp_path / "index")
    ingest(corpus, settings.index, load_embedder(settings.embedder), lambda step, done, whole: None)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        answer = client.post(
            "/v1/chat", json={"messages": [{"role": "user", "content": "水車更新助成金はいくらまで？"}]}
        )
        assert "450万円" in answer.json()["answer"]
        addresses = [
            "/?q=水車更新助成金はいくらまで？",
            "/documents",
            "/documents/suisha/pages/1",
            "/programmes",
            "/changes",
        ]
        addresses += [one["url"] for one in answer.json()["citations"]]
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200, address
            assert "<script>alert" not in page.text, address
            assert "<img src=x" not in page.text, address
            assert "49" not in page.text.partition("水車")[2][:200], address
