"""Amounts told rounded: about so much, or cut to whole thousands of yen where the answer says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from eval.statements import StatedFigure
from eval.working import operands_of
from ingest.fold import folded

_ABOUT = frozenset(["約", "およそ", "おおむね", "ほぼ", "程度", "前後", "ほど", "くらい", "ぐらい", "強", "弱"])
_CLOSE = Fraction(1, 50)
"""How far from the amount a round one may be, as a share of it."""
_LEAST = 1000
_UNITS = {"": 1, "百": 100, "千": 1_000, "1,000": 1_000, "1000": 1_000, "万": 10_000, "1万": 10_000}
_RULE = re.compile(r"(?P<unit>百|千|1,?000|1?万)?円(?:未満|以下)(?:の端数)?[をはが]?(?P<way>切り?捨|四捨五入|切り?上)")


@dataclass(frozen=True)
class Rounding:
    """How ``text`` says that its amounts are rounded."""

    text: str

    @property
    def units(self) -> frozenset[str]:
        """The amounts that only name a unit: 「千円未満切捨て」."""
        return frozenset(f"yen:{unit}" for unit, _ in self._rules)

    def tells(self, figure: StatedFigure, exact: Fraction) -> bool:
        """Whether ``figure`` is a right telling of ``exact`` yen."""
        if figure.kind != "money" or "-" in figure.value or exact <= 0:
            return False
        told = int(figure.value.removeprefix("yen:"))
        if any(told == _rounded(exact, unit, way) for unit, way in self._rules):
            return True
        if not _ABOUT & set(figure.qualifiers) or abs(told - exact) > exact * _CLOSE:
            return False
        step = _step(told)
        return told in (exact // 1, -(-exact // 1)) or (step >= _LEAST and abs(told - exact) < step)

    def follows(self, figure: StatedFigure, known: Iterable[str]) -> bool:
        """Whether ``figure`` is a share of an amount or a difference of two, rounded; both ``known``."""
        operands = [operand for value in known for operand in operands_of(value)]
        amounts = [number for kind, number, _ in operands if kind == "money"]
        shares = [number for kind, number, _ in operands if kind == "rate"]
        parts = (amount * share for amount, share in product(amounts, shares))
        rests = (one - other for one, other in product(amounts, amounts))
        return any(self.tells(figure, exact) for exact in (*parts, *rests))

    @cached_property
    def _rules(self) -> tuple[tuple[int, str], ...]:
        found = _RULE.finditer(folded(self.text))
        return tuple((_UNITS[match["unit"] or ""], match["way"]) for match in found)


def _rounded(exact: Fraction, unit: int, way: str) -> Fraction:
    if way == "四捨五入":
        return (exact / unit + Fraction(1, 2)) // 1 * Fraction(unit)
    return (-(-exact // unit) if way.endswith("上") else exact // unit) * Fraction(unit)


def _step(told: int) -> int:
    """The power of ten that the last digit told stands for: 10,000 of 870,000."""
    step = 1
    while told and told % (step * 10) == 0:
        step *= 10
    return step
