"""Numbers that nobody printed, because they count: a rank leads its row, names and amounts are as many as listed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.statements import Statement
from eval.values import kind_of
from ingest.fold import folded, squeeze
from ingest.quantities import parse_quantities
from ingest.quantity import Quantity

_ROW = re.compile(r"^\s*([0-9０-９]{1,2})(?:位|[.．、）)])?(?:[ \u3000]+|$)", re.MULTILINE)
_CLAUSE_END = re.compile(r"[、。\n]")
_LEAST = 2
"""Fewest letters of a label or a name, and fewest things of a list."""
_BRACKET = re.compile(r"[(（]([^()（）]*[、・][^()（）]*)[)）]")
_INTRODUCED = re.compile(r"^.*(?:は、?|[:：])")
_COUNTED = re.compile(r"(?:の|など|合計|合わせて|計|全部で|以上)*$")
_TITLE = re.compile(r"(?:氏|さん|様|先生|委員)$")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a ranking: its rank, its words (squeezed) and its figures."""

    rank: int
    label: str
    values: frozenset[str]


def rows_of(quotes: Iterable[str]) -> tuple[Row, ...]:
    """The rows of ``quotes`` that a number leads: 「１ 人材不足への対応 55%」."""
    found = []
    for quote in quotes:
        starts = list(_ROW.finditer(quote))
        ends = [*(start.start() for start in starts[1:]), len(quote)]
        for start, end in zip(starts, ends, strict=False):
            body = quote[start.end() : end]
            figures = parse_quantities(body)
            label = squeeze(body[: figures[0].start] if figures else body)
            found.append(Row(int(folded(start[1])), label, frozenset(q.canonical for q in figures)))
    return tuple(found)


def is_ranked(figure: Quantity, statement: Statement, asked: str, rows: Sequence[Row]) -> bool:
    """Whether a rank is that of the row that its clause is about, else its statement, else the question."""
    if not figure.canonical.endswith("位"):
        return False
    text = statement.text
    start = max((end.end() for end in _CLAUSE_END.finditer(text, 0, figure.start)), default=0)
    end = _CLAUSE_END.search(text, figure.end)
    clause = text[start : end.start() if end else None]
    alone = sum(q.canonical.endswith("位") for q in parse_quantities(text)) == 1
    for scope in (clause, statement.whole, asked) if alone else (clause,):
        if meant := _meant(scope, rows):
            return f"count:{meant[0].rank}位" == figure.canonical and len({row.rank for row in meant}) == 1
    return False


def _meant(scope: str, rows: Sequence[Row]) -> list[Row]:
    """The rows that ``scope`` names, those with its figures first."""
    said = squeeze(scope)
    values = {q.canonical for q in parse_quantities(scope)}
    named = [row for row in rows if len(row.label) >= _LEAST and row.label in said]
    told = [row for row in rows if row.values & values]
    return [row for row in named if row in told] or named or told


def is_counted(figure: Quantity, statement: Statement, quotes: Sequence[str]) -> bool:
    """Whether a count is that of the names or the amounts that its statement lists; all names stand in ``quotes``."""
    if figure.kind not in ("count", "number") or "-" in figure.canonical:
        return False
    number = re.match(r"\w+:(\d+)", figure.canonical)
    sizes = {len(names) for names in _lists(figure, statement) if _all_stand(names, quotes)}
    if statement.text[figure.end : figure.end + 1] == "つ":
        amounts = [q.canonical for q in parse_quantities(statement.text) if kind_of(q.canonical) == "money"]
        sizes.add(len(set(amounts)))
    return number is not None and int(number[1]) in {size for size in sizes if size >= _LEAST}


def _lists(figure: Quantity, statement: Statement) -> list[list[str]]:
    """The lists in the brackets of a statement, and the one that leads to its count: 「委員は、甲、乙の2人」."""
    before = _COUNTED.sub("", _INTRODUCED.sub("", statement.text[: figure.start]))
    brackets = [match[1] for match in _BRACKET.finditer(statement.text)]
    return [re.split("、" if "、" in text else "・", text) for text in (*brackets, before)]


def _all_stand(names: Sequence[str], quotes: Sequence[str]) -> bool:
    plain = [_TITLE.sub("", squeeze(name)) for name in names]
    stand = all(len(name) >= _LEAST and any(name in quote for quote in quotes) for name in plain)
    return stand and len(set(plain)) == len(plain)
