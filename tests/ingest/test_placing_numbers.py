"""Placing numbers: only whole ones, and no digit of a reading may differ from its page."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import ReadingError
from ingest.placing import place
from ingest.reading import parse_reading
from tests.ingest.corpora import SETSUBI_1, SETSUBI_2, SETSUBI_READING

PAGES = {1: SETSUBI_1, 2: SETSUBI_2}
LABELS = frozenset(["事業区分"])
NUMBERS = (
    st.integers(0, 99_999).map(str)
    | st.integers(0, 99_999_999).map(lambda n: f"{n:,}")
    | st.decimals(0, 999, places=1).map(str)
)


def verify(source):
    for reading in parse_reading("a.md", source):
        place("a.md", reading, PAGES[reading.page], LABELS)


def stands(number, text):
    (reading,) = parse_reading("a.md", f"<!-- page 1 -->\n{number}")
    try:
        place("a.md", reading, text, LABELS)
    except ReadingError:
        return False
    return True


def digits_of(source):
    """Places of the digits in the reading's words, not in its page marks."""
    marks = [match.span() for match in re.finditer(r"<!--.*?-->", source)]
    digits = (match.start() for match in re.finditer(r"\d", source))
    return [place for place in digits if not any(start <= place < end for start, end in marks)]


def test_the_reading_is_right_as_it_stands():
    verify(SETSUBI_READING)


@pytest.mark.parametrize("place", digits_of(SETSUBI_READING))
def test_changing_any_one_digit_fails(place):
    right = int(SETSUBI_READING[place])
    for digit in set("0123456789") - {str(right)}:
        with pytest.raises(ReadingError, match=digit):
            verify(SETSUBI_READING[:place] + digit + SETSUBI_READING[place + 1 :])


@pytest.mark.parametrize("place", digits_of(SETSUBI_READING))
def test_adding_a_digit_fails(place):
    for digit in "09":
        with pytest.raises(ReadingError):
            verify(SETSUBI_READING[:place] + digit + SETSUBI_READING[place:])


@given(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=6))
def test_a_number_stands_on_a_page_if_it_is_one_of_the_pages_numbers(number, numbers):
    text = "\n".join(f"枠{mark}　{n}社" for mark, n in zip("甲乙丙丁戊己", numbers, strict=False))
    assert stands(number, text) == (number in numbers)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("20社", "120社"),
        ("12", "120社"),
        ("00万円", "100万円"),
        ("000万円", "3,000万円"),
        ("3", "3,000万円"),
        ("5", "3.5%"),
        ("3", "3.5%"),
        ("５", "３．５％"),
        ("1/2", "11/2"),
        ("1/2", "1/20"),
        ("100万", "１００万２，０００円"),
        ("1億", "1億2,000万円"),
        ("2,000万円", "1億2,000万円"),
        ("000円", "5万5,000円"),
        ("12", "1\n2"),
        ("12", "1 2"),
        ("1203社", "120\n3社"),
    ],
)
def test_a_part_of_a_number_or_two_numbers_pushed_together_do_not_stand(number, text):
    assert not stands(number, text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("120社", "120 社"),
        ("100", "100万円"),
        ("1億2,000万円", "１億２，０００万円"),
        ("300", "300。"),
        ("300", "300,"),
        ("3", "3,相談"),
        ("2", "1.相談 2.研修"),
        ("120", "社120\n3"),
        ("1/2", "½"),
        ("3/4", "2/3・3/4"),
        ("令和5年度", "令和５年度"),
        ("①1", "①1社"),
    ],
)
def test_a_whole_number_stands(number, text):
    assert stands(number, text)
