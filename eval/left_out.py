"""Leave one page out: what rests on one page alone must not be answered wrongly when that page is not there.

For every page an index is built of all the others, and the questions whose evidence is that page are asked of
it. A right engine refuses, or answers rightly from another page that says the same.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from eval.given import Address, Given
from eval.items import ANSWERING, Item
from eval.judging import judge
from eval.reference import Reference
from ingest.build import LaidOut, build_version
from ingest.layout import PageLayout
from ingest.manifest import Recipe
from ingest.types import Embedder, Page

Outcome = Literal["refused", "elsewhere", "incomplete", "wrong"]
Ask = Callable[[Path, Sequence[Sequence[str]]], list[Given]]
"""Answers to the turns of several items over the index under a folder."""
_OF_THE_PAGE = "cited_page"  # the check that cannot hold: the page is not there
_LACKING = frozenset(("status", "figures", "strings"))  # what an answer that says what it lacks may fail


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What came of one item without its page; ``why``: the checks that failed.

    ``refused``: nothing is answered; ``elsewhere``: all is answered rightly; ``incomplete``: a part of it is, and the
    answer says what it lacks.
    """

    item: Item
    outcome: Outcome
    why: tuple[str, ...]
    text: str


def pages_of(items: Sequence[Item]) -> dict[Address, list[Item]]:
    """The items whose evidence is one page alone, by that page."""
    pages: dict[Address, list[Item]] = {}
    for item in items:
        if item.document and len(item.pages) == 1 and set(item.expect.status) & ANSWERING:
            pages.setdefault((item.document, item.pages[0]), []).append(item)
    return dict(sorted(pages.items()))


@dataclass(frozen=True)
class LeavingOut:
    """Measures a corpus whose pages are ``documents``; ``reference`` is of the whole."""

    corpus: Path
    documents: Sequence[LaidOut]
    recipe: Recipe
    embedder: Embedder
    reference: Reference
    ask: Ask

    def run(self, items: Sequence[Item]) -> Iterator[LeftOut]:
        """What came of each item that rests on one page, page by page."""
        with tempfile.TemporaryDirectory(prefix="left-out-") as folder:
            for address, of_page in pages_of(items).items():
                root = Path(folder) / "index"
                root.mkdir(exist_ok=True)
                left = [without(document, address) for document in self.documents]
                build_version(self.corpus, root, left, self.recipe, self.embedder, lambda step, done, whole: None)
                given = self.ask(root, [item.turns for item in of_page])
                yield from (self._judged(item, one) for item, one in zip(of_page, given, strict=True))

    def _judged(self, item: Item, given: Given) -> LeftOut:
        verdict = judge(item, given, self.reference)
        text = given.text if given.error is None else given.error
        if given.error is None and given.status not in ANSWERING:
            return LeftOut(item, "refused", (), text)
        # What another page says is rightly answered with another page cited.
        failed = tuple(name for name, held in verdict.checks.items() if held is False and name != _OF_THE_PAGE)
        if failed and given.status == "partial" and set(failed) <= _LACKING:
            return LeftOut(item, "incomplete", failed, text)
        return LeftOut(item, "wrong" if failed else "elsewhere", failed, text)


def without(laid_out: LaidOut, address: Address) -> LaidOut:
    """A document with the page at ``address`` blank."""
    document, layouts = laid_out
    if document.id != address[0]:
        return laid_out
    blank = Page(document.id, address[1], "")
    pages = tuple(blank if page.number == address[1] else page for page in document.pages)
    left = [PageLayout(blank, (), {}, one.read_by) if one.page.number == address[1] else one for one in layouts]
    return replace(document, pages=pages), left
