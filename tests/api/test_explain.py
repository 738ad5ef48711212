"""``POST /v1/explain`` and ``sodan ask --explain``: the same trace, and the same bytes again."""

import json

from tests.api.problems import problem_of

ASKED = "デジタルツール導入の助成金はいくらまで？"


def body(*turns, **more):
    roles = ["user", "assistant"] * len(turns)
    return {"messages": [{"role": r, "content": t} for r, t in zip(roles, turns, strict=False)], **more}


def test_the_same_body_gives_the_same_bytes_and_the_answer_of_the_chat(client):
    first = client.post("/v1/explain", json=body(ASKED))
    assert first.status_code == 200
    assert client.post("/v1/explain", json=body(ASKED, stream=True, style="plain")).content == first.content
    trace, answer = first.json(), client.post("/v1/chat", json=body(ASKED)).json()
    assert (trace["answer_id"], trace["text"]) == (answer["answer_id"], answer["answer"])
    assert trace["steps"][-1]["outcome"] == "wrote"


def test_what_cannot_be_asked_is_refused_as_in_the_chat(client):
    assert problem_of(client.post("/v1/explain", json=body("   ")), 422)
    assert client.get("/v1/explain").status_code == 405


def test_the_command_tells_the_trace_in_japanese_and_as_json(client, run):
    code, told, faults = run("ask", "--explain", ASKED)
    assert (code, faults) == (0, "")
    for heading in ("■ 質問", "語と重み:", "台帳の事実:", "見つけた箇所", "行（得点、信号）", "確率:", "■ 判断"):
        assert heading in told
    as_json = run("ask", "--explain", "--json", ASKED)[1]
    assert as_json.strip() == client.post("/v1/explain", json=body(ASKED)).text
    assert json.loads(as_json)["writer"] == "LookUp"
