"""What is known of a file: from its side file, else from its own words, else from the person who adds it."""

import os

import pytest

from ingest.description import describe, printable, read_side_file
from ingest.errors import CorpusError
from ingest.lexicon import load_lexicon
from ingest.loaders import load_file


@pytest.fixture
def described(tmp_path, small_corpus):
    """The description of a file with that name and text, and a side file beside it."""

    def run(name, text="試作の支援\n試作の経費を助成します。\n", side=None, ask=None):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        if side is not None:
            (tmp_path / f"{name}.toml").write_text(side, encoding="utf-8")
        return describe(path, load_file(path, load_lexicon(small_corpus)), ask)

    return run


def test_a_side_file_goes_before_everything_else(described):
    side = 'id = "shisaku"\ntitle = "手引"\npublisher = "産業労働局"\ndate = "2025-04-01"\nfiscal_year = 2025\n'
    found = described("令和6年度_要項.txt", "令和3年度 試作の支援\n", side)
    assert (found.id, found.title, found.publisher, found.date) == ("shisaku", "手引", "産業労働局", "2025-04-01")
    assert (found.fiscal_year, found.approximate) == (2025, False)


def test_what_the_side_file_leaves_out_comes_from_the_file(described):
    found = described("令和6年度_要項.txt", side="# 説明\n")
    assert (found.id, found.title, found.publisher, found.date) == ("", "試作の支援", "", "")
    assert (found.fiscal_year, found.approximate) == (2024, False)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("令和7年度_要項.txt", "■手引\n", (2025, False)),
        ("令和７年度要項.txt", "■手引\n", (2025, False)),
        ("R7_要項.txt", "■手引\n", (2025, False)),
        ("2025年度 要項.txt", "■手引\n", (2025, False)),
        ("平成30年度要項.txt", "■手引\n", (2018, False)),
        ("要項.txt", "令和7年度 試作の支援\n令和3年度の実績\n令和3年度の予算\n", (2025, False)),
        ("要項.txt", "■手引\n令和7年度の予算です。令和6年度の実績です。令和7年度の募集です。\n", (2025, True)),
        ("要項.txt", "■手引\n令和6年度の募集です。2050年度までに脱炭素を目指します。\n", (2024, True)),
        ("R6-R7比較 令和6年度・令和7年度.txt", "■手引\n", (2025, True)),
    ],
)
def test_the_year_is_the_one_that_name_title_or_text_prints(described, name, text, expected):
    found = described(name, text)
    assert (found.fiscal_year, found.approximate) == expected


def test_a_decomposed_name_is_read_like_a_composed_one(described):
    import unicodedata

    assert described(unicodedata.normalize("NFD", "令和7年度ガイド.txt")).fiscal_year == 2025


@pytest.mark.parametrize("name", ["要項.txt", "20250401.txt", "第25回.txt", "令和.txt"])
def test_a_year_that_nothing_tells_is_refused_with_the_side_file_to_write(described, name):
    with pytest.raises(CorpusError) as error:
        described(name, "試作の支援\n7年度目の事業です。2117年度までの計画です。\n")
    assert "年度が分かりません" in str(error.value)
    assert f"{name}.toml" in str(error.value)
    assert "fiscal_year = 2025" in str(error.value)


@pytest.mark.parametrize("answer", ["令和7年度", "令和7", "R7", "2025", "２０２５年度", " 2025年度です "])
def test_a_person_is_asked_for_the_year_by_the_files_name(described, answer):
    asked = []
    found = described("要項.txt", ask=lambda question: asked.append(question) or answer)
    assert (found.fiscal_year, found.approximate) == (2025, False)
    assert ["要項.txt は何年度" in question for question in asked] == [True]


def test_a_person_is_not_asked_for_what_the_file_says(described):
    assert described("令和7年度.txt", ask=lambda question: pytest.fail("asked")).fiscal_year == 2025


def test_an_answer_without_a_year_is_asked_again_a_few_times(described):
    answers = iter(["去年", "7", "令和7年度"])
    assert described("要項.txt", ask=lambda question: next(answers)).fiscal_year == 2025
    with pytest.raises(CorpusError, match="年度が分かりません"):
        described("要項.txt", ask=lambda question: "去年")


def no_more(question):
    raise EOFError


@pytest.mark.parametrize("ask", [lambda question: "", no_more], ids=["empty", "end of input"])
def test_no_answer_is_a_refusal(described, ask):
    with pytest.raises(CorpusError, match="年度が分かりません"):
        described("要項.txt", ask=ask)


def test_the_title_is_the_first_heading_else_the_name(described):
    assert described("R7.txt", "試作の支援\n本文です。\n販路の支援\n").title == "試作の支援"
    assert described("R7の資料.txt", "本文です。\n").title == "R7の資料"


@pytest.mark.parametrize(
    ("side", "words"),
    [
        ("fiscal_year = 7", "西暦"),
        ("fiscal_year = 20255", "西暦"),
        ("fiscal_year = -1", "西暦"),
        ('fiscal_year = "2025"', "整数"),
        ("fiscal_year = true", "整数"),
        ("fiscal_year = 2025.0", "整数"),
        ("title = 7", "文字列"),
        ("date = 2025-04-01", "文字列"),
        ('year = "令和7年度"', "知らない項目 year"),
        ('id = "../../etc"', "id「../../etc」"),
        ('id = "a/b"', "id「a/b」"),
        ('id = ""', "id「」"),
        ('id = "しさく"', "id「しさく」"),
        ('id = "a\\n"', "使えません"),
        ("title =", "読めません"),
        ("a = " + "[" * 5000, "読めません"),
    ],
)
def test_a_wrong_side_file_is_refused_by_its_name_and_key(described, side, words):
    with pytest.raises(CorpusError) as error:
        described("R7.txt", side=side)
    assert "R7.txt.toml" in str(error.value)
    assert words in str(error.value)


def test_a_side_file_that_is_no_text_is_refused_and_one_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "a.txt.toml").write_bytes(b"title = \x93\xfa\x96{")
    with pytest.raises(CorpusError, match=r"a\.txt\.toml を読めません"):
        read_side_file(tmp_path / "a.txt")
    (tmp_path / "a.txt.toml").write_bytes(b"\xef\xbb\xbffiscal_year = 2025\r\n")
    assert read_side_file(tmp_path / "a.txt") == {"fiscal_year": 2025}


def test_a_name_too_long_for_a_side_file_has_none_and_is_told_otherwise(described, tmp_path):
    name = "あ" * 83 + "ab.txt"
    assert len(os.fsencode(name)) == 255
    assert read_side_file(tmp_path / name) == {}
    with pytest.raises(CorpusError, match="名前に「令和7年度」のように年度を入れ"):
        described(name)
    assert described("令和7年度" + "あ" * 77 + "ab.txt").fiscal_year == 2025


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("試作の　支援", "試作の　支援"),
        ("二\n行\t目", "二 行 目"),
        ("\x1b[31m赤", "\ufffd[31m赤"),
        ("要項\u202efdp.exe", "要項fdp.exe"),
        ("\udcff", "\ufffd"),
    ],
)
def test_text_for_people_is_one_line_that_steers_nothing(text, expected):
    assert printable(text) == expected
