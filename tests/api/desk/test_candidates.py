"""From the feedback of people to a candidate of the evaluation."""

import re

CANDIDATES = "/evaluation/candidates"
SENT = {"answer_id": "0a1b2c", "verdict": "wrong_figure", "comment": "別の額でした", "consent": True,
        "question": "助成限度額は？ 連絡は taro@mihon.example へ"}  # fmt: skip


def test_feedback_becomes_a_candidate_by_one_click_and_only_once(people, database):
    staff, evaluator = people["staff"], people["evaluator"]
    assert staff.client.post("/v1/feedback", json=SENT).status_code == 204
    page = evaluator.get(CANDIDATES).text
    assert "数字が違う" in page
    id = re.search(r'name="feedback" value="(\w+)"', page)[1]
    assert evaluator.post(CANDIDATES, {"feedback": id}).status_code == 303
    assert f'value="{id}"' not in evaluator.get(CANDIDATES).text
    assert evaluator.post(CANDIDATES, {"feedback": id}).status_code == 409
    with database.read() as work:
        (made,) = work.candidates.all()
    assert (made.origin, made.origin_id, made.state) == ("feedback", id, "proposed")
    assert made.question.startswith("助成限度額は？")
    assert "taro@" not in made.question
    assert made.note == "数字が違う 別の額でした"


def test_feedback_without_consent_gives_no_question_to_propose(people):
    people["staff"].client.post("/v1/feedback", json={**SENT, "consent": False})
    page = people["evaluator"].get(CANDIDATES).text
    assert 'name="feedback"' not in page
    assert "助成限度額は？" not in page
