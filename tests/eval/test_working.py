"""Figures that are worked out: what follows from what is told, and what does not."""

import pytest

from eval.values import ends_of
from eval.working import worked_out


@pytest.mark.parametrize(
    ("stated", "proved", "follows"),
    [
        ("yen:750000", {"yen:1500000", "rate:1/2"}, True),  # 1,500,000 × 1/2
        ("yen:666666", {"yen:1000000", "rate:2/3"}, True),  # 666,666.6… without the rest
        ("yen:666667", {"yen:1000000", "rate:2/3"}, False),
        ("yen:1500000", {"yen:1000000", "rate:2/3"}, True),  # of 1,500,000 two thirds are 1,000,000
        ("yen:500000", {"yen:1000000", "percent:50"}, True),
        ("yen:378000000", {"yen:653000000", "yen:275000000"}, True),  # the difference
        ("yen:928000000", {"yen:653000000", "yen:275000000"}, True),  # the sum
        ("yen:800000", {"yen:1500000", "rate:1/2"}, False),
        ("yen:700000", {"count:5社", "rate:1/2"}, False),
        ("count:30社", {"count:50社", "count:20社"}, True),
        ("count:30回", {"count:50社", "count:20社"}, False),  # companies are no visits
        ("count:1.5倍", {"yen:3000000", "yen:2000000"}, True),
        ("count:1.6倍", {"yen:3000000", "yen:2000000"}, False),
        ("percent:17.4", {"yen:78000000", "yen:447000000"}, True),  # 17.449…
        ("percent:17.5", {"yen:78000000", "yen:447000000"}, False),
        ("rate:1/20", {"rate:4/5", "rate:3/4"}, True),
        ("months:24", {"months:36", "months:12"}, True),
        ("fy:2026", {"fy:2025", "number:1"}, False),
        ("yen:50000000", {"yen:1000000-100000000", "rate:1/2"}, True),  # half of the upper end
    ],
)
def test_what_follows(stated: str, proved: set[str], follows: bool):
    assert (stated in worked_out({stated}, proved)) == follows


def test_a_step_may_use_the_result_of_another():
    # 1,500,000 × 1/2 = 750,000, and 1,500,000 − 750,000 is told as 750,000; then 750,000 + 1,500,000.
    assert worked_out({"yen:750000", "yen:2250000"}, {"yen:1500000", "rate:1/2"}) >= {"yen:2250000"}


def test_ends_of_ranges():
    assert ends_of("yen:1000000-100000000") == ("yen:1000000", "yen:100000000")
    assert ends_of("count:10-20社") == ("count:10社", "count:20社")
    assert ends_of("time:09:00-12:00") == ("time:09:00", "time:12:00")
    assert ends_of("date:2020-01-30") == ()
    assert ends_of("yen:1000000") == ()
