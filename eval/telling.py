"""Other right ways to tell what is wanted: a range by its limits, two values as a range, rounded, without the year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from eval.dates import shortens, years_in
from eval.rounding import Rounding
from eval.statements import StatedFigure
from eval.values import ends_of, same
from eval.working import number_of

_LOWER = frozenset(["以上", "下限", "最低", "最小", "最短", "少なくとも"])
_UPPER = frozenset(["以下", "以内", "まで", "上限", "最大", "最高", "最長"])
_FROM = ("から", "～", "〜", "~")


@dataclass(frozen=True)
class Telling:
    """The figures of an answer in ``text`` to ``turns``, as they tell ``wanted`` canonical values."""

    text: str
    turns: Sequence[str]
    wanted: Sequence[str]

    def retold(self, figures: Sequence[StatedFigure]) -> tuple[StatedFigure, ...]:
        """``figures`` and, beside them, the wanted values that some of them tell in another way."""
        return (*figures, *self._ranges(figures), *(one for figure in figures for one in self._others(figure)))

    def _ranges(self, figures: Sequence[StatedFigure]) -> Iterator[StatedFigure]:
        """A wanted range for two figures of one statement that are said to be its limits."""
        for value in self.wanted:
            ends = ends_of(value)
            for low, high in permutations(figures, 2) if ends else ():
                limits = low.value == ends[0] and high.value == ends[1]
                if limits and low.statement == high.statement and _is_lower(low) and _is_upper(high):
                    yield replace(min(low, high, key=lambda one: one.start), value=value)

    def _others(self, figure: StatedFigure) -> Iterator[StatedFigure]:
        ends = ends_of(figure.value)
        if ends and all(any(same(end, one) for one in self.wanted) for end in ends):
            yield from (replace(figure, value=end) for end in ends)
        years = years_in([figure.statement.whole, *self.turns]) if figure.kind == "date" else None
        for value in self.wanted:
            dated = years is not None and (shortens(figure.value, value, years) or _is_same_day(figure.value, value))
            rounded = figure.kind == "money" and value.startswith("yen:") and "-" not in value
            if dated or (rounded and Rounding(self.text).tells(figure, number_of(value)[0])):
                yield replace(figure, value=value)


def _is_lower(figure: StatedFigure) -> bool:
    begins = figure.statement.text[figure.end :].lstrip().startswith(_FROM)
    return not _UPPER & set(figure.qualifiers) and bool(begins or _LOWER & set(figure.qualifiers))


def _is_upper(figure: StatedFigure) -> bool:
    return not _LOWER & set(figure.qualifiers) and bool(_UPPER & set(figure.qualifiers))


def _is_same_day(told: str, wanted: str) -> bool:
    """Whether a day is wanted without its year and told with one, which the evidence then has to prove."""
    return wanted.startswith("date:--") and told.startswith("date:") and told[9:] == wanted.removeprefix("date:-")
