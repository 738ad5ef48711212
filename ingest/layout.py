"""A page's layout: the nodes of its reading and where each atom stands; and the blocks made of them.

Every route in (a hand-written reading, the automatic reading of text, PDF or Office files) ends in a
``PageLayout``; blocks, chunks and facts are made from it alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.fold import narrow
from ingest.reading import Atom, Item, Node, Row, Table
from ingest.types import Block, BlockKind, Page, Span, Tie

ReadBy = Literal["reading", "file", "automatic"]
_SENTENCE_END = re.compile(r"(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class PageLayout:
    """``spans`` gives the source ranges of each atom of ``nodes`` (none for structural labels).

    ``read_by``: a hand-written reading; the file's own layout (PDF with places, Office, HTML); or, of flattened
    text, rules alone.
    """

    page: Page
    nodes: tuple[Node, ...]
    spans: dict[Atom, tuple[Span, ...]]
    read_by: ReadBy


@dataclass(frozen=True, slots=True)
class _Heading:
    depth: int
    text: str
    tied: Tie


def blocks_of(layout: PageLayout) -> Iterator[Block]:
    """The blocks of a page in reading order; debris gives none."""
    path: list[_Heading] = []
    for node in layout.nodes:
        if isinstance(node, Table):
            yield from _row_blocks(layout, node, path)
        elif node.kind == "heading":
            path = [heading for heading in path if heading.depth < node.depth]
            yield from _item_blocks(layout, node, path)
            path.append(_Heading(node.depth, atoms_text(node.atoms), node.tied))
        elif node.kind != "debris":
            yield from _item_blocks(layout, node, path)


def _weakest(ties: list[Tie]) -> Tie:
    """A text is tied no better than the weakest link that leads to it."""
    return max(ties, key=("printed", "confirmed", "order", "untied").index)


def atoms_text(atoms: tuple[Atom, ...], between: str = " ") -> str:
    """The atoms as a reader sees them."""
    return between.join(unwrap(atom.text) for atom in atoms)


def source_spans(layout: PageLayout, atoms: tuple[Atom, ...]) -> tuple[Span, ...]:
    """The source ranges of ``atoms``, joined where only white space lies between two of them."""
    joined: list[Span] = []
    for start, end in sorted({span for atom in atoms for span in layout.spans.get(atom, ())}):
        if joined and not layout.page.text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _item_blocks(layout: PageLayout, item: Item, path: list[_Heading]) -> Iterator[Block]:
    headings, tied = tuple(heading.text for heading in path), _weakest([item.tied, *(h.tied for h in path)])
    spans = source_spans(layout, item.atoms)
    if not spans:  # a structural label alone stands nowhere on the page
        return
    kind: BlockKind = item.kind if item.kind != "debris" else "paragraph"
    labelled = any(atom.is_label for atom in item.atoms)
    if kind != "paragraph" or len(spans) > 1 or labelled:
        depth = item.depth if kind == "bullet" else 0
        text = atoms_text(item.atoms)
        yield Block(layout.page.document_id, layout.page.number, kind, text, spans, headings, tied, depth)
        return
    at = spans[0][0]
    for sentence in _SENTENCE_END.split(layout.page.text[at : spans[0][1]]):
        if text := sentence.strip():
            start = at + sentence.index(text)
            span = (start, start + len(text))
            yield Block(layout.page.document_id, layout.page.number, kind, unwrap(text), (span,), headings, tied)
        at += len(sentence)


def _row_blocks(layout: PageLayout, table: Table, path: list[_Heading]) -> Iterator[Block]:
    headings = tuple(heading.text for heading in path)
    for row in table.rows:
        atoms = tuple(atom for cell in row.cells for atom in cell)
        spans = source_spans(layout, atoms)
        if spans:
            text = _row_text(table.header, row)
            # A row with its own name does not lean on the headings; a key and its value do.
            tied = row.tied if table.header else _weakest([row.tied, *(heading.tied for heading in path)])
            yield Block(
                layout.page.document_id,
                layout.page.number,
                "record" if table.header else "row",
                text,
                spans,
                headings,
                tied,
            )


def _row_text(header: Row | None, row: Row) -> str:
    if header is None:
        key, *values = row.cells
        head, *parts = [unwrap(atom.text) for atom in key] or [""]
        name = head + "".join(f"（{part}）" for part in parts)
        return "：".join(filter(None, [name, " ".join(atoms_text(value) for value in values)]))
    heads = [atoms_text(cell) for cell in header.cells]
    first, *cells = [atoms_text(cell) for cell in row.cells]
    if first.isdigit():
        first = heads[0] + first
    # The first cell of a row says whose the others are.
    rest = "、".join(f"{head} {cell}".strip() for head, cell in zip(heads[1:], cells, strict=True) if cell)
    return "：".join(filter(None, [first, rest]))


def unwrap(text: str) -> str:
    """Lines of one text joined as Japanese is: no space, but between Latin words."""
    joined = ""
    for line in (part.strip() for part in text.splitlines()):
        latin = joined[-1:].isascii() and joined[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        joined += (" " if latin else "") + line
    return narrow(joined)
