"""Amounts with a unit: money, percent, durations and counts, alone or as a range.

In a range the unit of the right side serves the left: 「1～2億円」, 「5-19人」, 「１～3年」.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from ingest.counters import keeps_meaning, read_counter, read_spaced_counter, takes_kanji
from ingest.numerals import LARGE_UNITS, SMALL_UNITS, Numeral, read_numeral
from ingest.quantity import Found, Kind, decimal

# Slides break lines between a figure and its unit (「15.2億\n円」), never between digits.
_NOT_YEN = "滑形卓満熟盤筒柱周環"
_YEN = re.compile(rf"円(?![{_NOT_YEN}])| {{1,3}}円(?![{_NOT_YEN}安高建借])")
_SPACED_SCALE = re.compile(rf" {{1,3}}([十百千]?)([万億兆]?) {{0,3}}円(?![{_NOT_YEN}安高建借])")
_PERCENT = re.compile(r" {0,2}(?:%|パーセント)")
_MONTHS = re.compile(r" ?[かカヵヶケ箇]月(?:間(?!隔))?")
_CALENDAR_MONTHS = re.compile(r"月(?=以内|以下|以上|未満)|月間")
_YEARS = re.compile(r" ?[かカヵヶケ箇]年(?:度|間)?| ?年(?:間(?!隔)|(?![度代目生版次号末初賀金収齢始利俸報鑑連]))")
_SEPARATOR = re.compile(r" {0,2}(?:~|から) {0,2}|[-ー]")
_BARE_END = re.compile(r"(?![一-鿿ァ-ヴa-z0-9])|(?=以内|以上|以下|未満|超|程度|前後)")
_MONEY_CUE = re.compile(r"(?:最大|最高|上限|下限|限度|助成|補助|予算|融資|出資|資本金)(?:限度)?額?[:はが(]? ?$")
_PERIOD_CUE = re.compile(r"(?:期間|最長|決定から)[:は]? ?約?$")
_LONGEST_YEARS = 999
_SCALE_WITH_LETTERS = {"": 1} | SMALL_UNITS | LARGE_UNITS


@dataclass(frozen=True, slots=True)
class _Measure:
    """``value`` in the canonical unit; ``factor`` is what one of the written unit is in it (12 for 年)."""

    kind: Kind
    value: Fraction
    unit: str
    end: int
    factor: int = 1
    inherited: bool = True


_Reader = Callable[[str, int, Numeral], _Measure | None]


def read_measure(text: str, at: int, numeral: Numeral) -> Found | None:
    """The amount or the range whose first numeral stands at ``at``; ``None`` when it has no unit."""
    left = _read_unit(text, at, numeral)
    ranged = _read_range(text, at, numeral, left)
    if ranged is not None:
        return ranged
    if left is None and numeral.scaled and _BARE_END.match(text, numeral.end) and has_cue(_MONEY_CUE, text, at):
        left = _Measure("money", numeral.value, "円", numeral.end)
    return None if left is None else Found(left.kind, _canonical(left, left), left.end)


def read_priced(text: str, at: int) -> Found | None:
    """「¥1,000」: ``at`` is where the sign stands."""
    start = at + 1 + (text[at + 1 : at + 2] == " ")
    numeral = read_numeral(text, start)
    if numeral is None or not numeral.arabic or numeral.value.denominator != 1:
        return None
    yen = _YEN.match(text, numeral.end)
    return Found("money", f"yen:{int(numeral.value)}", yen.end() if yen else numeral.end)


def is_plain(found: Found) -> bool:
    """Whether the amount stays one behind Latin letters: 「OB60名」, but not 「Web3事業」."""
    return found.kind in ("money", "percent") or (found.kind == "count" and keeps_meaning(_counted(found)))


def has_cue(cue: re.Pattern[str], text: str, at: int) -> bool:
    """Whether ``cue`` stands directly before ``at``, in the same sentence."""
    return cue.search(text[max(0, at - 12) : at].rpartition("。")[2]) is not None


def _read_unit(text: str, at: int, numeral: Numeral) -> _Measure | None:
    readers: tuple[_Reader, ...] = (_money, _percent, _duration, _count)
    return next((measure for reader in readers if (measure := reader(text, at, numeral))), None)


def _read_range(text: str, at: int, low: Numeral, left: _Measure | None) -> Found | None:
    separator = _SEPARATOR.match(text, left.end if left else low.end)
    if separator is None or (separator[0] == "-" and _in_chain(text, at)):
        return None
    if (high := read_numeral(text, separator.end())) is None:
        return None
    right = _read_unit(text, separator.end(), high)
    if right is None and low.scaled and high.scaled and left is None and _BARE_END.match(text, high.end):
        right = _Measure("money", high.value, "円", high.end, inherited=False)
    if right is None:
        return None
    left = left or _lend(low, high, right)
    if left is None or (left.kind, left.unit) != (right.kind, right.unit) or left.value > right.value:
        return None
    return Found(right.kind, _canonical(left, right), right.end)


def _lend(low: Numeral, high: Numeral, right: _Measure) -> _Measure | None:
    """The left side with the right side's unit: 1 of 「1～2億円」 is 1億, 3千 of 「3千～5千万円」 3千万."""
    if not right.inherited and not low.scaled:
        return None
    scale = 1 if low.scaled else high.scale if low.scale == 1 else high.myriad
    scaled = replace(right, value=low.value * scale * right.factor)
    if scaled.value <= right.value or scale == 1:
        return scaled
    # 「5,000～1万円」: a left side in thousands is written out already.
    return replace(right, value=low.value) if low.value >= 1000 else None


