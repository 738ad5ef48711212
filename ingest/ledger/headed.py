"""Tables with a header: each column is the owner, an attribute, a condition or an item of its row."""

import re
from dataclasses import dataclass, replace

from ingest.conditions import Condition, Division
from ingest.fold import narrow, squeeze
from ingest.ledger.keyed import Key, add_values, read_key
from ingest.ledger.page import Detail, PageLedger, Tie
from ingest.ledger.scope import Scope
from ingest.ledger.texts import add_statement, add_tagged
from ingest.ledger.words import Words, joined, spans_of
from ingest.lexicon import Attribute

_REPEATED = re.compile(r"[（(](?:一部)?再掲[）)]")


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of a column are; the first of its fields that is set says it."""

    head: Words
    role: str = ""
    attribute: Attribute | None = None
    condition: Condition | None = None
    division: Division | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the words of each cell's lines, and its tie."""

    cells: tuple[tuple[Words, ...], ...]
    tie: Tie


def add_table(page: PageLedger, scope: Scope, heads: list[Words], lines: list[Line]) -> None:
    """The facts of a table with a header."""
    if page.vocabulary.is_role("item", heads[0].text) and _is_turned(page, lines):
        _add_turned(page, scope, heads, lines)
        return
    columns = _columns(page, heads, lines)
    scopes = [_row_scope(page, scope, columns, line) for line in lines]
    for index, column in enumerate(columns):
        if column.role == "person":
            _add_people(page, scope, lines)
        if column.role or column.condition or column.division:
            continue
        for first, last in _merged(lines, index):
            _add_cell(page, column, scopes, lines, columns, range(first, last), index)


def _columns(page: PageLedger, heads: list[Words], lines: list[Line]) -> list[Column]:
    columns = []
    for index, head in enumerate(heads):
        role = next((r for r in ("owner", "item", "person", "size") if page.vocabulary.is_role(r, head.text)), "")
        cells = [cell for line in lines for cell in line.cells[index]]
        attribute = page.lexicon.attribute_by_key.get(squeeze(head.text))
        tagged = attribute is not None and cells and all(page.vocabulary.is_role("tags", cell.text) for cell in cells)
        division = None if tagged or role else page.vocabulary.head(head.text)
        condition = page.vocabulary.condition_named(head.text)
        marks = {squeeze(cell.text) for cell in cells} & page.vocabulary.met
        role = "graded" if condition and len(marks) > 1 else role
        if index == 0 and not (role or division or condition or attribute):
            known = all(page.owners.named(cell) for cell in cells)
            role = "owner" if known and cells else "item"
        columns.append(Column(head, role, attribute if not division else None, condition, division))
    if any(column.role == "person" for column in columns):
        return [column if column.role == "person" else replace(column, role="beside") for column in columns]
    return columns


def _row_scope(page: PageLedger, scope: Scope, columns: list[Column], line: Line) -> Scope:
    """The scope of a row: its owner, item and conditions."""
    conditions, items = set(scope.conditions), list[str]()
    for column, cell in zip(columns, line.cells, strict=True):
        words = joined(cell)
        if not words.text.strip():
            continue
        if column.role == "owner":
            name = _named(words)
            owner = (
                page.owners.named(name, scope.within) or page.owners.begun(name, scope.within) or page.owners.own(name)
            )
            scope = scope.owned(owner)
            items = []
        elif column.role == "item":
            items.append(narrow(words.text))
        elif column.role == "size":
            conditions |= page.vocabulary.stated(words.text).conditions - page.vocabulary.plain
        elif column.condition and squeeze(words.text) in page.vocabulary.met:
            conditions.add(column.condition.name)
            items += [narrow(words.text)] if column.role == "graded" else []
        elif column.division:
            conditions.add(page.divide(column.division.name, words))
    scope = replace(scope, conditions=frozenset(conditions)).under(*items)
    return replace(scope, tied=line.tie.tied, reason=line.tie.reason)


def _named(words: Words) -> Words:
    again = _REPEATED.search(words.text)
    return words.part(0, again.start()) if again else words


