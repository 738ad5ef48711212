"""Shares of a whole: 2/3, ２／３, 2分の1, 二分の一, 3割, 7割5分, 半額, 全額, and ranges of them.

Rule for n/d. It is a rate when 1 <= n <= d <= 100, it does not go on with another slash, digit or letter,
no counter follows (「1/2ページ」), and it is not a date. It is a date (m/d, 1 <= m <= 12, 1 <= d <= 31) when
a weekday, 頃, 付, 締切 or 必着 follows or 日時, 期日, 会期 stands before it; when m > d; and, with nothing
near that speaks of a rate (率, 割合, 補助, 助成, 負担 before it, 以内, 以上, 相当 … behind it), when d > 10
or when 「~」 joins it to another that can only be a date.
"""

import re
from fractions import Fraction

from ingest.counters import read_counter
from ingest.numerals import Numeral, read_numeral
from ingest.quantity import Found

_LARGEST_DENOMINATOR = 100
_COMMON_DENOMINATOR = 10
_SLASHED = re.compile(r"([0-9]{1,3})/([0-9]{1,3})(?![0-9a-z/]|\.[0-9])")
_SEPARATOR = re.compile(r" {0,2}(?:~|から) {0,2}|-")
_SLASHED_AFTER = re.compile(r" ?~ ?([0-9]{1,2})/([0-9]{1,2})(?![0-9/])")
_SLASHED_BEFORE = re.compile(r"(?<![0-9/])([0-9]{1,2})/([0-9]{1,2})(?:\(.\))? ?~ ?$")
_RATE_BEFORE = re.compile(r"(?:率|割合|補助|助成|負担|最大|上限)[^。、]*$")
_RATE_BEHIND = re.compile(r"以内|以上|以下|未満|相当|程度|を?(?:補助|助成|負担|支給)|の(?:額|補助|助成)")
_DATE_BEHIND = re.compile(r" ?\([月火水木金土日](?:曜日?|・?[祝休])?\)|頃|ごろ|付(?![与加])|締め?切|必着|開[催始]")
_DATE_BEFORE = re.compile(r"(?:年|日時|期日|締切日?|開催日|日程|会期)[:は]? ?$")
_TENTHS = re.compile(r"割(?![合当])")
_WORDS = {"半額": "1/2", "半分": "1/2", "全額": "1/1"}


def read_rate(text: str, at: int, numeral: Numeral) -> Found | None:
    """The rate, the range of rates, or the date m/d whose first numeral stands at ``at``."""
    slashed = _read_slashed(text, at)
    if slashed is not None and slashed.kind == "date":
        return slashed
    first = slashed or _read_worded(text, numeral)
    if first is None:
        return None
    separator = _SEPARATOR.match(text, first.end)
    start = separator.end() if separator else first.end
    second = _read_share(text, start) if separator else None
    if second is None or _share(second) <= _share(first):
        return first
    return Found("rate", f"{first.canonical}-{second.canonical.removeprefix('rate:')}", second.end)


def read_rate_word(text: str, at: int) -> Found | None:
    """半額, 半分 or 全額 at ``at``; not 「前半分」."""
    rate = _WORDS.get(text[at : at + 2])
    if rate is None or text[max(0, at - 1) : at] in ("前", "後", "上", "下"):
        return None
    return Found("rate", f"rate:{rate}", at + 2)


def _read_share(text: str, at: int) -> Found | None:
    numeral = read_numeral(text, at)
    if numeral is None:
        return None
    slashed = _read_slashed(text, at)
    return (slashed if slashed and slashed.kind == "rate" else None) or _read_worded(text, numeral)


def _read_slashed(text: str, at: int) -> Found | None:
    matched = _SLASHED.match(text, at)
    if matched is None or (text[at - 1 : at] == "/" and text[at - 2 : at - 1].isdecimal()):
        return None
    if read_counter(text, matched.end()) is not None:
        return None
    above, below = int(matched[1]), int(matched[2])
    possible = 1 <= above <= 12 and 1 <= below <= 31
    if possible and _is_date(text, at, matched.end(), above, below):
        return Found("date", f"date:--{above:02d}-{below:02d}", matched.end())
    return _found(above, below, matched.end())


def _is_date(text: str, at: int, end: int, above: int, below: int) -> bool:
    window = text[max(0, at - 12) : at].rpartition("。")[2]
    if _DATE_BEHIND.match(text, end) or _DATE_BEFORE.search(window):
        return True
    if above > below:
        return True
    if _RATE_BEHIND.match(text, end) or _RATE_BEFORE.search(window):
        return False
    return below > _COMMON_DENOMINATOR or below == 1 or _joined_to_date(text, end, window)


def _joined_to_date(text: str, end: int, window: str) -> bool:
    """「4/5~9/30」: the other end of the range can be nothing but a date."""
    after, before = _SLASHED_AFTER.match(text, end), _SLASHED_BEFORE.search(window)
    return any(
        other is not None and (int(other[1]) > int(other[2]) or int(other[2]) > _COMMON_DENOMINATOR)
        for other in (after, before)
    )


def _read_worded(text: str, first: Numeral) -> Found | None:
    """「3分の2」 and 「7割5分」."""
    if text.startswith("分の", first.end):
        second = read_numeral(text, first.end + 2)
        whole = second is not None and second.value.denominator == first.value.denominator == 1
        if second is None or not whole or read_counter(text, second.end) is not None:
            return None
        return _found(int(second.value), int(first.value), second.end)
    tenths = _TENTHS.match(text, first.end)
    if tenths is None or not 0 < first.value <= 10:
        return None
    share, end = first.value / 10, tenths.end()
    hundredths = read_numeral(text, end)
    if hundredths and text.startswith("分", hundredths.end) and hundredths.value < 10:
        share, end = share + hundredths.value / 100, hundredths.end + 1
    return Found("rate", f"rate:{share.numerator}/{share.denominator}", end)


def _found(above: int, below: int, end: int) -> Found | None:
    if not 1 <= above <= below <= _LARGEST_DENOMINATOR:
        return None
    share = Fraction(above, below)
    return Found("rate", f"rate:{share.numerator}/{share.denominator}", end)


def _share(found: Found) -> Fraction:
    return Fraction(found.canonical.removeprefix("rate:"))
