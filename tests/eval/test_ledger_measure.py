"""Measuring the ledger: what counts as the same fact, and what does not."""

import json
from dataclasses import replace

import pytest

from eval.ledger import Gold, compare, main, matches, summary
from ingest.facts import Fact
from ingest.registry import Programme, ProgrammeName, Registry

WHOLE = Programme("whole", "programme", (ProgrammeName("a", 1, "総合支援事業"),), parts=("part",))
PART = Programme("part", "programme", (ProgrammeName("a", 1, "準備サポート"),))
REGISTRY = Registry((WHOLE, PART))
GOLD = Gold("g1", "a", 1, "総合支援事業", "規模", "count:100社", ("小規模企業",), "巡回", 2025, "100社")
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
    assert matches(GOLD, FACT, REGISTRY)


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
    assert not matches(GOLD, replace(FACT, **change), REGISTRY)


def test_width_does_not_count_in_conditions_and_names():
    gold = replace(GOLD, conditions=("区分:ＤＸ推進",), subject="総合 支援事業")
    assert matches(gold, replace(FACT, conditions=("区分:DX推進",)), REGISTRY)


def test_the_whole_and_its_item_are_the_part():
    assert matches(
        replace(GOLD, item="準備サポート"),
        replace(FACT, programme="part", name="準備サポート", item=""),
        REGISTRY,
    )
    assert not matches(
        replace(GOLD, item=""), replace(FACT, programme="part", name="準備サポート", item=""), REGISTRY
    )


def test_a_subject_that_nobody_registered_is_a_heading_of_the_path():
    gold = replace(GOLD, subject="課題上位５項目", item="人材")
    assert matches(gold, replace(FACT, item="課題上位5項目›人材"), REGISTRY)
    assert not matches(gold, replace(FACT, item="利用意向›人材"), REGISTRY)


def test_wording_is_compared_without_spaces_and_a_last_full_stop():
    gold = replace(GOLD, value="text:経費を助成")
    assert matches(gold, replace(FACT, value="text:経費を 助成。"), REGISTRY)


def test_recall_is_over_gold_and_precision_over_the_ledger_s_figures():
    missed = replace(GOLD, id="g2", value="count:7件")
    extra = replace(FACT, id="a-p01-002", value="count:8件")
    wording = replace(FACT, id="a-p01-003", value="text:何か")
    outcome = compare("a", [GOLD, missed], [FACT, extra, wording], REGISTRY)
    counts = summary([outcome])["all"]
    assert counts["recall"]["figures"] == {"found": 1, "gold": 2}
    assert counts["precision"] == {"right": 1, "ledger": 2}


def test_what_was_found_under_another_name_is_told():
    part = replace(FACT, programme="part", name="準備サポート", item="")
    assert compare("a", [replace(GOLD, item="準備サポート")], [part], REGISTRY).renamed != ()
    assert compare("a", [GOLD], [FACT], REGISTRY).renamed == ()


def test_a_match_of_another_year_is_told():
    assert len(compare("a", [GOLD], [replace(FACT, fiscal_year=2024)], REGISTRY).wrong_year) == 1
    assert compare("a", [GOLD], [FACT], REGISTRY).wrong_year == ()


def test_the_figures_of_the_project_s_ledger_are_right(capsys):
    assert main(["--json"]) == 0
    counts = json.loads(capsys.readouterr().out)["all"]
    recall, precision = counts["recall"]["figures"], counts["precision"]
    assert precision["right"] == precision["ledger"]
    assert recall["found"] >= 0.98 * recall["gold"]
