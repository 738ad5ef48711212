"""Files to take away: what a spreadsheet would take for a formula stays text."""

import csv
import io

import openpyxl
import pytest

from api.exports import download, xlsx_bytes

HOSTILE = ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", HOSTILE)
def test_excel_gets_text_where_a_formula_is_feigned(text):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["名称"], [[text]]))).active
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == text.strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_gets_an_apostrophe_where_a_formula_is_feigned(text):
    body = download(["名称"], [[text]], "x", "csv").body
    assert body.startswith(b"\xef\xbb\xbf")
    (_, (cell,)) = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
    assert cell == f"'{text}"


def test_control_characters_that_excel_refuses_are_left_out():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["a"], [["x\x00\x0by"], ["い" * 40_000]]))).active
    assert sheet["A2"].value == "xy"
    assert len(sheet["A3"].value) == 32_767


def test_a_table_without_rows_has_its_header():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["a", "b"], []))).active
    assert [cell.value for cell in sheet[1]] == ["a", "b"]