def _merged(lines: list[Line], index: int) -> list[tuple[int, int]]:
    """Runs of rows that share the same cell."""
    runs = list[tuple[int, int]]()
    for number, line in enumerate(lines):
        if runs and line.cells[index] and lines[runs[-1][0]].cells[index] == line.cells[index]:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def _add_cell(
    page: PageLedger,
    column: Column,
    scopes: list[Scope],
    lines: list[Line],
    columns: list[Column],
    rows: range,
    index: int,
) -> None:
    """One cell, over one row or several: under what its rows have in common, division by division."""
    groups = dict[object, list[int]]()
    for row in rows:
        groups.setdefault(lines[row].cells[0] if len(rows) > 1 and index else row, []).append(row)
    for members in groups.values():
        shared = frozenset.intersection(*(scopes[row].conditions for row in members))
        scope = replace(scopes[members[0]], conditions=shared)
        if len(members) > 1:
            scope = replace(scope, path=_common([scopes[row].path for row in members]))
        values = [words for words in lines[members[0]].cells[index] if words.placed]
        if values:
            _add_values(page, scope, column, values, _weakest([lines[row].tie for row in members]))


def _weakest(ties: list[Tie]) -> Tie:
    """A cell over several rows is tied to them no better than any of them is."""
    return min(ties, key=lambda tie: ("order", "confirmed", "printed").index(tie.tied))


def _common(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    return paths[0] if len(set(paths)) == 1 else tuple(part for part in paths[0] if all(part in path for path in paths))


def _add_values(page: PageLedger, scope: Scope, column: Column, values: list[Words], tie: Tie) -> None:
    if column.attribute is not None:
        key = Key(column.head, column.attribute, frozenset(), None, ())
        add_values(page, scope, key, values, tie)
        return
    inner = (
        scope
        if squeeze(column.head.text) in ("内容", "議題") or not column.head.placed
        else scope.under(narrow(column.head.text))
    )
    for words in values:
        if add_tagged(page, inner, words, tie):
            continue
        dated = [f for f in page.figures(words) if f.kind == "date" and f.bracket >= 0]
        for number, figure in enumerate(dated):
            clause = re.split(r"[、。]", words.text[dated[number - 1].end if number else 0 : figure.start])[-1]
            item = narrow(clause).lstrip("（(※~～ ")
            page.add(inner, "日付", figure.value, words.part(figure.start, figure.end), tie, Detail(item=(item,)))
        if not dated:
            add_statement(page, inner, words, tie, key=column.head)


def _is_turned(page: PageLedger, lines: list[Line]) -> bool:
    """Whether the rows are attributes and the columns what they are of."""
    keys = [joined(line.cells[0]) for line in lines]
    known = [key for key in keys if page.lexicon.attribute_by_key.get(squeeze(key.text)) or not key.placed]
    return len(keys) > 0 and 2 * len(known) > len(keys)


def _add_turned(page: PageLedger, scope: Scope, heads: list[Words], lines: list[Line]) -> None:
    """Columns name divisions: 枠 beside 枠. What all of them share holds without one."""
    names = [page.vocabulary.division_named(narrow(head.text)) or page.divide("区分", head) for head in heads[1:]]
    for line in lines:
        key = read_key(page, list(line.cells[0]))
        places = {
            tuple(span for words in cell for span in spans_of(words, page.layout.page.text)) for cell in line.cells[1:]
        }
        for name, cell in zip(names, line.cells[1:], strict=True):
            common = len(places) == 1 and len(names) > 1
            inner = scope if common else replace(scope, conditions=scope.conditions | {name})
            if key.attribute is None and squeeze(key.words.text) == "内容":
                add_statement(page, inner, joined(cell), line.tie)
            elif cell:
                add_values(page, inner, key, list(cell), line.tie)


def _add_people(page: PageLedger, scope: Scope, lines: list[Line]) -> None:
    """Members of a committee: the page's run of words from the name to the last thing said of the person."""
    text = page.layout.page.text
    for line in lines:
        placed = [words for cell in line.cells for words in cell if words.placed]
        if not placed:
            continue
        start, end = placed[0].at[0], placed[-1].at[-1] + 1
        if text.count("(", start, end) + text.count("（", start, end) > text.count(")", start, end) + text.count(
            "）", start, end
        ):
            end += len(text[end:]) - len(text[end:].lstrip(")） \u3000")) if text[end : end + 1] in ")）" else 0
        whole = Words(text[start:end], tuple(range(start, end)))
        tidy = "\n" not in whole.text.strip() and 0 < len(whole.text) < 100
        role = [narrow(words.text) for words in line.cells[-1]] if len(line.cells) > 2 else []
        page.add_text(scope, "委員", whole if tidy else joined(placed, " "), line.tie, Detail(item=tuple(role)))
