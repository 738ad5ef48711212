"""Quantities: the cases of quantities.tsv, the accessors, the eras, the wording, and the time it takes."""

import time
from datetime import date
from fractions import Fraction

import pytest

from ingest.eras import era_year, fiscal_year_of, western_year, year_label
from ingest.quantities import (
    Quantity,
    parse_fiscal_years,
    parse_quantities,
    render_money,
    render_months,
    render_rate,
)
from tests.ingest.tables import read_table


def only(text: str) -> Quantity:
    (quantity,) = parse_quantities(text)
    return quantity


def spelled(quantity: Quantity) -> str:
    return quantity.canonical + (f"{{{quantity.qualifier}}}" if quantity.qualifier else "")


@pytest.mark.parametrize(("text", "quantities"), read_table("quantities.tsv"))
def test_a_text_states_these_quantities(text, quantities):
    assert " | ".join(spelled(quantity) for quantity in parse_quantities(text)) == quantities


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("限度額は３，０００万円以内", "３，０００万円"),
        ("100万\n～１億円\n※", "100万\n～１億円"),
        ("予算は15.2億\n円です", "15.2億\n円"),
        ("TEL：０３－３２５１－７８８１。", "０３－３２５１－７８８１"),
        ("後継者の半年間", "半年間"),
        ("約2ｶ所", "2ｶ所"),
        ("率は½です", "½"),
        ("千\u200b八百円", "千\u200b八百円"),
    ],
)
def test_the_span_gives_the_sources_own_words(text, words):
    quantity = only(text)
    assert quantity.text == text[quantity.start : quantity.end] == words


def test_money_is_whole_yen_and_a_range_has_two_bounds():
    assert only("19.8億円").yen == 1_980_000_000
    assert only("１～2億円").yen == (100_000_000, 200_000_000)
    assert only("１～2億円").bounds == (Fraction(100_000_000), Fraction(200_000_000))
    assert only("100万円").unit == "円"


def test_rates_and_percentages_are_exact_fractions():
    assert only("２／３以内").fraction == Fraction(2, 3)
    assert only("11.3％").fraction == Fraction(113, 1000)
    assert only("11.3％").number == Fraction(113, 10)


def test_counts_and_durations_have_a_number_and_a_unit():
    assert (only("5-19人").bounds, only("11.5万㎡").unit) == ((Fraction(5), Fraction(19)), "㎡")
    assert (only("3カ国語").number, only("3カ国語").unit) == (Fraction(3), "か国語")
    assert (only("最長２年９ヶ月").months, only("１年～２年").months) == (33, (12, 24))
    assert only("約50社程度").qualifiers == ("約", "程度")


def test_dates_and_fiscal_years_have_a_year_when_one_is_written():
    assert (only("令和７年度").year, only("平成8年4月").year) == (2025, 1996)
    with pytest.raises(ValueError, match="states no year"):
        _ = only("11月22日").year


@pytest.mark.parametrize(
    ("text", "accessor"),
    [
        ("2/3", "yen"),
        ("100万円", "fraction"),
        ("3/4~4/5", "fraction"),
        ("700件", "months"),
        ("2か月半", "months"),
        ("1～2億円", "number"),
        ("令和7年度", "number"),
        ("03-3251-7881", "bounds"),
    ],
)
def test_an_accessor_of_another_kind_is_an_error_and_not_a_guess(text, accessor):
    with pytest.raises(ValueError, match=only(text).canonical):
        getattr(only(text), accessor)


def test_a_tables_unit_is_told_from_an_amount():
    assert only("予算額（百万円）").unit_only
    assert only("単位：千円").unit_only
    assert not only("百万円を助成").unit_only


def test_a_bare_year_belongs_to_the_era_that_the_caller_knows():
    assert [year.canonical for year in parse_fiscal_years("30年度は５自治体を支援", era="平成")] == ["fy:2018"]
    assert parse_fiscal_years("30年度は５自治体を支援") == ()


def test_fiscal_years_are_asked_for_alone():
    years = parse_fiscal_years("令和5年9月に、R7と2018年度の100万円")
    assert [year.canonical for year in years] == ["fy:2025", "fy:2018"]


@pytest.mark.parametrize(
    ("era", "year", "western"),
    [
        ("令和", 7, 2025),
        ("R", 1, 2019),
        ("平成", 31, 2019),
        ("昭和", 64, 1989),
        ("大正", 15, 1926),
        ("㍾", 1, 1868),
    ],
)
def test_an_eras_year_has_a_western_year(era, year, western):
    assert western_year(era, year) == western


@pytest.mark.parametrize(("era", "year"), [("平成", 32), ("令和", 0), ("慶応", 3)])
def test_a_year_that_an_era_does_not_have_is_an_error(era, year):
    with pytest.raises(ValueError, match=str(era)):
        western_year(era, year)


def test_a_fiscal_year_has_its_japanese_label():
    labels = {
        2025: "令和7年度",
        2019: "令和元年度",
        2018: "平成30年度",
        1989: "平成元年度",
        1926: "大正15年度",
    }
    assert {year: year_label(year) for year in labels} == labels
    assert (era_year(2025), era_year(1988)) == (("令和", 7), ("昭和", 63))
    with pytest.raises(ValueError, match="1867"):
        year_label(1867)


def test_a_fiscal_year_begins_in_april():
    assert fiscal_year_of(date(2025, 3, 31)) == 2024
    assert fiscal_year_of(date(2025, 4, 1)) == 2025


def test_amounts_are_worded_as_people_say_them():
    assert render_money(1_000_000) == "100万円"
    assert render_money(120_000_000) == "1億2,000万円"
    assert render_money(1_563_000_000) == "15億6,300万円"
    assert render_money(55_000) == "5万5,000円"
    assert (render_money(0), render_money(800), render_money(2 * 10**12)) == ("0円", "800円", "2兆円")


def test_lengths_and_rates_are_worded_as_people_say_them():
    assert [render_months(months) for months in (15, 12, 6, 0)] == ["1年3か月", "1年", "6か月", "0か月"]
    assert [render_rate(rate) for rate in (Fraction(2, 3), Fraction(1))] == ["2/3", "10/10"]


def test_what_is_below_zero_has_no_wording():
    with pytest.raises(ValueError, match="-1"):
        render_money(-1)
    with pytest.raises(ValueError, match="-1"):
        render_months(-1)


HOSTILE = [
    "9",
    "1,",
    ",000",
    "億",
    "一",
    "一億",
    "千百",
    "1~",
    "1/2~",
    "1年",
    "R7",
    "令和7",
    "03-",
    "約",
    "1 ",
    "½",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_twice_the_text_takes_about_twice_the_time(unit):
    def seconds(text: str) -> float:
        runs = []
        for _ in range(3):
            begin = time.process_time()
            parse_quantities(text)
            runs.append(time.process_time() - begin)
        return min(runs)

    text = "1" + unit * (1_000 // len(unit))
    assert seconds(text + text) < 4 * max(seconds(text), 0.002)


@pytest.mark.parametrize("text", ["9" * 100_000, "1," * 50_000, "億" * 50_000, "1" + ",000" * 25_000 + "0"])
def test_a_hostile_text_is_read_within_seconds(text):
    begin = time.process_time()
    parse_quantities(text)
    assert time.process_time() - begin < 10
