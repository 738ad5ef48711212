"""Pages as short lines that a test can compare, after the check that every span holds."""

from ingest.fold import squeeze
from ingest.layout import PageLayout, blocks_of
from ingest.reading import Table
from ingest.types import Page

_MARKS = {"note": "> ", "paragraph": "", "debris": "x "}


def outline(page):
    """``# heading``, ``- bullet``, ``key | value``, ``T head | head`` and its rows, ``> note``, or the paragraph."""
    assert_spans_hold(page)
    lines = []
    for node in page.nodes:
        if isinstance(node, Table):
            lines += [f"T {_row(node.header)}"] if node.header else []
            lines += [_row(row) for row in node.rows]
            continue
        mark = {"heading": "#" * node.depth + " ", "bullet": "  " * node.depth + "- "}.get(node.kind)
        lines.append((_MARKS[node.kind] if mark is None else mark) + "".join(atom.text for atom in node.atoms))
    return lines


def assert_spans_hold(page):
    for atom, spans in page.spans.items():
        assert squeeze("".join(page.text[start:end] for start, end in spans)) == squeeze(atom.text)
    assert all(atom in page.spans for node in page.nodes for atom in _atoms(node))
    layout = PageLayout(Page("a", page.number, page.text), page.nodes, page.spans, "automatic")
    assert all(page.text[start:end].strip() for block in blocks_of(layout) for start, end in block.spans)


def _atoms(node):
    if not isinstance(node, Table):
        return node.atoms
    rows = [*([node.header] if node.header else []), *node.rows]
    return [atom for row in rows for cell in row.cells for atom in cell]


def _row(row):
    return " | ".join("›".join(atom.text for atom in cell) for cell in row.cells)
