"""Measuring the ledger: what counts as the same fact, and what does not."""

import json
from dataclasses import replace

import pytest

from eval.ledger import Gold, compare, main, match, report, summary
from eval.matching import By, Said
from ingest.facts import Fact
from ingest.registry import Programme, ProgrammeName, Registry

WHOLE = Programme("whole", "programme", (ProgrammeName("a", 1, "総合支援事業"),), parts=("part",))
PART = Programme("part", "programme", (ProgrammeName("a", 1, "準備サポート"),))
REGISTRY = Registry((WHOLE, PART))
GOLD = Gold("g1", "a", 1, "総合支援事業", "規模", "count:100社", ("小規模企業",), "巡回", 2025, "100社", "printed")
FACT = Fact(
    id="a-p01-001",
    programme="whole",
    name="総合支援事業",
    attribute="規模",
    value="count:100社",
    text="100社",
    conditions=("小規模企業",),
    item="助成›巡回",
    fiscal_year=2025,
    document_id="a",
    page=1,
    spans=((0, 4),),
    key_spans=(),
    owner_spans=((5, 9),),
    tied="printed",
    reason="",
)


def test_the_same_statement_matches():
    assert match(GOLD, FACT, REGISTRY) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"value": "count:101社"},
        {"page": 2},
        {"attribute": "期間"},
        {"conditions": ()},
        {"item": "相談"},
        {"programme": "x", "name": "別の事業"},
    ],
)
def test_what_differs_does_not_match(change):
    assert match(GOLD, replace(FACT, **change), REGISTRY) is None


def by(gold, fact):
    found = match(gold, fact, REGISTRY)
    return found and found.by


def said(gold, fact):
    found = match(gold, fact, REGISTRY)
    return found and found.said


def test_width_does_not_count_in_conditions_and_names():
    gold = replace(GOLD, conditions=("区分:ＤＸ推進",), subject="総合 支援事業")
    assert by(gold, replace(FACT, conditions=("区分:DX推進",))) == By.NAME


def test_the_whole_and_its_item_are_the_part():
    part = replace(FACT, programme="part", name="準備サポート", item="")
    assert by(replace(GOLD, item="準備サポート"), part) == By.PART
    assert by(replace(GOLD, item=""), part) is None


def test_a_subject_that_nobody_registered_is_a_heading_of_the_path():
    gold = replace(GOLD, subject="課題上位５項目", item="人材")
    assert by(gold, replace(FACT, item="課題上位5項目›人材")) == By.HEADING
    assert by(gold, replace(FACT, item="利用意向›人材")) is None


def test_wording_is_compared_without_spaces_and_a_last_full_stop():
    gold = replace(GOLD, value="text:経費を助成")
    assert said(gold, replace(FACT, value="text:経費を 助成。")) == Said.AS_SUCH


def test_words_inside_a_longer_wording_are_told_apart():
    gold = replace(GOLD, value="text:経費を助成")
    longer = replace(FACT, value="text:開発を促すため、巡回の経費を助成する", item="")
    assert said(gold, longer) == Said.INSIDE
    assert said(gold, replace(longer, value="text:経費の助成")) is None
    assert said(gold, replace(longer, programme="x", name="別の事業")) is None


def test_the_item_may_stand_in_the_longer_wording_but_must_stand_somewhere():
    gold = replace(GOLD, value="text:経費を助成", item="導入")
    assert said(gold, replace(FACT, value="text:導入の経費を助成", item="相談")) == Said.INSIDE
    assert said(gold, replace(FACT, value="text:他の経費を助成", item="相談")) is None


def test_a_figure_is_never_found_inside_a_wording():
    assert said(GOLD, replace(FACT, value="text:count:100社")) is None


def test_recall_is_over_gold_and_precision_over_the_ledger_s_figures():
    missed = replace(GOLD, id="g2", value="count:7件")
    extra = replace(FACT, id="a-p01-002", value="count:8件")
    wording = replace(FACT, id="a-p01-003", value="text:何か")
    outcome = compare("a", [GOLD, missed], [FACT, extra, wording], REGISTRY)
    counts = summary([outcome])["all"]
    assert counts["recall"]["figures"] == {"found": 1, "as_such": 1, "gold": 2}
    assert counts["precision"] == {"right": 1, "ledger": 2}
    lines = report([outcome]).splitlines()
    assert [line for line in lines if line.startswith("miss ")] == [
        "miss  g2 | 総合支援事業 | 規模 | count:7件 | 小規模企業 | 巡回"
    ]
    assert [line.split()[1] for line in lines if line.startswith("extra")] == ["a-p01-002"]


def test_what_stands_inside_a_longer_wording_is_counted_apart():
    gold = replace(GOLD, attribute="内容", value="text:経費を助成")
    fact = replace(FACT, attribute="内容", value="text:経費を助成し、後押し")
    counts = summary([compare("a", [gold], [fact], REGISTRY)])["all"]
    assert counts["recall"]["apart"] == {"found": 1, "as_such": 0, "gold": 1}


def test_how_the_subject_was_found_is_told():
    part = replace(FACT, programme="part", name="準備サポート", item="")
    counts = summary([compare("a", [replace(GOLD, item="準備サポート")], [part], REGISTRY)])
    assert counts["subjects"] == {"name": 0, "part": 1, "heading": 0}


def test_a_match_of_another_year_is_told():
    assert len(compare("a", [GOLD], [replace(FACT, fiscal_year=2024)], REGISTRY).wrong_year) == 1
    assert compare("a", [GOLD], [FACT], REGISTRY).wrong_year == ()


def test_a_match_of_another_tie_is_told_unless_one_of_the_same_tie_was_found_too():
    order = replace(FACT, id="a-p01-002", tied="order")
    assert len(compare("a", [GOLD], [order], REGISTRY).wrong_tie) == 1
    assert compare("a", [GOLD], [order, FACT], REGISTRY).wrong_tie == ()


def test_the_project_s_ledger_has_the_gold_facts_and_no_wrong_figure(capsys):
    assert main(["--json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    recall, precision = counts["all"]["recall"], counts["all"]["precision"]
    assert precision["right"] == precision["ledger"]
    assert recall["figures"]["found"] >= 0.98 * recall["figures"]["gold"]
    assert recall["together"]["found"] >= 0.98 * recall["together"]["gold"]
    assert recall["together"]["gold"] == 1041
    assert (counts["wrong_year"], counts["wrong_tie"]) == (0, 0)
