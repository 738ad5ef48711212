"""Text files: pages by form feeds, else by blank lines, each read by the automatic reading of flattened text."""

from pathlib import Path

from ingest.catalogue import split_pages
from ingest.decoding import decode
from ingest.lexicon import Lexicon
from ingest.loaders.opening import read_bytes
from ingest.loaders.types import LoadedFile, LoadedPage
from ingest.plain_text import read_plain_text
from ingest.quality import judge_text
from ingest.types import Page


def read_text(path: Path, lexicon: Lexicon) -> LoadedFile:
    """The pages of a text file; ``text`` is the file's own, character for character."""
    text = decoded(path)
    parts = [part for part in text.split("\f") if part.strip()] if "\f" in text else split_pages(text, "blank-lines")
    return LoadedFile(tuple(plain_page(part, number, "text", lexicon) for number, part in enumerate(parts, 1)), ())


def plain_page(text: str, number: int, parser: str, lexicon: Lexicon) -> LoadedPage:
    """A page of flattened text."""
    layout = read_plain_text(Page("", number, text), lexicon)
    return LoadedPage(number, text, layout.nodes, layout.spans, parser, judge_text(text))


def decoded(path: Path) -> str:
    """The text of a file; ISO-2022-JP (old mail and web pages) is told by its escapes, the rest by ``decode``."""
    content = read_bytes(path)
    if b"\x1b$" in content:
        try:
            return content.decode("iso2022_jp").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            pass
    return decode(path.name, content)
