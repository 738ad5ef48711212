"""Quantities: what holds for every amount however it is written, and for any text at all."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.eras import year_label
from ingest.quantities import parse_quantities, render_money, render_months, render_rate

WIDE = str.maketrans("0123456789,./-~%", "０１２３４５６７８９，．／－～％")
# Alternately wide and narrow, as in 「２,５００万円」 and 「4０件」.
WORDS = (
    "1|20|３|4０|1,000|２，５００|2.5|〇|一|二十|十十|十|百|千|万|億|兆|円|千円|百万円"
    "|%|％|割|分の|半|年|年度|月|日|か月|ヶ月|間|時|分|件|社|回|人|か所|ｶ所|事業"
    "|/|／|-|－|～|〜|から|まで|:|：|、|,|.|(|)|（|）|約|最大|第|以内|以上|程度|数"
    "|令和|平成|昭和|R7|H30|r|FY|令和7年度|平成29年度|30年度|元|5G|A4|03-3251-7881|(水)"
    "|½|①|㎡|㌫|㍻|￥|半年|全額|助成率|予算|https://a/1"
)
PIECES = WORDS.split("|")

amounts = st.integers(0, 9_999_999_999_999)
texts = st.lists(st.sampled_from([*PIECES, "。", " ", "\n", "\u3099", "\u200b"]) | st.text(max_size=2), max_size=12)
sentences = texts.map("".join)


def canonicals(text: str) -> list[str]:
    return [quantity.canonical for quantity in parse_quantities(text)]


def mixed(text: str) -> str:
    return "".join(c.translate(WIDE) if at % 2 else c for at, c in enumerate(text))


def kanji(number: int) -> str:
    """十, 二十五, 三千, 一億二千三百万: how a whole number is written out."""
    if number >= 10_000:
        unit, word = next((u, w) for u, w in ((10**12, "兆"), (10**8, "億"), (10**4, "万")) if number >= u)
        return kanji(number // unit) + word + (kanji(number % unit) if number % unit else "")
    written = ""
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("" if digit == 1 and unit > 1 else "一二三四五六七八九"[digit - 1]) + word
    return written


def notations(yen: int) -> list[str]:
    spellings = [f"{yen}円", f"{yen:,}円", f"¥{yen:,}", render_money(yen), render_money(yen).replace(",", "")]
    spellings += [f"{yen // unit:,}{word}円" for unit, word in UNITS if yen % unit == 0]
    spellings += [f"{yen // unit}.{yen // (unit // 10) % 10}{word}円" for unit, word in LARGE if yen * 10 % unit == 0]
    if yen:
        spellings.append(kanji(yen) + "円")
    return spellings


LARGE = [(10**4, "万"), (10**8, "億"), (10**12, "兆")]
UNITS = [(10**3, "千"), (10**6, "百万"), (10**7, "千万"), *LARGE]


@given(amounts | st.integers(0, 99_999).map(lambda myriads: myriads * 100_000))
def test_an_amount_is_the_same_in_every_notation_and_width(yen):
    for spelling in notations(yen):
        for text in (spelling, spelling.translate(WIDE), mixed(spelling)):
            assert canonicals(text) == [f"yen:{yen}"], text


@given(amounts)
def test_an_amount_is_the_same_when_its_unit_falls_on_the_next_line(yen):
    assert canonicals(f"{yen:,}\n円") == [f"yen:{yen}"]
    assert canonicals(f"{yen:,}\n百万円") == [f"yen:{yen * 10**6}"]


@given(amounts, amounts, st.sampled_from(["～", "〜", "~", "から", "\n～", "－"]))
def test_a_range_of_amounts_keeps_both(one, other, between):
    low, high = sorted((one, other))
    expected = f"yen:{low}-{high}" if low < high else f"yen:{low}"
    assert canonicals(render_money(low) + between + render_money(high)) == [expected]


@given(st.integers(1, 10), st.integers(1, 10))
def test_a_rate_is_the_same_in_every_notation(one, other):
    above, below = sorted((one, other))
    share = Fraction(above, below)
    expected = [f"rate:{share.numerator}/{share.denominator}"]
    spellings = [f"{below}分の{above}", f"{kanji(below)}分の{kanji(above)}", render_rate(share)]
    spellings += [f"{above}/{below}", f"{above}/{below}".translate(WIDE)] if below > 1 else []
    assert [canonicals(spelling) for spelling in spellings] == [expected] * len(spellings)


@given(st.integers(1, 999))
def test_a_length_is_the_same_in_every_notation(months):
    for spelling in (
        render_months(months),
        f"{months}か月",
        f"{months}ヶ月".translate(WIDE),
        f"{kanji(months)}箇月",
    ):
        assert canonicals(spelling) == [f"months:{months}"], spelling


@given(st.integers(1868, 2099))
def test_a_fiscal_year_is_the_same_by_its_era_and_by_its_western_year(year):
    for spelling in (year_label(year), year_label(year).translate(WIDE), f"{year}年度", f"FY{year}"):
        assert canonicals(spelling) == [f"fy:{year}"], spelling


@given(sentences)
@example("½ページ")
@example("1\u0301社")
@example("十十月")
@example("令和十十年十十月十十日")
def test_every_span_is_the_sources_own_text_in_order_without_overlap(text):
    at = 0
    for quantity in parse_quantities(text):
        assert quantity.text == text[quantity.start : quantity.end] != ""
        assert at <= quantity.start
        at = quantity.end


@given(sentences)
def test_every_measured_quantity_can_be_read_back(text):
    for quantity in parse_quantities(text):
        if quantity.kind in ("date", "time", "telephone", "fiscal_year"):
            with pytest.raises(ValueError, match="no magnitude"):
                _ = quantity.bounds
            continue
        low, high = quantity.bounds
        assert 0 <= low <= high
        assert quantity.unit or quantity.kind in ("rate", "number")


@given(sentences, sentences)
@example("平成29年度", "30年度")
@example("11月20日(", ")22日")
@example("助成率", "9/30")
def test_a_sentence_means_the_same_beside_another(first, second):
    joined = f"{first}。{second}"
    expected = [(q.canonical, q.qualifier, q.start, q.end) for q in parse_quantities(first)]
    shift = len(first) + 1
    expected += [(q.canonical, q.qualifier, q.start + shift, q.end + shift) for q in parse_quantities(second)]
    assert [(q.canonical, q.qualifier, q.start, q.end) for q in parse_quantities(joined)] == expected


@given(sentences)
def test_the_same_text_gives_the_same_quantities(text):
    assert parse_quantities(text) == parse_quantities(text)
