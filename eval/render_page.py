"""A hand-written reading as HTML to print: its words alone, set as a page of a leaflet or a slide would be.

Labels in ``[[ ]]`` are printed like any other heading or head. What the reading leaves untied and its debris
stand at the page's foot, after a gap, as plain lines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Literal, get_args

from ingest.reading import Atom, Item, Node, PageReading, Row, Table

Style = Literal["one-column", "two-columns", "ruled", "unruled", "two-columns-unruled"]
STYLES: tuple[Style, ...] = get_args(Style)

_UPRIGHT, _LYING = 210, 297
"""Page widths in millimetres: A4 upright, and lying for two columns. A page is as high as what it holds."""
_SHEET = """
* {box-sizing: border-box} body {margin: 0; font: 10.5pt/1.6 "Noto Sans CJK JP", "Noto Sans JP", sans-serif}
section {break-after: page; padding: 14mm 16mm} section > :first-child {margin-top: 0} p {margin: 3pt 0}
h1 {font-size: 20pt; line-height: 1.3; margin: 0 0 8pt} h2 {font-size: 15pt; line-height: 1.3; margin: 14pt 0 4pt}
h3 {font-size: 12.5pt; line-height: 1.4; margin: 10pt 0 3pt} h4 {font-size: 10.5pt; margin: 8pt 0 2pt}
h1, h2, h3, h4 {break-after: avoid; break-inside: avoid} p, table {break-inside: avoid}
.bullet {padding-left: 1em; text-indent: -1em} .inner {margin-left: 1.5em} .note {font-size: 9.5pt}
.loose {margin-top: 36pt; font-size: 9.5pt} table {border-collapse: collapse; margin: 6pt 0 10pt}
td, th {padding: 3pt 6pt; text-align: left; font-weight: normal} .flow {column-gap: 14mm}
.two-columns .flow {column-count: 2}
.two-columns .wide {column-span: all}
.pair {padding-left: 2em; text-indent: -2em} .short {white-space: nowrap}
.ruled td, .ruled th {border: 0.75pt solid #444}
.open td, .open th {padding: 4pt 22pt 4pt 0; vertical-align: top}
"""
_FIT = """<script>document.querySelectorAll("section").forEach(s => {
const rule = document.createElement("style"), box = s.getBoundingClientRect();
rule.textContent = `@page ${s.id} {size: ${box.width}px ${Math.ceil(box.height) + 8}px; margin: 0}`;
document.head.append(rule); s.style.page = s.id;})</script>"""
_SHORT = 12
_WIDE = 5
"""Columns from which a table goes over both columns of its page."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell to print: HTML, and over how many rows and columns it goes."""

    content: str
    rows: int = 1
    columns: int = 1


def html_of(pages: Sequence[PageReading], style: Style) -> str:
    """One HTML document with a printed page for each of ``pages``."""
    sections = "\n".join(_section(page, style) for page in pages)
    columns = "two-columns" if style.startswith("two-columns") else "one"
    sheet = f"{_SHEET} section {{width: {_UPRIGHT if columns == 'one' else _LYING}mm}}"
    body = f'<body class="{columns}">{sections}{_FIT}</body>'
    return f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><style>{sheet}</style></head>{body}</html>'


def _section(page: PageReading, style: Style) -> str:
    tied = [node for node in page.nodes if not _is_loose(node)]
    loose = [node for node in page.nodes if _is_loose(node)]
    title = next((at + 1 for at, node in enumerate(tied) if isinstance(node, Item) and node.depth == 1), 0)
    head, flow = _nodes(tied[:title], style), _nodes(tied[title:], style)
    foot = "".join(f"<p>{line}</p>" for node in loose for line in _loose_lines(node))
    end = f'<div class="loose">{foot}</div>' if foot else ""
    return f'<section id="p{page.page}">{head}<div class="flow">{flow}</div>{end}</section>'


def _is_loose(node: Node) -> bool:
    if isinstance(node, Table):
        return all(row.tied == "untied" for row in node.rows)
    return node.kind == "debris" or node.tied == "untied"


def _loose_lines(node: Node) -> Iterator[str]:
    if isinstance(node, Item):
        yield _text(node.atoms)
        return
    for row in node.rows:
        yield " ".join(_text(cell) for cell in row.cells)


def _nodes(nodes: Sequence[Node], style: Style) -> str:
    return "".join(_table(node, style) if isinstance(node, Table) else _item(node) for node in nodes)


def _item(item: Item) -> str:
    text = _text(item.atoms)
    if item.kind == "heading":
        return f"<h{item.depth}>{text}</h{item.depth}>"
    if item.kind == "bullet":
        inner = " inner" if item.depth else ""
        return f'<p class="bullet{inner}">{"・" if item.depth else "●"}{text}</p>'
    return f'<p class="{item.kind}">{text}</p>'


def _table(table: Table, style: Style) -> str:
    if table.header is None and style == "one-column":
        return "".join(f'<p class="pair">{_line(row)}</p>' for row in table.rows)
    lines = _keyed(table.rows) if table.header is None else _headed(table.header, table.rows)
    width = max(sum(cell.columns for cell in line) for line in lines)
    kind = "open" if style.endswith("unruled") else "ruled"
    return f'<table class="{kind}{" wide" if width >= _WIDE else ""}">{"".join(map(_tr, lines))}</table>'


def _tr(cells: Sequence[_Cell]) -> str:
    return f"<tr>{''.join(f'<td rowspan={c.rows} colspan={c.columns}>{c.content}' for c in cells)}"


def _line(row: Row) -> str:
    """A row as a line: 「助成限度額（小規模企業）：1,000万円」."""
    key, *values = row.cells
    head, *parts = [_text((atom,)) for atom in key] or [""]
    return f"{head}{''.join(f'（{part}）' for part in parts)}：{'<br>'.join(map(_lines, values))}"


def _keyed(rows: Sequence[Row]) -> list[list[_Cell]]:
    """Keys with their values; keys that share their first part share its cell."""
    depth = max(len(row.cells[0]) for row in rows)
    width = max(len(row.cells) for row in rows) - 1
    lines: list[list[_Cell]] = []
    for _, group in groupby(rows, key=lambda row: (_text(row.cells[0][:1]), len(row.cells[0]) > 1)):
        members = list(group) if depth > 1 else []
        for at, row in enumerate(members or [*group]):
            key, *values = row.cells
            line = [_Cell(_lines(key[:1]), len(members) or 1)] if at == 0 and len(key) > 1 else []
            line += [_Cell(_lines(key[1:]), 1, depth - 1)] if len(key) > 1 else [_Cell(_lines(key), 1, depth)]
            line += [_Cell(_lines(value)) for value in values[:-1]]
            lines.append([*line, _Cell(_lines(values[-1]) if values else "", 1, width - max(0, len(values) - 1))])
    return lines


def _headed(header: Row, rows: Sequence[Row]) -> list[list[_Cell]]:
    """A table with its heads; a merged cell is printed once."""
    lines = [[_Cell(_lines(cell)) for cell in header.cells]]
    for at, row in enumerate(rows):
        line = []
        for column, cell in enumerate(row.cells):
            if cell and at and rows[at - 1].cells[column] == cell:
                continue
            alike = (below.cells[column] == cell for below in rows[at:])
            line.append(_Cell(_lines(cell), _leading(alike) if cell else 1))
        lines.append(line)
    return lines


def _leading(flags: Iterator[bool]) -> int:
    count = 0
    for flag in flags:
        if not flag:
            break
        count += 1
    return count


def _lines(cell: tuple[Atom, ...]) -> str:
    """The lines of a cell; nobody lets a table break a word that is as short as 区分."""
    texts = (_text((atom,)) for atom in cell)
    return "<br>".join(f'<span class="short">{text}</span>' if len(text) <= _SHORT else text for text in texts)


def _text(atoms: tuple[Atom, ...]) -> str:
    """The words of a line; a label before words is printed as their head: 「（区分：新規）」."""
    text = ""
    for at, atom in enumerate(atoms):
        words = escape("".join(run.text for run in atom.runs))
        labels = at > 0 and atoms[at - 1].is_label
        if atom.is_label and at + 1 < len(atoms):
            text += f"（{words}：" if text else f"{words}："
        else:
            text += ("" if labels or not text else " ") + words + ("）" if labels and at > 1 else "")
    return text
