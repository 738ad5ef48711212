"""The quantity: what a figure in the source says, in one canonical spelling, with the words that say it."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

Kind = Literal["money", "rate", "percent", "count", "duration", "date", "fiscal_year", "telephone", "time", "number"]

_MEASURE = re.compile(r"([0-9./]+)(?:-([0-9./]+))?(.*)")
_FIXED_UNITS = {"money": "円", "percent": "%", "duration": "か月"}


class Found(NamedTuple):
    """What a reader recognised; it ends before ``end`` of the folded text that the reader was given."""

    kind: Kind
    canonical: str
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure of a text.

    ``canonical`` is equal for equal quantities however they are written: ``yen:1000000``,
    ``yen:1000000-100000000``, ``rate:2/3``, ``percent:11.3``, ``count:700件``, ``months:15``,
    ``date:2020-01-30`` (``date:2022-10``, ``date:2018``, ``date:--11-22``, ``date:2000s``), ``fy:2025``,
    ``tel:03-3251-7881``, ``time:09:00-12:00``, ``number:15``. ``start`` and ``end`` count the characters of
    the source, and ``text`` is the source's wording there. ``qualifier`` names what stands beside it and
    is not part of it (最大, 以内, 約, 年 …), several joined by 「・」.
    """

    kind: Kind
    canonical: str
    text: str
    start: int
    end: int
    qualifier: str = ""

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """The words of ``qualifier``, in the order of the text."""
        return tuple(self.qualifier.split("・")) if self.qualifier else ()

    @property
    def unit_only(self) -> bool:
        """Whether this is a column's unit, as in 「（百万円）」, and not an amount."""
        return "単位" in self.qualifiers

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """Lower and upper value in the canonical unit; both the same when it is no range.

        Raises ``ValueError`` for dates, times and telephone numbers, which are not measured.
        """
        if self.kind in ("date", "time", "telephone", "fiscal_year"):
            raise ValueError(f"{self.canonical} has no magnitude")
        low, high, _ = _measure(self.canonical)
        return low, high

    @property
    def is_range(self) -> bool:
        """Whether two different bounds are given."""
        low, high = self.bounds
        return low != high

    @property
    def yen(self) -> int | tuple[int, int]:
        """The amount in yen, or both bounds of a range."""
        return self._whole("money")

    @property
    def months(self) -> int | tuple[int, int]:
        """The length in months, or both bounds of a range; ``ValueError`` for 「2か月半」."""
        return self._whole("duration")

    @property
    def fraction(self) -> Fraction:
        """The share of one: 2/3 for ``rate:2/3``, 51/100 for ``percent:51``; ``ValueError`` for a range."""
        if self.kind not in ("rate", "percent"):
            raise ValueError(f"{self.canonical} is no share")
        return self.number / (100 if self.kind == "percent" else 1)

    @property
    def number(self) -> Fraction:
        """The value in the canonical unit; ``ValueError`` for a range (see ``bounds``)."""
        low, high = self.bounds
        if low != high:
            raise ValueError(f"{self.canonical} is a range: use bounds")
        return low

    @property
    def unit(self) -> str:
        """円, %, か月, or the counter of a count; empty for the other kinds."""
        if self.kind == "count":
            return _measure(self.canonical)[2]
        return _FIXED_UNITS.get(self.kind, "")

    @property
    def year(self) -> int:
        """The Western year of a date, or that in which a fiscal year begins; ``ValueError`` without one."""
        written = re.match(r"(?:fy|date):([0-9]{4})", self.canonical)
        if written is None:
            raise ValueError(f"{self.canonical} states no year")
        return int(written[1])

    def _whole(self, kind: Kind) -> int | tuple[int, int]:
        if self.kind != kind:
            raise ValueError(f"{self.canonical} is not of the kind {kind}")
        low, high = self.bounds
        if low.denominator != 1 or high.denominator != 1:
            raise ValueError(f"{self.canonical} is not whole: use bounds")
        return int(low) if low == high else (int(low), int(high))


def decimal(value: Fraction) -> str:
    """A finite decimal without trailing zeros: 50, 11.3. Its denominator divides a power of ten."""
    whole, rest = divmod(value, 1)
    if not rest:
        return str(int(whole))
    digits = 0
    while rest.denominator != 1:
        rest, digits = rest * 10, digits + 1
    return f"{int(whole)}.{int(rest):0{digits}d}"


def _measure(canonical: str) -> tuple[Fraction, Fraction, str]:
    matched = _MEASURE.fullmatch(canonical.partition(":")[2])
    if matched is None:
        raise ValueError(f"not a canonical measure: {canonical}")
    low = Fraction(matched[1])
    return low, Fraction(matched[2]) if matched[2] else low, matched[3]
