"""Layouts as JSON: what a loader read is kept, so that a file is parsed once and not at every build."""

from typing import Any, get_args

from ingest.layout import PageLayout, ReadBy
from ingest.reading import Atom, Item, ItemKind, Node, Row, Run, Table
from ingest.types import Page, Span, Tie

Json = dict[str, Any]


def layout_to_json(layout: PageLayout) -> Json:
    """One page of a file: its text, how it was read, and its nodes whose atoms carry their spans."""
    spans = layout.spans
    return {
        "page": layout.page.number,
        "text": layout.page.text,
        "read_by": layout.read_by,
        "nodes": [_node_to_json(node, spans) for node in layout.nodes],
    }


def layout_from_json(document_id: str, table: Json) -> PageLayout:
    """The page that ``layout_to_json`` wrote; raises KeyError, TypeError or ValueError for anything else."""
    text = table["text"]
    spans: dict[Atom, tuple[Span, ...]] = {}
    nodes = tuple(_node_from_json(node, spans) for node in table["nodes"])
    if not all(0 <= start < end <= len(text) for own in spans.values() for start, end in own):
        raise ValueError("a span lies outside its page")
    read_by: ReadBy = _one_of(ReadBy, table.get("read_by", "automatic"))
    return PageLayout(Page(document_id, table["page"], text), nodes, spans, read_by)


def _node_to_json(node: Node, spans: dict[Atom, tuple[Span, ...]]) -> Json:
    if isinstance(node, Item):
        return {
            "kind": node.kind, "depth": node.depth, "atoms": _atoms_to_json(node.atoms, spans),
            "tied": node.tied, "reason": node.reason, "line": node.line,
        }  # fmt: skip
    return {
        "kind": "table",
        "header": _row_to_json(node.header, spans) if node.header else None,
        "rows": [_row_to_json(row, spans) for row in node.rows],
        "line": node.line,
    }


def _node_from_json(table: Json, spans: dict[Atom, tuple[Span, ...]]) -> Node:
    if table["kind"] != "table":
        kind: ItemKind = _one_of(ItemKind, table["kind"])
        atoms = _atoms_from_json(table["atoms"], spans)
        return Item(kind, table["depth"], atoms, _one_of(Tie, table["tied"]), table["reason"], table["line"])
    header = _row_from_json(table["header"], spans) if table["header"] else None
    return Table(header, tuple(_row_from_json(row, spans) for row in table["rows"]), table["line"])


def _row_to_json(row: Row, spans: dict[Atom, tuple[Span, ...]]) -> Json:
    cells = [_atoms_to_json(cell, spans) for cell in row.cells]
    return {"cells": cells, "tied": row.tied, "reason": row.reason, "line": row.line}


def _row_from_json(table: Json, spans: dict[Atom, tuple[Span, ...]]) -> Row:
    cells = tuple(_atoms_from_json(cell, spans) for cell in table["cells"])
    return Row(cells, _one_of(Tie, table["tied"]), table["reason"], table["line"])


def _atoms_to_json(atoms: tuple[Atom, ...], spans: dict[Atom, tuple[Span, ...]]) -> list[Json]:
    return [
        {
            "runs": [[run.text, run.nth] for run in atom.runs],
            "line": atom.line,
            "column": atom.column,
            "label": atom.is_label,
            "spans": [list(span) for span in spans.get(atom, ())],
        }
        for atom in atoms
    ]


def _atoms_from_json(table: list[Json], spans: dict[Atom, tuple[Span, ...]]) -> tuple[Atom, ...]:
    atoms = []
    for one in table:
        atom = Atom(tuple(Run(text, nth) for text, nth in one["runs"]), one["line"], one["column"], one["label"])
        if one["spans"]:
            spans[atom] = tuple((start, end) for start, end in one["spans"])
        atoms.append(atom)
    return tuple(atoms)


def _one_of(literal: Any, value: Any) -> Any:
    if value not in get_args(literal):
        raise ValueError(f"unknown: {value}")
    return value
