"""Figures as a reader takes them, where the words around them say more than the figure itself.

「36%から55%へ増え」 tells two values and no range, the end of 「2024年11月20日～11月22日」 is of the same year,
「7番目」 is a rank, 「3度」 are three times and 「差は1/20」 is no day of January.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from eval.values import ends_of
from ingest.fold import folded
from ingest.quantities import parse_quantities
from ingest.quantity import Quantity

_VERBS = "増|減|上が|下が|引き?上|引き?下|拡大|拡充|縮|伸び|延び|変わ|変更|改め|落ち|なっ|なり(?!ます)"
# What follows 「AからB」 where it tells a change: 「へ」, 「に、」, 「に増え」, 「まで伸び」, 「、19ポイント増」.
_CHANGE = re.compile(
    rf"(?:程度|以内|超)?(?:へ(?!の)|に(?:[、。]|$)|(?:に|と|まで|までに)[^。、0-9]{{0,8}}?(?:{_VERBS})"
    r"|[、でと(]{1,2}[0-9][^。]{0,12}?(?:増|減|上昇|低下|伸び|延び))"
)
_CHANGED = re.compile(rf"(?:{_VERBS})[^。0-9]{{0,8}}\($")  # 「19ポイント増えました（36%から55%）」
_FROM = re.compile("から")
_JOINT = re.compile(r"(?:\([^)]{1,6}\))? ?(?:~|から|・|、|-|及び|と) ?")
_DATED = re.compile(r"date:(\d{4})(?:-(\d{2}))?")
_SHARE = re.compile(r"(?:差|負担|残り)[^。、0-9]{0,4}$")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_TIMES = re.compile(r"度(?![合目々数量])")


@dataclass(frozen=True, slots=True)
class Read:
    """A quantity as it is ``written`` and the ``figures`` that it tells."""

    written: Quantity
    figures: tuple[Quantity, ...]


def read_figures(text: str) -> tuple[Read, ...]:
    """The quantities of ``text`` with what each tells, in its order."""
    return tuple(_reads(text))


def _reads(text: str) -> Iterator[Read]:
    last: Quantity | None = None
    for written in parse_quantities(text):
        figure = _dated_like(last, written, text) if last else written
        last = figure
        yield Read(written, _ends(figure, text) or (_named(figure, text),))


def _ends(figure: Quantity, text: str) -> tuple[Quantity, ...]:
    """Both values of a change; nothing for anything else."""
    values, middle = ends_of(figure.canonical), _FROM.search(figure.text)
    if not values or figure.kind == "time" or not middle:
        return ()
    if not _CHANGE.match(folded(text[figure.end :])) and not _CHANGED.search(folded(text[: figure.start])):
        return ()
    at, on = figure.start + middle.start(), figure.start + middle.end()
    left = replace(figure, canonical=values[0], text=text[figure.start : at], end=at)
    return left, replace(figure, canonical=values[1], text=text[on : figure.end], start=on)


def _dated_like(last: Quantity, figure: Quantity, text: str) -> Quantity:
    """``figure`` with the year of the date that it goes on from: 「2024年12月20日～1月5日」 ends in 2025."""
    begun = _DATED.match(last.canonical)
    if begun is None or not figure.canonical.startswith("date:--"):
        return figure
    if not _JOINT.fullmatch(folded(text[last.end : figure.start])):
        return figure
    rest = figure.canonical.removeprefix("date:--")
    year = int(begun[1]) + bool(begun[2] and rest[:2] < begun[2])
    return replace(figure, canonical=f"date:{year}-{rest}")


def _named(figure: Quantity, text: str) -> Quantity:
    slashed = _SLASHED.fullmatch(folded(figure.text)) if figure.kind == "date" else None
    if slashed and int(slashed[1]) < int(slashed[2]) and _SHARE.search(folded(text[: figure.start])):
        share = Fraction(int(slashed[1]), int(slashed[2]))
        return replace(figure, kind="rate", canonical=f"rate:{share.numerator}/{share.denominator}")
    following = text[figure.end : figure.end + 2]
    if figure.kind != "number" or not figure.text.isdecimal():
        return figure
    if following == "番目":
        return replace(figure, kind="count", canonical=f"count:{int(figure.text)}位")
    return replace(figure, kind="count", canonical=f"count:{int(figure.text)}回") if _TIMES.match(following) else figure
