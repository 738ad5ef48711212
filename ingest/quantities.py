"""Every figure of a Japanese text, once: money, rates, counts, durations, dates, years, times, telephones.

    >>> [quantity.canonical for quantity in parse_quantities("助成限度額 ３，０００万円（助成率２／３以内）")]
    ['yen:30000000', 'rate:2/3']

Left to right, the longest reading wins. A figure glued to Latin letters (5G, ISO9001, EC2) is a name and
no quantity, but for plain amounts behind at least two letters (「OB60名」). Kanji numerals count only with a
unit that makes them numbers (「三千万円」, 「三社」; not 「一般」, 「第三者」, 「数百社」).

The time is linear in the folded text, whatever it holds.
"""

import re
from collections.abc import Iterator

from ingest.clock import read_time
from ingest.dates import ERA_NAMES, Context, read_date, read_fiscal_year
from ingest.fold import fold
from ingest.measures import is_plain, read_measure, read_priced
from ingest.numerals import Numeral, read_numeral
from ingest.qualifiers import read_qualifier
from ingest.quantity import Found, Kind, Quantity, decimal
from ingest.rates import read_rate, read_rate_word
from ingest.telephones import read_telephone
from ingest.wording import render_money, render_months, render_rate

__all__ = [
    "Kind",
    "Quantity",
    "parse_fiscal_years",
    "parse_quantities",
    "render_money",
    "render_months",
    "render_rate",
]

_START = re.compile(
    rf"[0-9]|[一二三四五六七八九十百千]|{ERA_NAMES}|(?<![a-z0-9])(?:[rhstm](?=[0-9元])|fy(?=[ ']?[0-9]))"
    r"|半年|半額|半分|全額|午[前後]|¥|\(0|\+81|https?://"
)
_ADDRESS = re.compile(r"https?://[!-~]*+")
_ARABIC_RUN = re.compile(r"[0-9]++(?:,[0-9]{3}(?![0-9]))*+")
_NAME_RUN = re.compile(r"[0-9]++(?:[-.:,/][0-9]++)*+")
_KANJI_RUN = re.compile(r"[〇一二三四五六七八九十百千万億兆]++")
_LATIN_BEFORE = re.compile(r"[a-z]{2}$")
_GLUED = re.compile(r"[a-z]-?$")
# 「数百社」, 「1,2345円」, 「1.2.3社」, 「平成50年」: what stands before leaves a bare number at most.
_SPOILT = re.compile(rf"(?:[数何幾]|[0-9][.,]|(?:{ERA_NAMES}) ?)$")
# Kanji before a kanji numeral mostly make a word with it; these do not.
_KANJI_BEFORE = re.compile(r"(?![約大長短低高小計第全各延年月週後前上内限額金率費間度合総超])[一-鿿]$")
_ERA_BEFORE = re.compile(rf"{ERA_NAMES}|[rhstm](?=[0-9元])")
_JOINT = re.compile(r"(?:\([月火水木金土日曜祝休・]{1,4}\))? ?(?:~|・|、|-|から|及び|と) ?")
_ERA_REACH, _JOINT_REACH = 60, 8


def parse_quantities(text: str, era: str = "") -> tuple[Quantity, ...]:
    """The quantities of ``text`` in its order, without overlap; spans count the characters of ``text``.

    ``era`` (「平成」) is what a bare 「30年度」 belongs to when the text itself does not say so.
    """
    source = fold(text)
    quantities = list[Quantity]()
    for start, found, qualifier in _scan(source.text, era):
        begin, end = source.source_span(start, found.end)
        # One source character can hold two figures (½ where no rate can stand).
        if not quantities or begin >= quantities[-1].end:
            quantities.append(Quantity(found.kind, found.canonical, text[begin:end], begin, end, qualifier))
    return tuple(quantities)


