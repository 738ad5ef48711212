"""Inquiries of sheets: encodings, headings, formulas."""

from pathlib import Path

import openpyxl
import pytest

from desk.errors import InquiryError
from desk.mail.reading import read_inquiries
from desk.mail.wording import load_mail_wording

WORDING = load_mail_wording(Path(__file__).parent.parent.parent / "corpus")
TABLE = '受信日時,氏名,メール,件名,お問い合わせ内容\n2026-01-05,見本 太郎,t@example.jp,質問,"助成率は？\n締切は？"\n'


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_of_any_usual_encoding_gives_its_inquiries(tmp_path, encoding):
    path = tmp_path / "見本.csv"
    path.write_bytes(TABLE.encode(encoding))
    (inquiry,) = read_inquiries(path, WORDING)
    assert inquiry.text == "助成率は？\n締切は？"
    assert (inquiry.sender_name, inquiry.sender_address, inquiry.subject) == ("見本 太郎", "t@example.jp", "質問")
    assert inquiry.received == "2026-01-05"


def test_an_excel_sheet_may_have_a_title_above_its_headings(tmp_path):
    book = openpyxl.Workbook()
    for row in (["問い合わせ一覧"], ["件名", "本文"], ["見本", "助成率は？"], [None, None], ["二", "締切は？"]):
        book.active.append(row)
    book.save(tmp_path / "見本.xlsx")
    assert [one.text for one in read_inquiries(tmp_path / "見本.xlsx", WORDING)] == ["助成率は？", "締切は？"]


def test_a_formula_is_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["件名", "本文"])
    book.active.append(["見本", '=HYPERLINK("http://example.jp","助成率は？")'])
    book.save(tmp_path / "見本.xlsx")
    (inquiry,) = read_inquiries(tmp_path / "見本.xlsx", WORDING)
    assert inquiry.text.startswith("=HYPERLINK")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", "氏名,年齢\n見本,3\n".encode(), "本文の列"),
        ("a.csv", "本文\n\n".encode(), "本文がありません"),
        ("a.xlsx", b"not a workbook", "壊れている"),
        ("a.eml", b"", "空です"),
        ("a.pdf", b"%PDF", ".eml"),
        ("a.txt", "　\n".encode(), "空です"),
        ("a.txt", ("あ" * 50_001).encode(), "長すぎます"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InquiryError, match=says):
        read_inquiries(tmp_path / name, WORDING)
