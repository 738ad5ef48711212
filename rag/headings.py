"""Headings: where on its page a heading of a line stands."""

from collections.abc import Sequence

from ingest.types import Block, Span


def heading_spans(blocks: Sequence[Block], line: Block, heading: str) -> tuple[Span, ...]:
    """The spans of ``heading`` among the ``blocks`` of the page of ``line``; none for a structural label.

    The same wording may head several parts of a page: the one that leads to the line has headings of its own
    with which the line's begin.
    """
    named = (block for block in blocks if block.kind == "heading" and block.text == heading)
    return next((block.spans for block in named if block.headings == line.headings[: len(block.headings)]), ())
