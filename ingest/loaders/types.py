"""What a loader gives: a file's pages with their layout, and what a person should look at."""

from dataclasses import dataclass

from ingest.quality import Quality
from ingest.reading import Atom, Node
from ingest.types import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of a file that was left out or may be wrong; ``page`` is 1-based, None for the whole file."""

    page: int | None
    message: str


@dataclass(frozen=True, slots=True)
class LoadedPage:
    """One page, sheet or slide; ``number`` is 1-based.

    ``text`` is the page written out in reading order, and what ``spans`` count: each atom of
    ``nodes`` is ``text[start:end]``, white space aside. ``parser`` names what read the page.
    """

    number: int
    text: str
    nodes: tuple[Node, ...]
    spans: dict[Atom, tuple[Span, ...]]
    parser: str
    quality: Quality


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The pages of a file, numbered without a gap from 1."""

    pages: tuple[LoadedPage, ...]
    problems: tuple[Problem, ...]
