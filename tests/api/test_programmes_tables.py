"""Tables for the terminal and for spreadsheets."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.tables import csv_bytes, display_width, text_table

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


def test_columns_align_by_display_width():
    assert text_table(("名称", "n"), [("ab", "1"), ("ｱ漢", "2")], 80).split("\n") == [
        "名称  n",
        "----  -",
        "ab    1",
        "ｱ漢   2",
    ]


def test_a_cell_that_is_too_wide_wraps_and_the_others_stay_beside_its_first_line():
    table = text_table(("名称", "n"), [("あいうえおかきくけこ", "1")], 13)
    assert table.split("\n")[2:] == ["あいうえお  1", "かきくけこ"]


def test_lines_of_a_cell_stay_lines():
    assert text_table(("a", "b"), [("1\n2", "x")], 80).split("\n")[2:] == ["1  x", "2"]


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=5), st.integers(30, 90))
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(rows, width):
    table = text_table(("一", "二", "三"), rows, width)
    assert max(map(display_width, table.split("\n"))) <= width
    shown = sorted(c for line in table.split("\n")[2:] for c in line if not c.isspace())
    assert shown == sorted(c for row in rows for cell in row for c in cell if not c.isspace())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_a_cell_that_a_spreadsheet_would_compute_is_made_text(start):
    written = csv_bytes(("a", f"{start}b"), [(f"{start}SUM(1)", f"x{start}")])
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows == [["a", f"'{start}b"], [f"'{start}SUM(1)", f"x{start}"]]


def test_csv_begins_with_a_byte_order_mark_and_ends_lines_as_spreadsheets_want():
    assert csv_bytes(("名",), [("値",)]) == "\ufeff名\r\n値\r\n".encode()


def test_line_ends_commas_and_quotation_marks_come_back():
    cell = '一行\n"二", 三'
    rows = list(csv.reader(io.StringIO(csv_bytes(("a",), [(cell,)]).decode("utf-8-sig"), newline="")))
    assert rows == [["a"], [cell]]


def test_half_a_surrogate_pair_breaks_no_csv():
    assert csv_bytes(("a",), [("\ud83d",)])
