"""Figures that an answer works out: proved where they follow exactly from figures that are proved.

The evaluation does the arithmetic itself and takes no program's word for its steps. Operands must be told in the
answer or by the asker, so that a reader can follow.
"""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from eval.values import kind_of
from ingest.quantities import parse_quantities

_ALIKE = frozenset(["money", "rate", "percent", "count", "duration"])
_SAID = _ALIKE | {"number"}  # a bare number may be told: the points between two percentages
_FEW = 2
_RATIO = "倍"


def worked_out(stated: Iterable[str], proved: Iterable[str]) -> frozenset[str]:
    """The ``stated`` values that follow from ``proved`` ones, or from such that follow: canonical values all.

    What follows: a share of an amount (whole yen, the rest dropped), the least amount of which a share is that much,
    sums and differences of one kind and unit (of percentages also as bare points), a sum so many times, and how many
    times or per cent one is of the other or more than it, rounded to the digits told.
    """
    known = set(proved)
    open_ = set(stated) - known
    while new := {value for value in open_ if _follows(value, known)}:
        known |= new
        open_ -= new
    return frozenset(known)


def _follows(value: str, known: set[str]) -> bool:
    if "-" in value.partition(":")[2] or kind_of(value) not in _SAID:
        return False
    wanted, unit = number_of(value)
    operands = [operand for one in known for operand in operands_of(one)]
    alike = [number for kind, number, its_unit in operands if kind == kind_of(value) and its_unit == unit]
    if any(wanted in (a - b, a + b) for a, b in product(alike, alike)):
        return True
    if kind_of(value) == "number":  # 「19ポイント」
        shares = [number for kind, number, _ in operands if kind == "percent"]
        return any(wanted == a - b for a, b in product(shares, shares))
    if kind_of(value) == "money":
        amounts = [number for kind, number, _ in operands if kind == "money"]
        shares = [number for kind, number, _ in operands if kind == "rate"]
        counts = [number for kind, number, _ in operands if kind == "count"]
        if len(amounts) > _FEW and wanted in {sum(amounts), *(sum(amounts) - amount for amount in amounts)}:
            return True  # what a list adds up to, its own total or a figure beside it left out
        times = any(wanted == a * count for a, count in product(amounts, counts))  # a price per piece, so many pieces
        share_of = any(wanted in (a * s // 1, -(-a / s // 1)) for a, s in product(amounts, shares) if s)
        return times or share_of
    return (unit == _RATIO or kind_of(value) == "percent") and _is_ratio(value, operands)


def _is_ratio(value: str, operands: list[tuple[str, Fraction, str]]) -> bool:
    """Whether ``value`` (「1.1倍」, 「17.4%」) is one amount as a multiple or percentage of another, to its digits."""
    wanted, _ = number_of(value)
    digits = len(value.partition(".")[2].rstrip(_RATIO))
    times = 100 if kind_of(value) == "percent" else 1
    pairs = ((a, b) for a, b in product(operands, operands) if (a[0], a[2]) == (b[0], b[2]) and b[1])
    shares = [(a[1] / b[1], abs(a[1] - b[1]) / b[1]) for a, b in pairs]
    more = times == 100 and any(round(times * rise, digits) == wanted for _, rise in shares)  # 「17.4%増」
    return more or any(round(times * share, digits) == wanted for share, _ in shares)


def listed(text: str) -> frozenset[str]:
    """The number of things that ``text`` lists, as the figures of whatever unit that may tell it: 「count:5事業」."""
    lines = [line.strip() for line in text.split("\n")]
    rows = [line for line in lines if line.startswith("|")]
    sizes = {sum(line.startswith("・") for line in lines), max(len(rows) - 2, 0)} - {0}
    told = (q.canonical for q in parse_quantities(text) if q.kind in ("count", "number"))
    return frozenset(one for one in told if "-" not in one and number_of(one)[0] in sizes)


def operands_of(value: str) -> list[tuple[str, Fraction, str]]:
    """(kind, number, unit) of a value; a range gives both ends, a percentage a share too."""
    kind = kind_of(value)
    if kind not in _ALIKE:
        return []
    name, _, rest = value.partition(":")
    found = []
    for end in rest.split("-"):
        number, unit = number_of(f"{name}:{end}")
        found.append((kind, number, unit))
        if kind == "percent" and number:
            found.append(("rate", number / 100, ""))
    return found


def number_of(value: str) -> tuple[Fraction, str]:
    """The number of a value that is no range, and its unit."""
    digits = value.partition(":")[2]
    unit = digits.lstrip("0123456789./")
    return Fraction(digits[: len(digits) - len(unit)]), unit
