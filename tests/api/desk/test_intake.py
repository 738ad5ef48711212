"""Inquiries that come in: mails, tables, and files that cannot be read, over the real index."""

import re

import pytest

from api.pages.receiving import IMPORT_LIMIT
from tests.api.desk.inquiries import MAIL, bring, brought, form_of


@pytest.fixture
def app(real_app, desk_settings):
    return real_app(desk_settings)


@pytest.fixture
def path(people) -> str:
    """The address of an inquiry that a mail has brought."""
    return brought(people["staff"])


def test_a_mail_that_is_too_large_brings_nothing_and_is_told(people):
    answer = bring(people["staff"], MAIL + b" " * IMPORT_LIMIT, "見本.eml")
    assert answer.status_code == 413
    assert "大きすぎます" in answer.text
    assert "見本.eml" not in people["staff"].get("/desk").text


def test_a_mail_becomes_a_draft_with_its_evidence(people, path):
    page = people["staff"].get(path).text
    assert "100万円" in form_of(people["staff"], path)["part-conclusion"]
    assert re.search(r'href="/documents/r07/pages/9\?start=\d+', page.replace("&amp;", "&"))
    assert "中小企業デジタルツール導入促進支援事業の助成限度額を教えてください。" in page
    listed = people["staff"].get("/desk").text
    assert "質問 1件" in listed
    assert "助成金について" in listed


def test_the_same_mail_is_taken_in_once(people, path):
    again = bring(people["staff"], MAIL, "見本.eml")
    assert again.headers["location"] == f"{path}?known=1"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.eml", "空"),
        (b"\x00\x01", "a.bin", "いずれかのファイル"),
        ("日付,金額\n1,2\n".encode(), "a.csv", "本文の列が見つかりません"),
        (b"PK broken", "a.xlsx", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_japanese(people, data, name, words):
    answer = bring(people["staff"], data, name)
    assert answer.status_code == 422
    told = re.search(r'role="alert">(.*?)</p>', answer.text)[1]
    assert words in told
    assert re.search("[ぁ-ん]", told)


def test_a_sheet_brings_an_inquiry_a_row(people):
    sheet = "件名,本文,氏名\n一,助成率は？,見本 花子\n二,窓口はどこですか,見本 次郎\n".encode("cp932")
    assert bring(people["staff"], sheet, "見本.csv").headers["location"] == "/desk?taken=2&known=0"
    listed = people["staff"].get("/desk?q=窓口はどこ").text
    assert "見本 次郎" in listed
    assert "見本 花子" not in listed
