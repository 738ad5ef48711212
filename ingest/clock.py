"""Times of day and hours of opening: 9:00～12:00, 午後1時30分, 13時から16時まで."""

import re

from ingest.counters import read_counter
from ingest.quantity import Found

_HALF_DAY = r"(?P<half>午前|午後)?"
_COLON = re.compile(_HALF_DAY + r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?![0-9:])")
_WORDS = re.compile(
    _HALF_DAY + r"(?P<hour>[0-9]{1,2})時(?![間点代期限刻給短差流折速々])(?:(?P<minute>[0-9]{1,2})分|(?P<thirty>半))?"
)
_SEPARATOR = re.compile(r" {0,2}(?:~|から|-) {0,2}")


def read_time(text: str, at: int) -> Found | None:
    """The time of day, or the hours from one to another, at ``at``. Seconds are no times."""
    first = _read_one(text, at, "")
    if first is None:
        return None
    minutes, half, end = first
    separator = _SEPARATOR.match(text, end)
    second = _read_one(text, separator.end(), half) if separator else None
    if second is None or second[0] <= minutes:
        return Found("time", f"time:{_spelled(minutes)}", end)
    return Found("time", f"time:{_spelled(minutes)}-{_spelled(second[0])}", second[2])


def _read_one(text: str, at: int, lent: str) -> tuple[int, str, int] | None:
    """Minutes since midnight, the half of the day and the end. 「午後1時～5時」 lends 午後 to 5時."""
    matched = _COLON.match(text, at) or _WORDS.match(text, at)
    if matched is None:
        return None
    words = matched.groupdict()
    hour, minute = int(words["hour"]), int(words["minute"] or (30 if words.get("thirty") else 0))
    half = words["half"] or lent
    if half == "午後" and hour < 12:
        hour += 12
    # 「コース1:20社」 is a count behind a colon.
    if hour > 24 or minute > 59 or ("thirty" not in words and read_counter(text, matched.end())):
        return None
    return hour * 60 + minute, half, matched.end()


def _spelled(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
