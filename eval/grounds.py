"""Whether every figure of an answer stands in a span that it really cites, or follows from such figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property

from eval.counting import is_counted, is_ranked, rows_of
from eval.dates import shortens, years_in
from eval.given import GivenCitation
from eval.reading import Read, read_figures
from eval.rounding import Rounding
from eval.statements import StatedFigure, Statement, statements
from eval.values import ends_of, same
from eval.working import listed, operands_of, worked_out
from ingest.fold import folded, squeeze
from ingest.quantities import parse_quantities
from ingest.quantity import Quantity
from rag.grounding import ungrounded
from rag.types import Citation

_NEIGHBOUR = re.compile(r"前の年|前年|翌年|次の年|次年|昨年|去年|その前|その次|年前|年後|さらに前")
_REST = re.compile(r"負担|残り|残る|持ち出し|自費")
"""Words of a share that is what another one leaves."""
_MISSING = re.compile(
    r"(?:資料|記載|記述|情報|額|数値|データ|もの)[^。]{0,6}?(?:ありません|ございません|ない)"
    r"|見つかり(?:ません|ませんで)|見当たりません|(?:載って|含まれて|書かれて|示されて)いません|(?:分|わ)かりません"
)
_MEASURED = frozenset(["money", "rate", "percent", "count", "duration"])


def ungrounded_figures(
    text: str,
    figures: Sequence[StatedFigure],
    citations: Sequence[GivenCitation],
    turns: Sequence[str],
    years: Iterable[int] = (),
    wanted: Iterable[str] = (),
) -> tuple[str, ...]:
    """The figures of ``text`` that nothing proves, as they are written.

    ``citations`` are those that lead to their quotes. Proved are the figures of the quotes, what the asker said in
    ``turns``, what follows from both, and the fiscal ``years`` that an answer may name without evidence. Two proved
    values may be told as a range where both are ``wanted``.
    """
    proof = _Proof(text, tuple(figures), tuple(citations), tuple(turns), frozenset(years), frozenset(wanted))
    missing = ungrounded(text, (), [Citation(*astuple(one)) for one in citations], given=proof.proved)
    said = folded("\n".join(turns))
    return tuple(one for one in missing if folded(one) not in said)


@dataclass(frozen=True)
class _Proof:
    """What the citations and the asker prove of an answer."""

    text: str
    figures: tuple[StatedFigure, ...]
    citations: tuple[GivenCitation, ...]
    turns: tuple[str, ...]
    years: frozenset[int]
    wanted: frozenset[str]

    @cached_property
    def proved(self) -> frozenset[str]:
        """The canonical values, as the answer writes them, of what may be told."""
        reads = ((statement, read) for statement in statements(self.text) for read in read_figures(statement.text))
        told = {read.written.canonical for statement, read in reads if self._is_proved(statement, read)}
        return frozenset(told) | self._known

    def _is_proved(self, statement: Statement, read: Read) -> bool:
        return all(self._stands(statement, figure) for figure in read.figures)

    def _stands(self, statement: Statement, figure: Quantity) -> bool:
        value = figure.canonical
        if value in self._known or self._is_both(value) or self._is_missing_year(statement, figure):
            return True
        if figure.kind == "date":
            years = years_in([statement.whole, *self.turns])
            return any(shortens(value, full, years) for full in self._quoted)
        asked = "\n".join(self.turns)
        return is_ranked(figure, statement, asked, rows_of(self._quotes)) or is_counted(
            figure, statement, [squeeze(quote) for quote in self._quotes]
        )

    def _is_both(self, value: str) -> bool:
        """Whether ``value`` is a range of two proved values that are both wanted."""
        ends = ends_of(value)
        return bool(ends) and all(
            any(same(end, one) for one in self.wanted) and any(same(end, one) for one in self._quoted) for end in ends
        )

    def _is_missing_year(self, statement: Statement, figure: Quantity) -> bool:
        """「令和6年度の額は資料にありません」: evidence for what is not there cannot be cited."""
        is_year = figure.kind == "fiscal_year" or re.fullmatch(r"date:\d{4}", figure.canonical)
        if not is_year or not _MISSING.search(statement.text[figure.end :]):
            return False
        return not any(q.kind in _MEASURED for q in parse_quantities(statement.text))

    @cached_property
    def _known(self) -> frozenset[str]:
        """What is quoted or said by the asker, and what follows from it."""
        stated = {figure.value for figure in self.figures}
        # 「60人」 where 「60名」 is printed.
        alike = {value for value in stated if any(same(value, one) for one in self._quoted)}
        known = worked_out(stated, self._asked | alike | self._rests(alike))
        rounding = Rounding(self.text)
        rounded = {one.value for one in self.figures if one.kind == "money" and one.value not in known
                   if rounding.follows(one, known)}  # fmt: skip
        known = worked_out(stated, known | rounded) if rounded else known
        return known | self._quoted | listed(self.text) | rounding.units

    def _rests(self, known: Iterable[str]) -> set[str]:
        """The shares told as what a known share leaves: 「自己負担は1/3」 of 2/3."""
        shares = [
            number for value in (*known, *self._asked) for kind, number, _ in operands_of(value) if kind == "rate"
        ]
        return {
            figure.value
            for figure in self.figures
            if figure.kind in ("rate", "percent") and _REST.search(figure.statement.whole)
            if any(kind == "rate" and 1 - number in shares for kind, number, _ in operands_of(figure.value))
        }

    @cached_property
    def _asked(self) -> frozenset[str]:
        told = [quantity for turn in self.turns for quantity in parse_quantities(turn)]
        asked = {quantity.canonical for quantity in told} | {f"fy:{year}" for year in self.years}
        if any(_NEIGHBOUR.search(turn) for turn in self.turns):  # 「前の年は」
            asked |= {f"fy:{int(q.canonical[3:]) + step}" for q in told if q.kind == "fiscal_year" for step in (-1, 1)}
        # 「800万かかりそう」 is said of yen.
        asked |= {f"yen:{q.canonical[7:]}" for q in told if q.kind == "number" and q.text.endswith(("万", "億"))}
        return frozenset(asked)

    @cached_property
    def _quotes(self) -> tuple[str, ...]:
        return tuple(one.quote for one in self.citations)

    @cached_property
    def _quoted(self) -> frozenset[str]:
        return frozenset(self._values(self._quotes))

    @staticmethod
    def _values(quotes: Iterable[str]) -> Iterator[str]:
        for quote in quotes:
            for read in read_figures(quote):
                for value in (read.written.canonical, *(figure.canonical for figure in read.figures)):
                    yield value
                    yield from ends_of(value)
