"""Running heads and feet: what stands first or last on most pages is no content of any of them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.loaders.types import LoadedPage
from ingest.reading import Item, Node

_FEWEST_PAGES = 4
_SHARE = 0.6
_REACH = 2
"""Nodes at each end of a page that may be furniture."""
_LETTERS = 60
_PAGE_NUMBER = re.compile(
    r"\W*(?:p|page|ページ|頁)?\W*[0-9０-９]+\W*(?:(?:of|/|／)\W*[0-9０-９]+)?\W*(?:ページ|頁)?\W*", re.IGNORECASE
)


def without_furniture(pages: Sequence[LoadedPage]) -> tuple[LoadedPage, ...]:
    """``pages`` with repeated heads and feet made debris; figures in them (page numbers) may change."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(page.nodes[at]) for at in _ends(page)})
    repeated = {shape for shape, count in counts.items() if shape and count >= _SHARE * len(pages)}
    if len(pages) < _FEWEST_PAGES or not repeated:
        return tuple(pages)
    return tuple(_cleared(page, repeated) for page in pages)


def _cleared(page: LoadedPage, repeated: set[str]) -> LoadedPage:
    nodes = list(page.nodes)
    for at in _ends(page):
        node = nodes[at]
        if isinstance(node, Item) and _shape(node) in repeated:
            nodes[at] = replace(node, kind="debris", depth=0)
    return replace(page, nodes=tuple(nodes))


def _ends(page: LoadedPage) -> list[int]:
    count = len(page.nodes)
    return sorted({*range(min(_REACH, count)), *range(max(0, count - _REACH), count)})


def _shape(node: Node) -> str:
    text = "".join(atom.text for atom in node.atoms) if isinstance(node, Item) else ""
    if len(text) > _LETTERS or "。" in text:
        return ""
    # A page number alone may change: 「第3号事業」 at the top of a page is that page's own title.
    return "0" if _PAGE_NUMBER.fullmatch(text) else text
