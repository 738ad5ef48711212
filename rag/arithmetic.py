"""Arithmetic on canonical quantities, exact, and the check of a calculation's steps."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from ingest.fold import squeeze
from ingest.quantities import parse_quantities
from rag.types import Working

_OF_QUOTES = ("#", "位")  # proved by what is cited, not by figures
WHOLE = "rate:1/1"
"""All of something, of which a rate leaves the rest: it needs no proof."""
_NUMBER = re.compile(r"[0-9]+(?:[./][0-9]+)?")


def worked_out(workings: Sequence[Working], proved: set[str]) -> set[str]:
    """``proved`` with the results of the ``workings`` whose operands are in it and whose result is right."""
    known = set(proved)
    for working in workings:
        if (
            working.operator not in _OF_QUOTES
            and {working.left, working.right}
            <= known | _bounds(known) | ({WHOLE} if working.operator == "−" else set())
            and _is_right(working)
        ):
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
    found = _NUMBER.match(canonical.partition(":")[2])
    assert found is not None, canonical
    return Fraction(found[0])


def ratio(left: str, right: str, digits: int, percent: bool = False) -> str:
    """``left`` as a multiple of ``right`` ("1.17"), or in per cent of it, rounded to ``digits``, without idle zeros."""
    exact = value(left) / value(right) * (100 if percent else 1)
    said = f"{float(round(exact, digits)):.{digits}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def count_of(names: Sequence[str], unit: str) -> Working:
    """The step that counts ``names`` (each on one line) in ``unit`` (「事業」)."""
    return Working("\n".join(names), "#", "", parse_quantities(f"{len(names)}{unit}")[0].canonical)


def counted(workings: Sequence[Working], quotes: Iterable[str]) -> set[str]:
    """The results of the ``workings`` that count different things, all of which stand in the squeezed ``quotes``."""
    texts = list(quotes)
    found = set()
    for working in workings:
        names = [squeeze(name) for name in working.left.split("\n")]
        cited = all(any(name in text for text in texts) for name in names)
        if working.operator == "#" and cited and len(set(names)) == len(names) == value(working.result):
            found.add(working.result)
    return found


def placed(workings: Sequence[Working], quotes: Iterable[str]) -> set[str]:
    """The places (count:2位) that a squeezed quote gives: it begins with the number, and goes on with what ranks so."""
    texts = list(quotes)
    return {
        working.result
        for working in workings
        if working.operator == "位"
        and any(text.startswith(f"{value(working.result)}{squeeze(working.left)}") for text in texts)
    }


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
        times = 100 if working.result.startswith("percent:") else 1
        return right != 0 and round(times * left / right, digits) == result
    return result == (left + right if working.operator == "+" else left - right)
