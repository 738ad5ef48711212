"""A server as what is measured: asked like a person would, and no fault of its own ends a run."""

import socket
import time

import pytest

from eval.runner import Runner
from eval.server import ServerEngine
from tests.eval.fixtures import REFERENCE
from tests.eval.results import item
from tests.eval.servers import serving


def test_the_servers_own_replies_stand_between_the_turns():
    with serving("good") as (url, posted):
        given = ServerEngine(url).ask(("事業承継の助成金は？", "小規模なら？"))
    assert given.text == "3件目の答え"
    assert [path for path, _ in posted] == ["/v1/chat", "/v1/chat"]
    assert posted[1][1]["messages"] == [
        {"role": "user", "content": "事業承継の助成金は？"},
        {"role": "assistant", "content": "1件目の答え"},
        {"role": "user", "content": "小規模なら？"},
    ]


def test_retrieval_is_measured_for_a_question_that_stands_alone():
    with serving("good") as (url, _):
        given = ServerEngine(f"{url}/").ask(("事業承継の助成金は？",))
    assert [(one.document_id, one.page, one.ranks["lemmas"]) for one in given.passages] == [("new", 1, 1)]
    assert given.elapsed_ms > 0


@pytest.mark.parametrize(
    ("manner", "words"),
    [
        ("broken", "500 を返しました。サーバーの中で問題が起きました。"),
        ("page", "JSONではありません"),
        ("list", "オブジェクトではありません"),
        ("bare", "answer がない"),
    ],
)
def test_a_bad_answer_is_an_error_of_its_item(manner, words):
    with serving(manner) as (url, _):
        assert words in (ServerEngine(url).ask(("はい？",)).error or "")


@pytest.mark.parametrize("manner", ["slow", "dripping"])
def test_a_slow_server_is_given_up_in_time(manner):
    with serving(manner) as (url, _):
        began = time.monotonic()
        given = ServerEngine(url, seconds=0.4).ask(("はい？",))
        assert time.monotonic() - began < 1.5
    assert "0.4秒以内に答えがありませんでした" in (given.error or "")


def test_a_server_that_is_down_fails_the_item_and_the_run_goes_on():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: nobody answers
        engine = ServerEngine(f"http://127.0.0.1:{taken.getsockname()[1]}", seconds=2)
        told = [Runner(engine, REFERENCE).measured(item(f"cap-{n}")) for n in range(2)]
        assert "つながりません" in engine.ready()
    assert [one.verdict.passed for one in told] == [False, False]
    assert all("つながりません" in (one.given.error or "") for one in told)


@pytest.mark.parametrize("url", ["localhost:8000", "file:///etc/passwd", "http://", "ftp://x"])
def test_an_address_of_no_server_is_refused(url):
    with pytest.raises(ValueError, match="--url"):
        ServerEngine(url)
