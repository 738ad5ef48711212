"""``POST /v1/drafts`` and ``sodan draft``: the same draft with the same evidence."""

import base64
import json
from pathlib import Path

import pytest
from docx import Document

from tests.api.problems import problem_of

MAIL = (Path(__file__).parent.parent / "desk" / "three-questions.txt").read_text(encoding="utf-8")
EML = (
    'From: "=?UTF-8?B?6KaL5pysIOWkqumDjg==?=" <taro@example.jp>\r\nSubject: =?UTF-8?B?5Yqp5oiQ6YeR?=\r\n'
    "Message-ID: <1@example.jp>\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n" + MAIL.replace("\n", "\r\n")
).encode()


@pytest.mark.parametrize("tone", ["standard", "short"])
def test_the_command_line_and_the_server_give_the_same_draft_with_the_same_evidence(client, run, tmp_path, tone):
    path = tmp_path / "inquiry.eml"
    path.write_bytes(EML)
    code, printed, _ = run("draft", str(path), "--tone", tone, "--json")
    served = client.post("/v1/drafts", json={"message": base64.b64encode(EML).decode(), "tone": tone})
    assert code == 0
    assert served.status_code == 200, served.text
    assert json.loads(printed) == served.json()
    assert any(sentence["citations"] for part in served.json()["parts"] for sentence in part["sentences"])


def test_text_alone_is_enough(client):
    draft = client.post("/v1/drafts", json={"text": "DX推進支援助成金の支援規模は何件ですか。"}).json()
    assert "100件" in draft["text"]
    assert draft["lint"] == []
    assert draft["questions"][0]["status"] == "answered"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "締切は？", "tone": "rude"}, 422),
        ({"text": "締切は？", "unknown": 1}, 422),
        ({"message": "***"}, 422),
        ({"text": "あ" * 60_000}, 422),
    ],
)
def test_what_cannot_be_drafted_is_a_problem_in_japanese(client, asked, status):
    problem_of(client.post("/v1/drafts", json=asked), status)


def test_a_reply_mail_answers_the_mail_that_asked(run, tmp_path):
    (tmp_path / "inquiry.eml").write_bytes(EML)
    out = tmp_path / "reply.eml"
    assert run("draft", str(tmp_path / "inquiry.eml"), "--to", str(out))[0] == 0
    head = out.read_bytes().split(b"\r\n\r\n")[0].decode()
    assert "In-Reply-To: <1@example.jp>" in head
    assert "References: <1@example.jp>" in head
    assert "taro@example.jp" in head


def test_a_reply_document_holds_the_reply(run, tmp_path):
    (tmp_path / "inquiry.txt").write_text(MAIL, encoding="utf-8")
    out = tmp_path / "reply.docx"
    assert run("draft", str(tmp_path / "inquiry.txt"), "--to", str(out))[0] == 0
    assert "3,000万円" in "\n".join(paragraph.text for paragraph in Document(str(out)).paragraphs)


def test_an_unknown_form_or_office_is_refused(run, tmp_path):
    (tmp_path / "inquiry.txt").write_text("DX推進支援助成金の助成率は？", encoding="utf-8")
    (tmp_path / "office.toml").write_text('nmae = "x"', encoding="utf-8")
    code, _, told = run("draft", str(tmp_path / "inquiry.txt"), "--office", str(tmp_path / "office.toml"))
    assert (code, "nmae" in told) == (2, True)
    assert run("draft", str(tmp_path / "inquiry.txt"), "--to", str(tmp_path / "x.pdf"))[0] == 2


def test_each_row_of_a_sheet_has_its_own_draft(run, tmp_path):
    path = tmp_path / "inquiries.csv"
    path.write_bytes(
        "件名,本文\n一,DX推進支援助成金の助成率は？\n二,BCPの策定支援講座は年に何回ありますか\n".encode("cp932")
    )
    code, printed, _ = run("draft", str(path), "--json")
    assert code == 0
    assert [draft["subject"] for draft in json.loads(printed)] == ["一について（回答）", "二について（回答）"]
