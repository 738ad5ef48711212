"""The grounding check: what no cited span proves is found, whoever wrote the answer."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.grounding import ungrounded, unresolved
from rag.types import Citation, Working
from tests.end_to_end.real import answer_rows


def cited(*quotes, year=2025, title="令和7年度 東京都の中小企業支援策"):
    return [Citation(n, "r07", title, year, 9, quote, 0, len(quote)) for n, quote in enumerate(quotes, 1)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("限度額は、100万円です。[1]", "助成限度額 １００万円"),
        ("助成率は2/3以内です。[1]", "２／３以内"),
        ("年20回です。[1]", "〔年20回〕"),
        ("電話は03-3251-7881です。[1]", "ＴＥＬ：０３－３２５１－７８８１"),
        ("令和7年度は100万円です。[1]", "１００万円"),
        ("資料「令和7年度 東京都の中小企業支援策」：100万円[1]", "１００万円"),
        ("数字のない文です。", "何か"),
        ("来場者は17,454人です。[1]", "17,454人"),
    ],
)
def test_what_a_quote_proves_may_be_said(text, quote):
    assert ungrounded(text, [], cited(quote)) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("限度額は、200万円です。[1]", "助成限度額 １００万円"),
        ("限度額は、100億円です。[1]", "助成限度額 １００万円"),
        ("限度額は、１,０００万円です。[1]", "助成限度額 １００万円"),
        ("限度額は、五百万円です。[1]", "助成限度額 １００万円"),
        ("助成率は3/4です。[1]", "２／３以内"),
        ("助成率は４／５です。[1]", "２／３以内"),
        ("年21回です。[1]", "〔年20回〕"),
        ("年20社です。[1]", "〔年20回〕"),
        ("電話は03-3251-7882です。[1]", "ＴＥＬ：０３－３２５１－７８８１"),
        ("令和6年度は100万円です。[1]", "１００万円"),
        ("平成30年度ごろの資料では100万円です。[1]", "１００万円"),
        ("2024年度は100万円です。[1]", "１００万円"),
        ("資料「令和6年度 東京都の中小企業支援策」：100万円[1]", "１００万円"),
        ("100万円です。", ""),
        ("①5Gを支援します。[1]", "６Ｇを支援"),
        ("令和7年4月2日です。[1]", "令和７年４月１日"),
    ],
)
def test_what_no_quote_proves_is_found(text, quote):
    assert ungrounded(text, [], cited(quote)) != []


def test_nothing_is_proved_without_citations():
    assert ungrounded("限度額は、100万円です。", [], []) == ["100万円"]


def test_a_name_must_stand_in_a_quote_whatever_its_width():
    assert ungrounded("", ["DX推進支援助成金"], cited("ＤＸ推進支援\n助成金")) == []
    assert ungrounded("", ["DX推進支援補助金"], cited("ＤＸ推進支援助成金")) == ["DX推進支援補助金"]


def test_a_figure_in_the_shape_of_a_mark_is_not_taken_for_one():
    assert ungrounded("限度額は[500]万円です。[1]", [], cited("助成限度額 １００万円")) != []


def test_a_mark_without_its_citation_is_found():
    assert ungrounded("限度額は、100万円です。[1][2]", [], cited("助成限度額 １００万円")) != []


def test_a_quote_that_is_not_at_its_address_is_found():
    page = "助成限度額 １００万円 助成率 1/2"
    good = Citation(1, "r07", "", 2025, 9, "１００万円", 6, 11)
    assert page[6:11] == "１００万円"
    assert unresolved([good], page) == []
    assert unresolved([replace(good, n=4, start=5)], page) == [4]
    assert unresolved([replace(good, quote="100万円")], page) == [1]
    assert unresolved([replace(good, quote="", end=6)], page) == [1]


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_two_amounts_are_only_taken_for_one_when_they_are(said, printed):
    found = ungrounded(f"{said}万円です。[1]", [], cited(f"限度額 {printed:,}万円"))
    assert bool(found) == (said != printed)


@pytest.fixture(scope="session")
def real_answers(asked):
    questions = [row["turns"][-1] for row in answer_rows() if row["status"] == "answered" and len(row["turns"]) == 1]
    return [asked(question) for question in questions]


def test_every_real_answer_is_grounded(real_answers):
    assert len(real_answers) > 30
    for answer in real_answers:
        assert ungrounded(answer.text, [], answer.citations) == [], answer.text


def test_no_digit_of_a_real_answer_can_be_changed_unnoticed(real_answers):
    missed = []
    changed = 0
    for answer in real_answers:
        for text in with_one_digit_changed(answer.text):
            if proved_all_the_same(text, answer):
                continue
            changed += 1
            if not ungrounded(text, [], answer.citations):
                missed.append((answer.text, text))
    assert changed > 300
    assert missed == []


def with_one_digit_changed(text):
    """``text`` with each digit outside the citation marks replaced by two others."""
    marks = {place for mark in re.finditer(r"\[\d+\]", text) for place in range(*mark.span())}
    for place, character in enumerate(text):
        if character.isascii() and character.isdigit() and place not in marks:
            for step in (1, 5):
                yield text[:place] + str((int(character) + step) % 10) + text[place + 1 :]


def proved_all_the_same(text, answer):
    """Whether the change only made another figure of the same answer, as 2/3 -> 2/4 does beside 1/2."""
    known = figures(answer.text)
    numbers = {number for number, _ in known}
    return all((number, unit) in known or (not unit and number in numbers) for number, unit in figures(text))


def figures(text):
    """The figures of a text with the character that follows, a fraction as its value; written apart from the parser."""
    found = re.findall(r"(\d+(?:,\d{3})*)(?:/(\d+))?([^\d\s,、。]?)", re.sub(r"\[\d+\]", "", text))
    return {(str(Fraction(int(whole), int(part) or 1)), "") if part else (whole, unit) for whole, part, unit in found}


@pytest.mark.parametrize(
    ("quote", "place", "item", "proved"),
    [
        ("２ 営業・販売力の強化 54%", "2位", "営業・販売力の強化", True),
        ("２ 営業・販売力の強化 54%", "3位", "営業・販売力の強化", False),
        ("営業・販売力の強化 2", "2位", "営業・販売力の強化", False),
        ("２ 営業・販売力の強化 54%", "2位", "資金調達", False),
        ("12 資金調達 29%", "2位", "資金調達", False),
    ],
)
def test_a_place_is_proved_by_a_line_that_begins_with_it_and_names_what_has_it(quote, place, item, proved):
    workings = [Working(item, "位", "", f"count:{place}")]
    missing = ungrounded(f"{place}は、{item}です。[1]", [], cited(quote), workings)
    assert (place not in missing) == proved
