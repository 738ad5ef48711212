"""Answers of more than one fact: across years, sums, lists, comparisons, calculations, each in its form."""

import csv
import re
from pathlib import Path

import pytest

from ingest.fold import squeeze
from rag.arithmetic import count_of, counted, ratio
from rag.calculation import Calculator

with (Path(__file__).parent / "figures.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
LONGEST = 1_200


@pytest.mark.parametrize("row", ROWS, ids=[row["question"] for row in ROWS])
def test_each_answer_says_its_figures_and_no_others(chain, row):
    answer = chain.answer(row["question"])
    text = squeeze(answer.text)
    pieces = [piece.replace("\\|", "|") for piece in re.split(r"(?<!\\)\|", row["said"])]
    assert all(squeeze(piece) in text for piece in pieces), answer.text
    assert squeeze(row["unsaid"]) not in text
    assert answer.status == row["status"]
    assert len(answer.text) <= LONGEST


def test_a_calculation_gives_values_that_a_widget_can_show(chain):
    ledger = chain.index.store.ledger
    subject = next(one for one in ledger.subjects() if "デジタルツール導入促進" in one.name)
    calculator = next(writer for writer in chain._writers if isinstance(writer, Calculator))
    (case,) = calculator.calculate(subject, 600_000, ["小規模企業"]).cases
    # 600,000 × 2/3 = 400,000, under the cap of 1,000,000
    assert (case.grant, case.own, case.outcome, case.conditions) == (400_000, 200_000, "within", ("小規模企業",))
    (back,) = calculator.calculate(subject, 600_000, ["小規模企業"], backward=True).cases
    assert back.cost == 900_000  # 600,000 ÷ 2/3


def test_things_are_counted_only_where_each_is_cited_once():
    assert counted([count_of(["甲", "乙"], "事業")], ["甲の事業", "乙の事業"]) == {"count:2事業"}
    assert counted([count_of(["甲", "乙"], "事業")], ["甲の事業"]) == set()
    assert counted([count_of(["甲", "甲"], "事業")], ["甲の事業"]) == set()


def test_ratios_are_rounded_and_carry_no_idle_zeros():
    assert ratio("yen:525", "yen:447", 2) == "1.17"  # 1.1744…
    assert ratio("yen:78", "yen:447", 1, percent=True) == "17.4"
    assert ratio("percent:24", "percent:12", 2) == "2"