def _in_chain(text: str, at: int) -> bool:
    """Whether the numeral goes on from another: house numbers, 「3-11-1」."""
    return text[at - 1 : at] == "-" and at >= 2 and text[at - 2].isdecimal()


def _money(text: str, at: int, numeral: Numeral) -> _Measure | None:
    if yen := _YEN.match(text, numeral.end):
        value, end = numeral.value, yen.end()
    elif numeral.arabic and numeral.scale == 1 and (spaced := _SPACED_SCALE.match(text, numeral.end)):
        value = numeral.value * _SCALE_WITH_LETTERS[spaced[1]] * _SCALE_WITH_LETTERS[spaced[2]]
        end = spaced.end()
    else:
        return None
    return _Measure("money", value, "円", end) if value.denominator == 1 else None


def _percent(text: str, at: int, numeral: Numeral) -> _Measure | None:
    sign = _PERCENT.match(text, numeral.end)
    return _Measure("percent", numeral.value, "%", sign.end()) if sign else None


def _duration(text: str, at: int, numeral: Numeral) -> _Measure | None:
    if months := _MONTHS.match(text, numeral.end) or _CALENDAR_MONTHS.match(text, numeral.end):
        half = text[months.end() : months.end() + 1] == "半"
        value = numeral.value + (Fraction(1, 2) if half else 0)
        return _Measure("duration", value, "か月", months.end() + half)
    years = _YEARS.match(text, numeral.end)
    dated = len(numeral.plain) > 3 or numeral.plain.startswith("0") or numeral.value > _LONGEST_YEARS
    if years is None or dated:
        return None
    return _years_and_months(text, at, _Measure("duration", numeral.value * 12, "か月", years.end(), 12))


def _years_and_months(text: str, at: int, years: _Measure) -> _Measure | None:
    if text[years.end : years.end + 1] == "半":
        return replace(years, value=years.value + 6, end=years.end + 1 + (text[years.end + 1 : years.end + 2] == "間"))
    start = years.end + (text[years.end : years.end + 1] in ("と", " "))
    rest = read_numeral(text, start)
    if rest is None or text[years.end - 1] == "度":
        return years
    if months := _MONTHS.match(text, rest.end) or _CALENDAR_MONTHS.match(text, rest.end):
        return replace(years, value=years.value + rest.value, end=months.end(), inherited=False)
    if start > years.end or text[rest.end : rest.end + 1] != "月":
        return years
    # 「5年4月」 is April of some era's year, unless a period is spoken of.
    if has_cue(_PERIOD_CUE, text, at):
        return replace(years, value=years.value + rest.value, end=rest.end + 1, inherited=False)
    return None


def _count(text: str, at: int, numeral: Numeral) -> _Measure | None:
    found = read_counter(text, numeral.end)
    if found is None and numeral.arabic:
        found = read_spaced_counter(text, numeral.end)
    if found is None or (not numeral.arabic and not takes_kanji(found[0])):
        return None
    return _Measure("count", numeral.value, found[0], found[1])


def _counted(found: Found) -> str:
    return found.canonical.removeprefix("count:").lstrip("0123456789.-")


def _canonical(low: _Measure, high: _Measure) -> str:
    values = "-".join(dict.fromkeys((decimal(low.value), decimal(high.value))))
    prefix = {"money": "yen", "duration": "months"}.get(high.kind, high.kind)
    return f"{prefix}:{values}{high.unit if high.kind == 'count' else ''}"
