"""Programmes side by side."""

import pytest

from rag.comparison import BLANK, ROWS, cell_text, compare, condition_text, value_text
from tests.ingest.ledger_builder import fact, subject

A, B = subject("a", "甲事業"), subject("b", "乙事業", fiscal_years=(2020, 2021))


def row(compared, attribute):
    return next(row for row in compared.rows if row.attribute == attribute)


def texts(compared, attribute):
    cells = row(compared, attribute).cells
    return [cell_text(cell, column.fiscal_year) for cell, column in zip(cells, compared.columns, strict=True)]


def test_the_same_rows_stand_even_where_nothing_is_stated():
    compared = compare({A: [], B: []})
    assert tuple(row.attribute for row in compared.rows) == ROWS
    assert texts(compared, "助成率") == [BLANK, BLANK]


def test_a_further_row_stands_where_one_of_them_states_it():
    compared = compare({A: [fact("a", "費用", "yen:5000")], B: []})
    assert texts(compared, "費用") == ["5000", BLANK]


def test_what_a_programme_is_about_in_words_is_no_row():
    compared = compare({A: [fact("a", "内容", "text:説明")], B: []})
    assert "内容" not in {row.attribute for row in compared.rows}


def test_columns_are_of_the_newest_year_of_each():
    old, new = fact("b", value="rate:1/2", fiscal_year=2020), fact("b", value="rate:2/3", fiscal_year=2021)
    compared = compare({A: [], B: [old, new]})
    assert [column.fiscal_year for column in compared.columns] == [2025, 2021]
    assert texts(compared, "助成率")[1] == "2/3"


def test_an_older_value_is_shown_as_such_where_the_newest_year_has_none():
    facts = [fact("b", "予算額", "yen:100", fiscal_year=2020), fact("b", fiscal_year=2021)]
    assert texts(compare({A: [], B: facts}), "予算額")[1] == "100（令和2年度）"


def test_an_asked_year_leaves_the_others_out():
    facts = [fact("b", "予算額", "yen:100", fiscal_year=2020), fact("b", "予算額", "yen:200", fiscal_year=2021)]
    compared = compare({A: [fact("a", "予算額", "yen:300")], B: facts}, 2020)
    assert [column.fiscal_year for column in compared.columns] == [2020, 2020]
    assert texts(compared, "予算額") == [BLANK, "100"]


def test_an_asked_attribute_is_the_only_row_even_when_blank():
    assert [row.attribute for row in compare({A: [], B: []}, None, "内容").rows] == ["内容"]


def test_conditions_and_what_is_counted_stand_inside_the_cell():
    facts = [
        fact("a", "規模", "count:20社", item="訪問›診断"),
        fact("a", "規模", "count:5社", conditions=("小規模企業", "枠:大学発枠", "区分:後継者")),
    ]
    assert texts(compare({A: facts, B: []}), "規模")[0] == "訪問・診断：20社\n5社（小規模企業・大学発枠・区分：後継者）"


def test_what_is_said_twice_stands_once_by_its_strongest_tie():
    facts = [fact("a", tied="order"), fact("a", page=2), fact("a", tied="confirmed", page=3)]
    cell = row(compare({A: facts, B: []}), "助成率").cells[0]
    assert [(one.tied, one.page) for one in cell] == [("printed", 2)]


def test_a_tie_by_order_only_is_said():
    assert "並び順" in texts(compare({A: [fact("a", tied="order")], B: []}), "助成率")[0]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_fewer_than_two_or_more_than_four_are_not_compared(count):
    with pytest.raises(ValueError, match="2つから4つ"):
        compare({subject(f"p{n}"): [] for n in range(count)})


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("賃上げ", "賃上げ"),
        ("枠:一般枠", "一般枠"),
        ("区分:リアル", "区分：リアル"),
        ("年度:令和5年度", "令和5年度"),
        ("区分:a:b", "区分：a:b"),
    ],
)
def test_a_condition_keeps_its_label_where_its_words_leave_it_out(condition, text):
    assert condition_text(condition) == text


def test_a_bare_value_is_its_text_alone():
    assert value_text(fact(text="２／３以内")) == "２／３以内"
