"""Numerals as Japanese documents write them: 1,563 / 3百 / 1億2,000万 / 三千 / 二〇二五 / 19.8億.

Reads folded text. Every character is read a bounded number of times, whatever the input.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

KANJI_DIGITS = "〇一二三四五六七八九"
SMALL_UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE_UNITS = {"万": 10**4, "億": 10**8, "兆": 10**12}

_INTEGER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}(?![0-9]))++|[0-9]++")
_DECIMALS = re.compile(r"\.([0-9]++)(?!\.)")  # 「２．３．」 numbers two headings
_KANJI_RUN = re.compile(r"[一二三四五六七八九][〇一二三四五六七八九]*+")
# Longer strings of digits are no figures of a policy document, and converting them is not linear.
_LONGEST_INTEGER, _LONGEST_DECIMALS = 24, 8


@dataclass(frozen=True, slots=True)
class Numeral:
    """A value and how it was written.

    ``plain`` holds the digits of a numeral of bare ASCII digits (leading zeros kept), else "".
    ``scale`` is what stands behind a single coefficient (10**6 for 600百万), 1 when there is none or when
    there are several; ``myriad`` is its only 万, 億 or 兆, else 1; ``scaled`` says whether it has any.
    """

    value: Fraction
    end: int
    plain: str
    arabic: bool
    scale: int
    myriad: int
    scaled: bool


@dataclass(frozen=True, slots=True)
class _Section:
    value: Fraction
    end: int
    coefficients: tuple[Fraction, ...]


def read_numeral(text: str, at: int) -> Numeral | None:
    """The longest numeral that begins at ``at`` of the folded text, or ``None``.

    「1億2,000万」 is 120,000,000; 「1,563百万」 is 1,563,000,000; 「1万2万」 is 10,000, and 2万 comes next.
    """
    total, end, units, coefficients = Fraction(0), at, list[int](), list[Fraction]()
    while (section := _section(text, end)) is not None:
        unit = LARGE_UNITS.get(text[section.end : section.end + 1], 1)
        if units and not _continues(text, section, unit, units[-1]):
            break
        total += section.value * unit
        end = section.end + (unit > 1)
        coefficients.extend(section.coefficients)
        if unit == 1:
            break
        units.append(unit)
    if end == at:
        return None
    return Numeral(
        value=total,
        end=end,
        plain=text[at:end] if text[at:end].isdecimal() else "",
        arabic=text[at] in "0123456789",
        scale=int(total / coefficients[0]) if len(coefficients) == 1 and total else 1,
        myriad=units[0] if len(units) == 1 else 1,
        scaled=bool(units),
    )


def small_number(text: str) -> int:
    """The value of a short numeral that fills ``text``; 元 is 1. ``ValueError`` when it is none."""
    if text == "元":
        return 1
    numeral = read_numeral(text, 0)
    if numeral is None or numeral.end != len(text) or numeral.value.denominator != 1:
        raise ValueError(f"not a whole number: {text}")
    return int(numeral.value)


def _continues(text: str, section: _Section, unit: int, larger: int) -> bool:
    """Whether a section goes on with the amount before it: 「1億」「2,000万」, but not 「100万」「1/2」."""
    followed = text[section.end : section.end + 1]
    whole = section.value.denominator == 1 and section.value * unit < larger
    return whole and not (unit == 1 and followed == "/")


def _section(text: str, at: int) -> _Section | None:
    """What may stand before 万: coefficients with falling 千, 百, 十."""
    value, end, ceiling, coefficients = Fraction(0), at, 0, list[Fraction]()
    while True:
        coefficient = _coefficient(text, end)
        unit_at = coefficient[1] if coefficient else end
        unit = SMALL_UNITS.get(text[unit_at : unit_at + 1], 1)
        if coefficient is None and unit == 1:
            break
        factor = coefficient[0] if coefficient else Fraction(1)
        positional = coefficient is not None and unit > 1 and text[end] in KANJI_DIGITS and factor > 9
        if positional or (ceiling and (factor * unit >= ceiling or factor.denominator != 1)):
            break
        value, end, ceiling = value + factor * unit, unit_at + (unit > 1), unit
        coefficients.append(factor)
        if unit == 1:
            break
    return _Section(value, end, tuple(coefficients)) if end > at else None


def _coefficient(text: str, at: int) -> tuple[Fraction, int] | None:
    if kanji := _KANJI_RUN.match(text, at):
        if kanji.end() - at > _LONGEST_INTEGER:
            return None
        return Fraction("".join(str(KANJI_DIGITS.index(digit)) for digit in kanji[0])), kanji.end()
    if (integer := _INTEGER.match(text, at)) is None or integer.end() - at > _LONGEST_INTEGER:
        return None
    digits, end = integer[0].replace(",", ""), integer.end()
    decimals = _DECIMALS.match(text, end)
    if decimals is None or len(decimals[1]) > _LONGEST_DECIMALS or _follows_point(text, at):
        return Fraction(digits), end
    return Fraction(f"{digits}.{decimals[1]}"), decimals.end()


def _follows_point(text: str, at: int) -> bool:
    """In 「1.2.3」 nothing is a decimal fraction."""
    return at >= 2 and text[at - 1] == "." and text[at - 2] in "0123456789"