def parse_fiscal_years(text: str, era: str = "") -> tuple[Quantity, ...]:
    """The fiscal years alone: 令和7年度, R7, FY2025, 2025年度."""
    return tuple(quantity for quantity in parse_quantities(text, era) if quantity.kind == "fiscal_year")


def _scan(text: str, era: str) -> Iterator[tuple[int, Found, str]]:
    last: Found | None = None
    named, named_end, floor, at = "", 0, 0, 0
    while candidate := _START.search(text, at):
        start = candidate.start()
        near = start - named_end <= _ERA_REACH and "。" not in text[named_end:start]
        context = Context(named if named and near else era, _is_joined(text, last, start))
        found = _read(text, start, context)
        at = found.end if found else _skip(text, start)
        if found is None:
            continue
        if found.kind in ("date", "fiscal_year"):
            written = _ERA_BEFORE.match(text, start)
            if written or context.era:
                named, named_end = written[0] if written else context.era, found.end
        yield start, found, read_qualifier(text, start, found, floor)
        last, floor = found, found.end


def _is_joined(text: str, last: Found | None, start: int) -> bool:
    """Whether a date ends just before ``start`` and the text goes on to another: 「20日（水）～22日」."""
    if last is None or last.kind not in ("date", "fiscal_year") or start - last.end > _JOINT_REACH:
        return False
    return _JOINT.fullmatch(text, last.end, start) is not None


def _read(text: str, at: int, context: Context) -> Found | None:
    """The longest quantity that begins at ``at``; of equally long ones the first in this order."""
    if text[at] == "¥":
        return read_priced(text, at)
    before = text[max(0, at - 2) : at]
    if _GLUED.search(before) and text[at] in "0123456789":
        return _read_behind_latin(text, at, before)
    numeral = read_numeral(text, at)
    if numeral is not None and _SPOILT.search(text, max(0, at - 3), at):
        return _number(text, numeral)
    readings = [
        read_telephone(text, at),
        read_fiscal_year(text, at, context),
        read_date(text, at, context),
        read_time(text, at),
    ]
    if numeral is None:
        readings.append(read_rate_word(text, at) or _half_year(text, at))
    elif numeral.arabic or not _KANJI_BEFORE.search(before) or _is_priced(text, numeral):
        readings += [read_rate(text, at, numeral), read_measure(text, at, numeral), _number(text, numeral)]
    return max(filter(None, readings), key=lambda found: found.end, default=None)


def _read_behind_latin(text: str, at: int, before: str) -> Found | None:
    telephone = read_telephone(text, at)
    numeral = read_numeral(text, at)
    if telephone or numeral is None or not _LATIN_BEFORE.search(before):
        return telephone
    measure = read_measure(text, at, numeral)
    return measure if measure and is_plain(measure) else None


def _is_priced(text: str, numeral: Numeral) -> bool:
    """円 and 分の make a number of any kanji numeral: 「補助上限三千万円」."""
    return text.startswith(("円", "分の"), numeral.end)


def _half_year(text: str, at: int) -> Found | None:
    standing = text.startswith("半年", at) and text[max(0, at - 1) : at] not in ("前", "後", "上", "下")
    return Found("duration", "months:6", at + 2 + text.startswith("間", at + 2)) if standing else None


def _number(text: str, numeral: Numeral) -> Found | None:
    """A figure without a unit; leading zeros are part of what it says (0025)."""
    following = text[numeral.end : numeral.end + 1]
    if not numeral.arabic or "a" <= following <= "z":
        return None
    return Found("number", f"number:{numeral.plain or decimal(numeral.value)}", numeral.end)


def _skip(text: str, at: int) -> int:
    """Where to look next: never inside a numeral or a name that was not read."""
    if address := _ADDRESS.match(text, at):
        return address.end()
    glued = _GLUED.search(text[max(0, at - 2) : at]) is not None
    for run in (_NAME_RUN if glued else _ARABIC_RUN, _KANJI_RUN):
        if matched := run.match(text, at):
            return matched.end()
    return at + 1
