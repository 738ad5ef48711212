"""What ingest made of each document, and the pages that a person should look at, with the reason."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.facts import Fact, Tied
from ingest.quality import judge_text
from ingest.quantities import parse_quantities
from ingest.store import DocumentSummary, Store
from ingest.types import Block

Concern = Literal["automatic", "no_facts", "untied", "damaged"]
"""The page was read automatically, gave no fact, has words of unproven owners, or its characters look damaged."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a page should be looked at; ``text`` is for people."""

    concern: Concern
    text: str


@dataclass(frozen=True, slots=True)
class UntiedFigure:
    """A figure whose owner cannot be proved, so that no fact was made of it; ``line`` is the words it stands in."""

    page: int
    text: str
    line: str


@dataclass(frozen=True, slots=True)
class PageReport:
    """A page (1-based); ``read_by`` is ``reading``, ``file`` or ``automatic``.

    Without ``reasons`` nothing need be looked at.
    """

    number: int
    read_by: str
    facts: int
    untied: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """How many facts of an attribute were tied in each way."""

    attribute: str
    printed: int
    confirmed: int
    order: int

    @property
    def total(self) -> int:
        return self.printed + self.confirmed + self.order


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """A document; ``attributes`` with the most facts first."""

    document: DocumentSummary
    pages: tuple[PageReport, ...]
    attributes: tuple[AttributeCount, ...]
    untied_figures: tuple[UntiedFigure, ...]

    @property
    def facts(self) -> int:
        return sum(one.total for one in self.attributes)

    @property
    def to_look_at(self) -> tuple[PageReport, ...]:
        """The pages that have a reason to be looked at."""
        return tuple(page for page in self.pages if page.reasons)

    def read(self, route: str) -> int:
        """How many pages were read by ``route``."""
        return sum(page.read_by == route for page in self.pages)

    def tied(self, tie: Tied) -> int:
        """How many facts were tied so."""
        return sum(getattr(one, tie) for one in self.attributes)


def make_report(store: Store) -> tuple[DocumentReport, ...]:
    """The report of every document of ``store``, in the catalogue's order; it depends on the store alone."""
    return tuple(_document(store, document) for document in store.documents())


def _document(store: Store, document: DocumentSummary) -> DocumentReport:
    facts: list[Fact] = []
    figures: list[UntiedFigure] = []
    pages: list[PageReport] = []
    for number, read_by in store.read_by(document.id).items():
        own = store.ledger.page_facts(document.id, number)
        loose = [block for block in store.page_blocks(document.id, number) if block.tied == "untied"]
        found = list(_figures(loose))
        page = store.page(document.id, number)
        reasons = (*_reasons(read_by, own, loose, found), *_damage(page.text if page else ""))
        pages.append(PageReport(number, read_by, len(own), len(loose), reasons))
        facts += own
        figures += found
    return DocumentReport(document, tuple(pages), _attributes(facts), tuple(figures))


def _figures(blocks: Iterable[Block]) -> Iterable[UntiedFigure]:
    for block in blocks:
        for quantity in parse_quantities(block.text):
            if quantity.kind != "number":  # a lone number is a slide's number or a mark as often as a figure
                yield UntiedFigure(block.page, quantity.text, block.text)


def _reasons(
    read_by: str, facts: Sequence[Fact], loose: Sequence[Block], figures: Sequence[UntiedFigure]
) -> Iterable[Reason]:  # fmt: skip
    if read_by != "reading":
        yield Reason(
            "automatic", "読み（人が確かめた並び）がなく、自動で読み取りました。見出しと表の対応を確かめてください。"
        )
    if not facts:
        yield Reason("no_facts", "台帳に入る事実が一つも取れていません。")
    if loose:
        numbers = f"（数値 {len(figures)}件）" if figures else ""
        yield Reason("untied", f"どの事業のものか確かめられない箇所が{len(loose)}か所あります{numbers}。")


def _damage(text: str) -> Iterable[Reason]:
    quality = judge_text(text)
    if quality.verdict != "good":
        yield Reason("damaged", "文字の読み取りに疑いがあります。" + "".join(quality.reasons))


def _attributes(facts: Sequence[Fact]) -> tuple[AttributeCount, ...]:
    counts = Counter((fact.attribute, fact.tied) for fact in facts)
    rows = [
        AttributeCount(name, counts[name, "printed"], counts[name, "confirmed"], counts[name, "order"])
        for name in dict.fromkeys(fact.attribute for fact in facts)
    ]
    return tuple(sorted(rows, key=lambda row: -row.total))
