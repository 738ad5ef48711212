"""Intervals and tests against values worked by hand and against scipy and numpy on random data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from eval.statistics import mcnemar, mean, paired_bootstrap, percentile, wilson


def test_wilson_by_hand():
    # 47 of 50 with z = 1.96: p = 0.94, z² = 3.8416.
    # Middle (0.94 + 3.8416 / 100) / (1 + 3.8416 / 50) = 0.978416 / 1.076832 = 0.908606.
    # Half 1.96 × sqrt(0.94 × 0.06 / 50 + 3.8416 / 10000) / 1.076832
    #    = 1.96 × sqrt(0.001128 + 0.00038416) / 1.076832 = 1.96 × 0.038886 / 1.076832 = 0.070779.
    assert wilson(47, 50, z=1.96) == pytest.approx((0.908606 - 0.070779, 0.908606 + 0.070779), abs=1e-5)


@pytest.mark.parametrize(("n", "low"), [(50, 0.929), (100, 0.963), (200, 0.981)])
def test_all_right_of_few_leaves_room_for_doubt(n: int, low: float):
    assert wilson(n, n) == (pytest.approx(low, abs=5e-4), 1.0)


def test_nothing_tried_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("successes", "n"), [(2, 1), (-1, 3)])
def test_impossible_counts_are_refused(successes: int, n: int):
    with pytest.raises(ValueError, match="no rate"):
        wilson(successes, n)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(counts: tuple[int, int]):
    expected = stats.binomtest(*counts).proportion_ci(method="wilson")
    assert wilson(*counts) == pytest.approx((expected.low, expected.high), abs=1e-9)


@pytest.mark.parametrize(
    ("broken", "fixed", "p"),
    [
        (0, 0, 1.0),  # nothing changed
        (0, 5, 0.0625),  # 2 × C(5,0) / 2^5 = 2 / 32
        (1, 5, 0.21875),  # 2 × (C(6,0) + C(6,1)) / 2^6 = 2 × 7 / 64
        (2, 8, 0.109375),  # 2 × (1 + 10 + 45) / 1024
        (3, 3, 1.0),  # 2 × (1 + 6 + 15 + 20) / 64 is more than one
    ],
)
def test_mcnemar_by_hand(broken: int, fixed: int, p: float):
    assert mcnemar(broken, fixed) == pytest.approx(p)


@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemar_is_the_exact_binomial_test(broken: int, fixed: int):
    expected = stats.binomtest(broken, broken + fixed).pvalue if broken + fixed else 1.0
    assert mcnemar(broken, fixed) == pytest.approx(expected, rel=1e-9)


def test_paired_bootstrap_by_hand():
    # Every item gains 0.5, so every draw of items does.
    gained = paired_bootstrap([0.0, 0.5, 0.25], [0.5, 1.0, 0.75])
    assert (gained.value, gained.low, gained.high) == (0.5, 0.5, 0.5)


def test_paired_bootstrap_is_scipys_within_the_error_of_drawing():
    random = np.random.default_rng(7)
    before, after = random.random(80), random.random(80) + 0.1
    expected = stats.bootstrap(
        ((after - before),), np.mean, method="percentile", n_resamples=10_000, rng=np.random.default_rng(1)
    ).confidence_interval

    found = paired_bootstrap(list(before), list(after))

    assert found.value == pytest.approx(float(np.mean(after - before)))
    # The spread of the differences is about 0.4, that of their mean about 0.045, of its quantiles about 0.001.
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.005)
    assert paired_bootstrap(list(before), list(after)) == found


def test_pairs_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="pairs"):
        paired_bootstrap([1.0], [1.0, 2.0])


def test_percentiles_by_hand():
    # Nearest rank of 1 … 10: p50 is the 5th, p95 the ceil(9.5) = 10th, p99 the 10th, p10 the 1st.
    values = [float(n) for n in (3, 1, 2, 10, 9, 8, 7, 6, 5, 4)]
    assert [percentile(values, p) for p in (50, 95, 99, 10)] == [5.0, 10.0, 10.0, 1.0]
    assert percentile([], 50) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=300), st.sampled_from([1, 50, 95, 99, 100]))
def test_percentiles_are_numpys_nearest_rank(values: list[float], percent: int):
    assert percentile(values, percent) == float(np.percentile(values, percent, method="inverted_cdf"))


def test_means():
    assert mean([0.1, 0.2, 0.3]) == pytest.approx(0.2)
    assert mean([]) is None
