"""The layout of a loaded page: whether the file itself places its words, and what of a damaged page can be used."""

from dataclasses import replace

from ingest.layout import PageLayout, ReadBy
from ingest.loaders.types import LoadedPage
from ingest.reading import Item, Node
from ingest.types import Page

_FLAT = ("text", "pypdfium2")
"""Parsers that see nothing but lines of text; the others see the file's tables, headings and places."""


def layout_of(document_id: str, page: LoadedPage) -> PageLayout:
    """The layout of a loaded page; what a damaged page says is tied to nothing, so that no figure of it answers."""
    nodes = page.nodes
    if page.quality.verdict == "bad":
        reason = "".join(page.quality.reasons)
        nodes = tuple(_untied(node, reason) for node in nodes)
    read_by: ReadBy = "automatic" if page.parser in _FLAT else "file"
    return PageLayout(Page(document_id, page.number, page.text), nodes, page.spans, read_by)


def _untied(node: Node, reason: str) -> Node:
    if isinstance(node, Item):
        return replace(node, tied="untied", reason=reason)
    return replace(node, rows=tuple(replace(row, tied="untied", reason=reason) for row in node.rows))
