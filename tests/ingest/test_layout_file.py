"""Layouts kept as JSON come back whole, and nothing else is taken for one."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout import PageLayout, blocks_of
from ingest.layout_file import layout_from_json, layout_to_json
from ingest.lexicon import load_lexicon
from ingest.loaders import load_file
from ingest.reading import Atom, Item, Row, Run, Table
from ingest.types import Page

LETTERS = st.characters(codec="utf-8")
RUNS = st.builds(Run, st.text(LETTERS, max_size=8), st.none() | st.integers(1, 9))
ATOMS = st.builds(
    Atom, st.lists(RUNS, min_size=1, max_size=3).map(tuple), st.integers(1, 99), st.integers(0, 99), st.booleans()
)
CELLS = st.lists(ATOMS, max_size=3).map(tuple)
TIES = st.sampled_from(["printed", "confirmed", "order", "untied"])
REASONS = st.text(LETTERS, max_size=8)
ROWS = st.builds(Row, st.lists(CELLS, max_size=3).map(tuple), TIES, REASONS, st.integers(1, 99))
KINDS = st.sampled_from(["heading", "paragraph", "bullet", "note", "debris"])
ITEMS = st.builds(Item, KINDS, st.integers(0, 4), CELLS, TIES, REASONS, st.integers(1, 99))
TABLES = st.builds(Table, st.none() | ROWS, st.lists(ROWS, max_size=3).map(tuple), st.integers(1, 99))


def atoms_of(node):
    if isinstance(node, Item):
        return node.atoms
    return [atom for row in (*filter(None, [node.header]), *node.rows) for cell in row.cells for atom in cell]


@st.composite
def layouts(draw):
    """Any page: every atom stands nowhere, in one place or in several."""
    text = draw(st.text(LETTERS, min_size=1, max_size=40))
    nodes = tuple(draw(st.lists(st.one_of(ITEMS, TABLES), max_size=5)))
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda pair: pair[0] < pair[1])
    spans = {atom: tuple(draw(st.lists(span, max_size=3))) for node in nodes for atom in atoms_of(node)}
    page = Page("d-1", draw(st.integers(1, 3000)), text)
    read_by = draw(st.sampled_from(["file", "automatic"]))
    return PageLayout(page, nodes, {atom: own for atom, own in spans.items() if own}, read_by)


@given(layouts())
def test_every_atom_span_and_tie_survives(layout):
    kept = json.loads(json.dumps(layout_to_json(layout), ensure_ascii=False))
    assert layout_from_json("d-1", kept) == layout


@pytest.fixture
def read(small_corpus, tmp_path):
    """The layouts of a file with that content, through the loader and through JSON."""

    def run(name, content):
        (tmp_path / name).write_text(content, encoding="utf-8")
        loaded = load_file(tmp_path / name, load_lexicon(small_corpus))
        before = [PageLayout(Page("a", p.number, p.text), p.nodes, p.spans, "automatic") for p in loaded.pages]
        return before, [layout_from_json("a", json.loads(json.dumps(layout_to_json(one)))) for one in before]

    return run


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "区分,助成率,上限\n通常枠,1/2,300万円\n特別枠,2/3,400万円\n"),
        ("a.html", "<h1>試作支援</h1><table><tr><th>助成率<td>1/2<tr><th>上限<td>300万円</table><p>説明です。次です。"),
        ("a.txt", "■試作支援\n・設計\n助成率 1/2以内\n※ 注意\n\f次の頁\n"),
    ],
)
def test_what_loaders_read_gives_the_same_blocks_after_it_was_kept(read, name, content):
    before, after = read(name, content)
    assert after == before
    assert [list(blocks_of(one)) for one in after] == [list(blocks_of(one)) for one in before]
    assert any(blocks_of(one) for one in after)


def whole():
    atom = {"runs": [["助成率", None]], "line": 1, "column": 0, "label": False, "spans": [[0, 3]]}
    row = {"cells": [[atom], [atom]], "tied": "printed", "reason": "", "line": 1}
    item = {"kind": "heading", "depth": 1, "atoms": [atom], "tied": "printed", "reason": "", "line": 1}
    return {"page": 1, "text": "助成率", "nodes": [item, {"kind": "table", "header": row, "rows": [row], "line": 1}]}


DAMAGES = {
    "no text": lambda page: page.pop("text"),
    "no nodes": lambda page: page.pop("nodes"),
    "a node that is a word": lambda page: page["nodes"].append("heading"),
    "an unknown kind": lambda page: page["nodes"][0].update(kind="footer"),
    "an unknown tie": lambda page: page["nodes"][0].update(tied="guessed"),
    "a row without cells": lambda page: page["nodes"][1]["rows"][0].pop("cells"),
    "a span beyond the page": lambda page: page["nodes"][0]["atoms"][0].update(spans=[[0, 4]]),
    "a span before the page": lambda page: page["nodes"][0]["atoms"][0].update(spans=[[-1, 2]]),
    "an empty span": lambda page: page["nodes"][0]["atoms"][0].update(spans=[[2, 2]]),
    "a span of one number": lambda page: page["nodes"][0]["atoms"][0].update(spans=[[2]]),
    "a run of one part": lambda page: page["nodes"][0]["atoms"][0].update(runs=[["助成率"]]),
}


def test_the_page_that_is_damaged_below_is_read_when_whole():
    assert len(layout_from_json("a", whole()).nodes) == 2


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_page_is_refused(damage):
    page = deepcopy(whole())
    damage(page)
    with pytest.raises((KeyError, TypeError, ValueError)):
        layout_from_json("a", page)
