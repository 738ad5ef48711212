"""``POST /v1/feedback``: kept one by one, masked, the question only with its asker's consent."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from desk.settings import DeskSettings
from desk.store import open_database
from ingest.fold import narrow
from rag.settings import ChainSettings
from tests.api.problems import problem_of
from tests.end_to_end.real import CORPUS

SENT = {
    "answer_id": "0a1b2c",
    "verdict": "wrong_figure",
    "comment": "限度額が違います\n２行目",
    "question": "秘密の質問",
}


@pytest.fixture
def kept(tmp_path):
    """A client and a function that gives what was kept."""
    settings = ChainSettings(CORPUS, tmp_path / "data" / "index")
    url = DeskSettings.beside(settings.index).database

    def rows():
        database = open_database(url)
        with database.read() as work:
            found = work.feedback.newest(1000)
        database.close()
        return found

    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client, rows


def test_feedback_is_kept_without_the_question(kept):
    client, lines = kept
    assert client.post("/v1/feedback", json=SENT).status_code == 204
    (line,) = lines()
    assert (line.answer_id, line.verdict, line.reason, line.question) == ("0a1b2c", "bad", "wrong_figure", "")
    assert line.comment == "\n".join(map(narrow, SENT["comment"].split("\n")))
    assert line.at.tzinfo


def test_the_question_is_kept_with_consent(kept):
    client, lines = kept
    client.post("/v1/feedback", json={**SENT, "consent": True})
    assert lines()[0].question == "秘密の質問"


def test_later_feedback_leaves_earlier_as_it_is(kept):
    client, lines = kept
    with ThreadPoolExecutor(8) as pool:
        sent = [{**SENT, "comment": str(n) * 500} for n in range(40)]
        assert {r.status_code for r in pool.map(lambda s: client.post("/v1/feedback", json=s), sent)} == {204}
    assert sorted(line.comment for line in lines()) == sorted(each["comment"] for each in sent)


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "bad"},
        {"comment": "あ" * 2_001},
        {"answer_id": "../../etc"},
        {"answer_id": ""},
        {"consent": "maybe"},
        {"more": 1},
    ],
)
def test_feedback_of_another_form_is_refused(kept, changed):
    problem_of(kept[0].post("/v1/feedback", json={**SENT, **changed}), 422)


def test_half_a_surrogate_pair_does_not_lose_the_feedback(kept):
    client, lines = kept
    body = json.dumps(SENT).replace("0a1b2c", "a").replace('"wrong_figure"', '"good"').replace("\\u9650", "\\ud83d")
    assert client.post("/v1/feedback", content=body, headers={"content-type": "application/json"}).status_code in (
        204,
        422,
    )
    client.post("/v1/feedback", json=SENT)
    assert "wrong_figure" in [line.reason for line in lines()]


def test_personal_data_in_feedback_is_masked(kept):
    client, lines = kept
    told = {**SENT, "comment": "taro@mihon.example へ", "question": "03-0000-0000の見本太郎様は", "consent": True}
    client.post("/v1/feedback", json=told)
    assert (lines()[0].comment, lines()[0].question) == ("［メールアドレス］ へ", "［電話番号］の［氏名］様は")
