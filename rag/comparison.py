"""Programmes side by side: the same rows for each, a cell a programme, its newest year unless one is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.eras import year_label
from ingest.facts import Fact
from ingest.ledger_store import Subject
from rag.draft import ORDER_NOTE

ROWS = ("助成限度額", "助成率", "対象者", "対象経費", "要件", "期間", "規模", "予算額")
"""Always shown, so that two comparisons can be laid beside each other."""
MORE_ROWS = (
    "下限額", "費用", "区分", "実施主体", "所在地", "電話", "時間", "日付", "開設", "目標",
)  # fmt: skip
"""Shown where one of the programmes states it."""
BLANK = "資料に記載なし"
AT_LEAST, AT_MOST = 2, 4
_TIES = ("printed", "confirmed", "order")


@dataclass(frozen=True, slots=True)
class Column:
    """A programme, and the fiscal year (Western) that its cells are of unless they say another."""

    subject: Subject
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class Row:
    """An attribute; ``cells`` hold each column's facts of the newest year that states it, none where none does."""

    attribute: str
    cells: tuple[tuple[Fact, ...], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Columns and rows; every row has a cell a column."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def compare(
    facts: Mapping[Subject, Sequence[Fact]], fiscal_year: int | None = None, attribute: str | None = None
) -> Comparison:
    """Compare the subjects of ``facts`` (2 to 4, in that order).

    Only facts of ``fiscal_year`` and only the row of ``attribute``, where they are given. Raises ValueError
    for fewer or more subjects.
    """
    if not AT_LEAST <= len(facts) <= AT_MOST:
        raise ValueError(f"比べる事業は、異なるものを{AT_LEAST}つから{AT_MOST}つまで指定してください。")
    chosen = {subject: _of_year(owned, fiscal_year) for subject, owned in facts.items()}
    columns = tuple(Column(subject, fiscal_year or _newest(subject, owned)) for subject, owned in chosen.items())
    names = (attribute,) if attribute else (*ROWS, *MORE_ROWS)
    rows = [Row(name, tuple(newest_facts(owned, name) for owned in chosen.values())) for name in names]
    shown = tuple(row for row in rows if attribute or row.attribute in ROWS or any(row.cells))
    return Comparison(columns, shown)


def newest_facts(facts: Sequence[Fact], attribute: str) -> tuple[Fact, ...]:
    """The facts of the newest year that states ``attribute``, each said once and by its strongest tie."""
    stated = [fact for fact in facts if fact.attribute == attribute]
    newest = max((fact.fiscal_year for fact in stated), default=0)
    said: dict[tuple[object, ...], Fact] = {}
    for fact in stated:
        key = (fact.value, fact.conditions, fact.item)
        if fact.fiscal_year == newest and (key not in said or _strength(fact) > _strength(said[key])):
            said[key] = fact
    return tuple(said.values())


def cell_text(cell: Sequence[Fact], fiscal_year: int) -> str:
    """A line a fact: value, conditions, the year where it is not ``fiscal_year``; ``BLANK`` for no facts."""
    return "\n".join(_line(fact, fiscal_year) for fact in cell) or BLANK


def value_text(fact: Fact) -> str:
    """The value as the source words it, with what it counts and the conditions under which it holds."""
    item = f"{fact.item.replace('›', '・')}：" if fact.item else ""
    conditions = "・".join(map(condition_text, fact.conditions))
    return f"{item}{fact.text}{f'（{conditions}）' if conditions else ''}"


def condition_text(condition: str) -> str:
    """「枠:大学発枠」 is 「大学発枠」, 「区分:後継者」 is 「区分：後継者」: the label where the words leave it out."""
    label, colon, words = condition.partition(":")
    return words if colon and label in words else condition.replace(":", "：", 1)


def _line(fact: Fact, fiscal_year: int) -> str:
    year = f"（{year_label(fact.fiscal_year)}）" if fact.fiscal_year != fiscal_year else ""
    return value_text(fact) + year + (ORDER_NOTE if fact.tied == "order" else "")


def _of_year(facts: Sequence[Fact], fiscal_year: int | None) -> list[Fact]:
    return [fact for fact in facts if fiscal_year in (None, fact.fiscal_year)]


def _newest(subject: Subject, facts: Sequence[Fact]) -> int:
    return max((fact.fiscal_year for fact in facts), default=subject.fiscal_years[-1])


def _strength(fact: Fact) -> int:
    return -_TIES.index(fact.tied)
