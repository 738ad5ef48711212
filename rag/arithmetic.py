"""Arithmetic on canonical quantities, exact, and the check of a calculation's steps."""

from collections.abc import Sequence
from fractions import Fraction

from rag.types import Working


def worked_out(workings: Sequence[Working], proved: set[str]) -> set[str]:
    """``proved`` with the results of the ``workings`` whose operands are in it and whose result is right."""
    known = set(proved)
    for working in workings:
        if {working.left, working.right} <= known | _bounds(known) and _is_right(working):
            known.add(working.result)
    # A calculation uses the ends of a range of money one at a time.
    return known | _bounds(known) if workings else known


def taken(yen: int, rate: str) -> int:
    """``rate`` ("rate:2/3") of ``yen``, whole yen, what is less than one dropped."""
    return int(yen * value(rate))


def needed(yen: int, rate: str) -> int:
    """The least sum of which ``rate`` is at least ``yen``."""
    return -int(-(yen / value(rate)) // 1)


def value(canonical: str) -> Fraction:
    """The number in a canonical quantity without a range ("yen:1000000", "rate:2/3", "count:1.17倍")."""
    return Fraction(canonical.partition(":")[2].rstrip("倍"))


def bounds(canonical: str) -> tuple[int, int]:
    """The least and the largest of "yen:1000000-100000000"; (0, n) for "yen:n", which as a cap has no least."""
    low, dash, high = canonical.partition(":")[2].partition("-")
    return (int(low), int(high)) if dash else (0, int(low))


def _bounds(known: set[str]) -> set[str]:
    """Both ends of the ranges of money."""
    ranges = (canonical for canonical in known if canonical.startswith("yen:") and "-" in canonical)
    return {f"yen:{end}" for canonical in ranges for end in bounds(canonical)}


def _is_right(working: Working) -> bool:
    if working.operator == "×":
        return value(working.result) == taken(int(value(working.left)), working.right)
    if working.operator == "÷":
        return value(working.result) == needed(int(value(working.left)), working.right)
    left, right, result = value(working.left), value(working.right), value(working.result)
    if working.operator == "/":
        # A ratio is said with a few digits: right when it is the exact one rounded to them.
        digits = len(working.result.rstrip("倍").partition(".")[2])
        return right != 0 and round(left / right, digits) == result
    return result == (left + right if working.operator == "+" else left - right)
