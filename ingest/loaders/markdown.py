"""Markdown: made HTML, then read as HTML is."""

from pathlib import Path

from ingest.lexicon import Lexicon
from ingest.loaders.html import page_of_html
from ingest.loaders.plain import decoded
from ingest.loaders.types import LoadedFile


def read_markdown(path: Path, lexicon: Lexicon) -> LoadedFile:
    """The page of a Markdown file (CommonMark with pipe tables)."""
    from markdown_it import MarkdownIt

    source = MarkdownIt("commonmark", {"html": True, "breaks": False}).enable("table").render(decoded(path))
    return page_of_html(path.name, f"<html><body>{source}</body></html>", "markdown", lexicon)
