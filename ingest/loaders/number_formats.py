"""A spreadsheet's numbers as its cells show them: 0.5 under 「# ?/?」 is 1/2, 1000 under 「#,##0"円"」 is 1,000円."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import isfinite

_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_IGNORED = re.compile(r"\[[^\]]*\]|_.|\*.")
_DIGITS = re.compile(r"[#0?][#0?,.]*")
_FRACTION = re.compile(r"[#0? ]*[#0?]/(?P<bottom>[#0?]+|\d+)")
_LARGEST = 10**15


def shown(value: object, number_format: str) -> str:
    """``value`` as its cell shows it; common formats only, any other shows the plain number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time | timedelta):
        return _shown_time(value, number_format)
    if isinstance(value, int | float):
        return _shown_number(value, number_format)
    return str(value)


def _shown_time(value: datetime | date | time | timedelta, number_format: str) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    day = f"{value.year}年{value.month}月{value.day}日"
    if "d" not in number_format.lower() and "y" in number_format.lower():
        day = f"{value.year}年{value.month}月"
    has_clock = isinstance(value, datetime) and (value.hour or value.minute)
    return day + (f" {value:%H:%M}" if has_clock else "")


def _shown_number(value: float, number_format: str) -> str:
    section = _section(value, number_format)
    if abs(value) >= _LARGEST or not isfinite(value) or section.lower() == "general":
        return _plain(value)
    bare = _IGNORED.sub("", _LITERAL.sub("", section))
    if match := _FRACTION.search(bare):
        return _shown_fraction(value, match["bottom"], "#" in bare[: match.end()].split("/")[0])
    if not (match := _DIGITS.search(bare)):
        return _plain(value)
    text = _digits(abs(value) * (100 if "%" in bare else 1), match[0])
    before, after = _around(section)
    return ("-" if value < 0 and not _negative_section(number_format) else "") + before + text + after


def _section(value: float, number_format: str) -> str:
    sections = number_format.split(";")
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _negative_section(number_format: str) -> bool:
    return ";" in number_format


def _digits(value: float, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    scale = len(whole) - len(whole.rstrip(","))
    number = Decimal(repr(value)) / (Decimal(1000) ** scale)
    needed = decimals.rstrip("#").count("0") + decimals.count("?")
    number = number.quantize(Decimal(1).scaleb(-len(decimals.rstrip(","))), ROUND_HALF_UP)
    text = f"{number:,f}" if "," in whole.rstrip(",") else f"{number:f}"
    if decimals and len(decimals) > needed and "." in text:
        kept = text.split(".")[1]
        kept = kept[:needed] + kept[needed:].rstrip("0")
        text = text.split(".", maxsplit=1)[0] + ("." + kept if kept else "")
    return text


def _around(section: str) -> tuple[str, str]:
    """The letters that a format writes before and after the digits."""
    pieces: list[str] = ["", ""]
    at, side = 0, 0
    while at < len(section):
        if match := _LITERAL.match(section, at):
            pieces[side] += match[1] or match[2] or ""
        elif match := re.compile(r"\[\$([^\]-]*)[^\]]*\]").match(section, at):
            pieces[side] += match[1]
        elif match := _IGNORED.match(section, at):
            pass
        elif match := _DIGITS.match(section, at):
            side = 1
        else:
            pieces[side] += section[at]
        at = match.end() if match else at + 1
    return pieces[0].lstrip(), pieces[1].rstrip()


def _shown_fraction(value: float, bottom: str, is_mixed: bool) -> str:
    if bottom.isdigit() and set(bottom) - {"0"}:
        fraction, limit = Fraction(round(value * int(bottom)), 1), int(bottom)
        return f"{fraction}/{limit}"
    fraction = Fraction(value).limit_denominator(10 ** len(bottom) - 1)
    whole, rest = divmod(fraction, 1) if is_mixed else (0, fraction)
    parts = [str(whole)] if whole or not rest else []
    return " ".join([*parts, f"{rest.numerator}/{rest.denominator}"] if rest else parts)


def _plain(value: float) -> str:
    if isinstance(value, int) or (abs(value) < _LARGEST and value == int(value)):
        return str(int(value))
    return f"{value:.10g}"
