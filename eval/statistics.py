"""The statistics of a report: intervals of rates, two runs compared, percentiles."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

Z95 = 1.959963984540054
"""The standard normal deviate of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(successes: int, n: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of ``successes`` of ``n`` (Wilson 1927); (0, 1) for no trial at all.

    Raises ValueError for more successes than trials, or fewer than none.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no rate")
    if n == 0:
        return 0.0, 1.0
    share, square = successes / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    # The limits of none and of all are exact; rounding would leave them a hair inside.
    return (0.0 if successes == 0 else middle - half), (1.0 if successes == n else middle + half)


def mcnemar(broken: int, fixed: int) -> float:
    """The two-sided exact p-value (McNemar 1947) that as many items change one way and the other; 1 for none."""
    n, fewer = broken + fixed, min(broken, fixed)
    tail = sum(math.comb(n, k) for k in range(fewer + 1))
    return min(1.0, float(Fraction(2 * tail, 2**n)))


def paired_bootstrap(before: Sequence[float], after: Sequence[float], seed: int = 0, draws: int = 10_000) -> Interval:
    """The mean of ``after - before`` over the same items, with its percentile interval (Efron 1979).

    The same seed gives the same interval. Raises ValueError for series of other lengths, or empty ones.
    """
    if len(before) != len(after) or not before:
        raise ValueError(f"pairs wanted: {len(before)} and {len(after)} values")
    differences = np.asarray(after, float) - np.asarray(before, float)
    random = np.random.default_rng(seed)
    means = np.array([random.choice(differences, len(differences)).mean() for _ in range(draws)])
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(differences.mean()), float(low), float(high))


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The nearest-rank percentile: the least value that ``percent`` of the values do not exceed; None for none."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(1, math.ceil(percent * len(ordered) / 100)) - 1]


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; None for no values."""
    return math.fsum(values) / len(values) if values else None
