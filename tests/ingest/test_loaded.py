"""The layout of a loaded page: what of it the file itself proves."""

import pytest

from ingest.loaded import layout_of
from ingest.loaders.types import LoadedPage
from ingest.quality import Quality
from ingest.reading import Atom, Item, Row, Run, Table

CELL = Atom((Run("助成率"),), 1, 1)
NODES = (Item("paragraph", 0, (CELL,), "printed", "", 1), Table(None, (Row(((CELL,), ()), "printed", "", 2),), 2))


def page(parser, verdict="good"):
    return LoadedPage(1, "助成率", NODES, {CELL: ((0, 3),)}, parser, Quality(verdict, ("文字が壊れています。",)))


@pytest.mark.parametrize(
    ("parser", "read_by"),
    [("pdfplumber", "file"), ("python-docx", "file"), ("text", "automatic"), ("pypdfium2", "automatic")],
)
def test_only_what_sees_more_than_lines_of_text_proves_a_layout(parser, read_by):
    assert layout_of("a", page(parser)).read_by == read_by


def test_a_damaged_page_ties_nothing():
    item, table = layout_of("a", page("pdfplumber", "bad")).nodes
    assert (item.tied, table.rows[0].tied) == ("untied", "untied")
