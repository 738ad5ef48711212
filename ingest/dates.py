"""Dates and fiscal years: 令和2年1月30日, R4.2, 2024/11/20, 11月22日, 令和７年度, R7, FY2025, 2025年度.

A year without 年度 is a date of year precision; a figure is never completed from elsewhere: the end of
「2024年11月20日～11月22日」 is ``date:--11-22``. An era's year without its era (「30年度」) is read only with
an era named shortly before it in the same sentence, or given by the caller.
"""

import re
from datetime import date
from typing import NamedTuple

from ingest.eras import western_year
from ingest.numerals import small_number
from ingest.quantity import Found

ERA_NAMES = "令和|平成|昭和|大正|明治|[㋿㍻㍼㍽㍾]"
_ERA = rf"(?:(?P<era>{ERA_NAMES}) ?|(?P<letter>[rhstm]))"
_SHORT = r"(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_LONG = r"(?:[12][0-9]{3}|[一二][〇一二三四五六七八九]{3})"
_DAY = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_AND = r" ?[~・、-] ?"
_MONTH = rf"(?P<month>{_DAY})(?: ?月(?!間|以内|以下|以上|未満|[給謝報刊額])|(?={_AND}{_DAY}月))"
_MONTH_AND_DAY = rf"{_MONTH}(?: ?(?P<day>{_DAY}) ?日(?!間))?"
_YEAR_END = "年(?![度間代])"

# 「令和5～7年度」: the first year takes 年度 from the second, and 「9～10月」 its month likewise.
_DATES = (
    re.compile(rf"{_ERA}(?P<year>{_SHORT}) ?(?:{_YEAR_END}(?:[ の]?{_MONTH_AND_DAY})?|(?={_AND}{_SHORT}{_YEAR_END}))"),
    re.compile(
        r"(?P<letter>[rhs])(?P<year>[0-9]{1,2})[./](?P<month>[0-9]{1,2})(?:[./](?P<day>[0-9]{1,2}))?"
        r"(?![0-9a-z/%]|\.[0-9])月?"
    ),
    re.compile(rf"(?P<western>{_LONG})(?:{_YEAR_END}(?:[ の]?{_MONTH_AND_DAY})?|(?={_AND}{_LONG}{_YEAR_END}))"),
    re.compile(
        r"(?P<western>[12][0-9]{3})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
        r"(?![0-9a-z]|[/.-][0-9])"
    ),
    re.compile(r"(?P<western>[12][0-9]{3})/(?P<month>[0-9]{1,2})(?![0-9a-z/]|\.[0-9])"),
    re.compile(rf"(?P<century>0[0-9]){_YEAR_END}"),
    re.compile(_MONTH_AND_DAY),
)
_DECADE = re.compile(r"([12][0-9]{2}0)年代")
_BARE_YEAR = re.compile(rf"(?P<year>{_SHORT}){_YEAR_END}(?:[ の]?{_MONTH_AND_DAY})?")
_DAY_ONLY = re.compile(r"(?P<day>[0-9]{1,2})日(?!間)")
_WEEKDAY = re.compile(r" ?\([月火水木金土日]")

_FISCAL_YEARS = (
    re.compile(rf"{_ERA}(?P<year>{_SHORT}) ?(?:年度|(?={_AND}{_SHORT}年度))"),
    re.compile(r"(?P<letter>[rh])(?P<year>元|[0-9]{1,2})(?![0-9a-z]|[-.:/][0-9a-z]|年)"),
    re.compile(rf"(?:fy ?)?(?P<western>{_LONG}) ?(?:年度|(?={_AND}{_LONG}年度))"),
    re.compile(r"fy ?'?(?:(?P<western>[12][0-9]{3})|(?P<century>[0-9]{2}))(?![0-9])"),
)
_BARE_FISCAL_YEAR = re.compile(rf"(?P<year>{_SHORT})年度")
# R1 to R30 and H10 to H30 stand for years when 年 is not written; H1 or R99 is more often something else.
_UNMARKED = range(1998, 2049)
_LEAP_YEAR = 2000


class Context(NamedTuple):
    """The era of a bare year, and whether 「～」 or 「・」 joins the figure to a date before it."""

    era: str = ""
    joined: bool = False


def read_fiscal_year(text: str, at: int, context: Context) -> Found | None:
    """The fiscal year at ``at``: ``fy:2025``."""
    matched = _first(_FISCAL_YEARS, text, at)
    if matched is None and context.era:
        matched = _BARE_FISCAL_YEAR.match(text, at)
    if matched is None:
        return None
    words = matched.groupdict()
    year = _year(words, context.era)
    unmarked = words.get("letter") and matched[0][-1] != "度"
    if year is None or (unmarked and year not in _UNMARKED):
        return None
    return Found("fiscal_year", f"fy:{year:04d}", matched.end())


def read_date(text: str, at: int, context: Context) -> Found | None:
    """The date at ``at``, as precise as it is written."""
    if decade := _DECADE.match(text, at):
        return Found("date", f"date:{decade[1]}s", decade.end())
    bare = _BARE_YEAR.match(text, at) if context.era else None
    if bare and (context.joined or bare["month"]):
        return _dated(bare, context.era)
    matched = _first(_DATES, text, at)
    if matched:
        return _dated(matched, "")
    day = _DAY_ONLY.match(text, at)
    if day and int(day["day"]) <= 31 and (context.joined or _WEEKDAY.match(text, day.end())):
        return Found("date", f"date:---{int(day['day']):02d}", day.end())
    return None


def _first(forms: tuple[re.Pattern[str], ...], text: str, at: int) -> re.Match[str] | None:
    return next((matched for form in forms if (matched := form.match(text, at))), None)


def _year(words: dict[str, str | None], era: str) -> int | None:
    """The Western year that the named groups state; ``None`` when they state none, or an impossible one."""
    if western := words.get("western"):
        return _whole(western)
    if century := words.get("century"):
        return 2000 + int(century)
    year = _whole(words.get("year"))
    try:
        return western_year(words.get("era") or words.get("letter") or era, year)
    except ValueError:
        return None


def _dated(matched: re.Match[str], era: str) -> Found | None:
    words = matched.groupdict()
    year, month, day = _year(words, era), _whole(words.get("month")), _whole(words.get("day"))
    stated = any(words.get(name) for name in ("western", "century", "year"))
    if stated and year is None:
        return None
    if not words.get("month"):
        return Found("date", f"date:{year:04d}", matched.end())
    # A month in kanji alone may be part of a word (「三月」); a year or a day proves it.
    proved = stated or day or words["month"].isascii()
    if not proved or not _exists(year or _LEAP_YEAR, month, day if words.get("day") else 1):
        return None
    spelled = f"{year:04d}" if year else "-"
    return Found("date", f"date:{spelled}-{month:02d}" + (f"-{day:02d}" if day else ""), matched.end())


def _whole(written: str | None) -> int:
    """The value of a short numeral; 0, which is no year, month or day, when it is none (「十十月」)."""
    try:
        return small_number(written or "")
    except ValueError:
        return 0


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
