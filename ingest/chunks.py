"""Chunks: neighbouring blocks of one page, small enough that a hit points at the answer."""

import hashlib
from collections.abc import Iterator, Sequence

from ingest.types import Block, Chunk, Document

SIZE = 400  # characters; pages of slides fall into a few topics of about this length


def chunks_of(document: Document, blocks: Sequence[Block], first: int) -> Iterator[Chunk]:
    """Chunks of ``document``; ``first`` is the place of ``blocks[0]`` in the index's order of blocks."""
    start = 0
    for end in range(1, len(blocks) + 1):
        if end == len(blocks) or _parts(blocks, start, end):
            yield _chunk(document, blocks[start:end], start, first)
            start = end


def _parts(blocks: Sequence[Block], start: int, end: int) -> bool:
    """Whether a new chunk begins at ``end``: a new page or title, or the chunk is full."""
    before, here = blocks[end - 1], blocks[end]
    if (here.document_id, here.page) != (before.document_id, before.page):
        return True
    if here.kind == "heading" and len(here.headings) == 0 and any(b.kind != "heading" for b in blocks[start:end]):
        return True
    size = sum(len(block.text) for block in blocks[start:end])
    return size + len(here.text) > SIZE and here.kind != "note"


def _chunk(document: Document, blocks: Sequence[Block], start: int, first: int) -> Chunk:
    lead = [document.title, *blocks[0].headings]
    text = "\n".join([*lead, *(block.text for block in blocks)])
    digest = hashlib.sha256(f"{blocks[0].page}\n{start}\n{text}".encode()).hexdigest()[:12]
    return Chunk(
        id=f"{document.id}-p{blocks[0].page}-{digest}",
        document_id=document.id,
        page=blocks[0].page,
        fiscal_year=document.fiscal_year,
        text=text,
        first=first + start,
        last=first + start + len(blocks) - 1,
    )
