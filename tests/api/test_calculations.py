"""``POST /v1/calculations``: worked by hand, proved by citations, and honest about what it cannot say."""

import csv
import re
from pathlib import Path

import pytest

from tests.api.problems import problem_of

with (Path(__file__).parent / "calculations.tsv").open(encoding="utf-8", newline="") as table:
    ROWS = [tuple(row) for row in csv.reader(table, delimiter="\t") if row and not row[0].startswith("#")]


def calculate(client, programme, yen=None, *conditions):
    sent = {"programme": programme, "amount_yen": yen, "conditions": list(conditions)}
    return client.post("/v1/calculations", json=sent)


@pytest.mark.parametrize(("programme", "yen", "conditions", "granted"), ROWS)
def test_cases_worked_by_hand(client, programme, yen, conditions, granted):
    made = calculate(client, programme, int(yen), *filter(None, conditions.split("＋"))).json()
    wanted = [None if each == "-" else int(each) for each in granted.split(",")]
    assert [case["granted_yen"] for case in made["cases"]] == wanted
    for case in made["cases"]:
        own = None if case["granted_yen"] is None else int(yen) - case["granted_yen"]
        assert case["own_yen"] == own


def test_every_mark_has_its_citation_and_every_citation_its_place(client):
    made = calculate(client, "setsubi-yakushin", 30_000_000, "小規模企業").json()
    told = "".join([made["title"], *(step for case in made["cases"] for step in case["steps"])])
    assert {int(n) for n in re.findall(r"\[(\d+)\]", told)} == {citation["n"] for citation in made["citations"]}
    for citation in made["citations"]:
        page = client.get(f"/v1/documents/{citation['document_id']}/pages/{citation['page']}").json()
        assert page["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_without_a_cost_only_the_conditions_are_given(client):
    made = calculate(client, "dx-suishin-shien").json()
    assert made["cases"] == []
    assert {"name": "小規模企業", "label": "小規模企業", "chosen": False} in made["conditions"]
    assert {"name": "コース:生産性向上コース", "label": "生産性向上コース", "chosen": False} in made["conditions"]


def test_a_chosen_condition_that_changes_nothing_is_told(client):
    made = calculate(client, "gyokai-jinzai", 200_000_000, "業種:介護、建設、運輸").json()
    assert made["unused"] == ["業種：介護、建設、運輸"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"programme": "nothing", "amount_yen": 1}, 404),
        ({"programme": "digital-tool-donyu", "amount_yen": 0}, 422),
        ({"programme": "digital-tool-donyu", "amount_yen": -5}, 422),
        ({"programme": "digital-tool-donyu", "amount_yen": 10**15}, 422),
        ({"programme": "digital-tool-donyu", "amount_yen": 1, "conditions": ["<script>"]}, 422),
        ({"programme": "digital-tool-donyu", "amount_yen": 1, "conditions": ["x"] * 51}, 422),
        ({"programme": "", "amount_yen": 1}, 422),
        ({"amount": 1}, 422),
    ],
)
def test_what_cannot_be_calculated_is_a_problem(client, sent, status):
    problem_of(client.post("/v1/calculations", json=sent), status)
