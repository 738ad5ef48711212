"""Answer types: what a question asks for, and which texts hold it."""

import csv
from pathlib import Path

import pytest

from rag.answer_type import AnswerTypes, satisfied

with (Path(__file__).parent / "answer-types.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


@pytest.fixture(scope="module")
def answer_types(lexicon):
    return AnswerTypes(lexicon.answer_types, lexicon.same_counters)


@pytest.mark.parametrize("row", ROWS, ids=[row["question"] for row in ROWS])
def test_a_question_says_what_its_answer_must_hold(answer_types, row):
    kind = answer_types.expected(row["question"])
    assert (kind.name if kind else "-") == row["type"]
    if kind:
        assert satisfied(kind, row["holds"])
        assert not satisfied(kind, row["lacks"])


def test_the_year_of_the_source_is_no_date_of_the_line(answer_types):
    kind = answer_types.expected("いつですか")
    assert not satisfied(kind, "会場（令和7年度の資料）は、東京ビッグサイトです。")
