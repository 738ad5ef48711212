"""Canonical values of items: whether one is well formed, and whether two say the same."""

import re
from fractions import Fraction

from ingest.quantities import parse_quantities

_NUMBER = r"(?:0|[1-9]\d*)(?:\.\d+)?"
_FORMS = {
    "yen": r"(?:0|[1-9]\d*)(?:-[1-9]\d*)?",
    "rate": r"[1-9]\d*/[1-9]\d*(?:-[1-9]\d*/[1-9]\d*)?",
    "percent": rf"{_NUMBER}(?:-{_NUMBER})?",
    "count": rf"{_NUMBER}(?:-{_NUMBER})?[^\s\d].*",
    "months": rf"{_NUMBER}(?:-{_NUMBER})?",
    "date": r"\d{4}(?:-\d{2}){0,2}|--\d{2}-\d{2}|\d{3}0s",
    "fy": r"\d{4}",
    "tel": r"0[\d-]{8,}\d",
    "time": r"\d{2}:\d{2}(?:-\d{2}:\d{2})?",
    "number": rf"{_NUMBER}(?:-{_NUMBER})?",
}
_PATTERNS = {name: re.compile(form) for name, form in _FORMS.items()}
_KINDS = {
    "yen": "money", "rate": "rate", "percent": "percent", "count": "count", "months": "duration", "date": "date",
    "fy": "fiscal_year", "tel": "telephone", "time": "time", "number": "number",
}  # fmt: skip
_COUNTERS = {"名": "人", "企業": "社", "事業者": "社"}
"""Counters that count the same things."""
_EITHER = ("者", frozenset(["人", "社"]))
"""What counts persons and companies alike."""


def fault_of(value: str) -> str:
    """What is wrong with the canonical ``value``, in Japanese; empty where nothing is."""
    name, colon, rest = value.partition(":")
    if not colon or name not in _PATTERNS:
        return f"「{value}」の種類は {'、'.join(_PATTERNS)} のいずれかで書いてください"
    if not _PATTERNS[name].fullmatch(rest):
        return f"「{value}」は {name} の値の形になっていません"
    ends = [Fraction(end) for end in rest.split("-")] if name in ("yen", "rate") else []
    if len(ends) == 2 and ends[0] >= ends[1]:
        return f"「{value}」の範囲は、小さい方を先に書いてください"
    if name == "rate" and any(_reduced(end) != end for end in rest.split("-")):
        return f"「{value}」は約分して書いてください"
    return ""


def kind_of(value: str) -> str:
    """The kind of a well-formed value, as ``ingest.quantity`` names it."""
    return _KINDS[value.partition(":")[0]]


def key_of(value: str) -> str:
    """What two values share that say the same: 50 % is a half, 「3か国」 has one spelling, 12回/社 counts 回."""
    name, _, rest = value.partition(":")
    if name == "percent" and "-" not in rest:
        return f"rate:{_reduced(Fraction(rest) / 100)}"
    if name == "count":
        said = parse_quantities(rest)
        number, unit = _counted(said[0].canonical if said and said[0].start == 0 else value)
        return f"count:{number}{_COUNTERS.get(unit, unit)}"
    return value


def same(one: str, other: str) -> bool:
    """Whether two canonical values say the same."""
    return one == other or key_of(one) == key_of(other) or _may_count_the_same(key_of(one), key_of(other))


def ends_of(value: str) -> tuple[str, ...]:
    """The two ends of a range of what is measured, or of hours; nothing for anything else."""
    name, _, rest = value.partition(":")
    ranged = kind_of(value) in ("money", "rate", "percent", "count", "duration", "time") and "-" in rest
    unit = rest.lstrip("0123456789./-:") if ranged else ""
    return tuple(f"{name}:{end.removesuffix(unit)}{unit}" for end in rest.split("-")) if ranged else ()


def _may_count_the_same(one: str, other: str) -> bool:
    if not one.startswith("count:") or not other.startswith("count:"):
        return False
    (number, unit), (its_number, its_unit) = _counted(one), _counted(other)
    either, things = _EITHER
    return number == its_number and ((unit == either and its_unit in things) or (its_unit == either and unit in things))


def _counted(value: str) -> tuple[str, str]:
    """The number and the counter of a count."""
    rest = value.partition(":")[2]
    unit = rest.lstrip("0123456789.-")
    return rest[: len(rest) - len(unit)], unit


def _reduced(share: str | Fraction) -> str:
    fraction = Fraction(share)
    return f"{fraction.numerator}/{fraction.denominator}"
