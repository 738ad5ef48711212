"""The citations of an answer: whether they lead to their quotes, and how well they meet the gold evidence."""

from collections.abc import Mapping, Sequence

from eval.given import Address, GivenCitation
from eval.items import Item
from eval.statements import MARK
from ingest.types import Span

Places = dict[Address, set[int]]
"""Characters (not white space) by page."""


def unresolved(text: str, citations: Sequence[GivenCitation], pages: Mapping[Address, str]) -> tuple[int, ...]:
    """Numbers of the citations whose quote is not at their address, and of the marks that no citation has."""
    broken = [c.n for c in citations if not c.quote or c.start < 0 or _at(c, pages) != c.quote]
    known = {citation.n for citation in citations}
    forged = [int(mark) for mark in MARK.findall(text) if int(mark) not in known]
    return tuple(dict.fromkeys(broken + forged))


def gold_pages(item: Item) -> frozenset[Address]:
    return frozenset((item.document, page) for page in item.pages) if item.document else frozenset()


def citation_measures(
    item: Item, citations: Sequence[GivenCitation], pages: Mapping[Address, str]
) -> dict[str, float | None]:
    """Precision and recall of the citations, by page and by the characters of the gold quotes (white space aside).

    None where there is nothing to measure: precision without citations, everything without gold evidence. A
    quote that stands on its page several times counts where it meets the citations best.
    """
    wanted, cited = gold_pages(item), {citation.address for citation in citations}
    shown: Places = {}
    for one in citations:
        shown.setdefault(one.address, set()).update(_characters(pages.get(one.address, ""), (one.start, one.end)))
    gold = _gold_places(item, shown, pages)
    met = sum(len(shown.get(address, set()) & places) for address, places in gold.items())
    right = sum(citation.address in wanted for citation in citations)
    return {
        "citation_precision_page": _share(right, len(citations)) if wanted else None,
        "citation_recall_page": _share(len(wanted & cited), len(wanted)),
        "citation_precision_quote": _share(met, _size(shown)) if gold else None,
        "citation_recall_quote": _share(met, _size(gold)),
    }


def occurrences(quote: str, text: str) -> list[Span]:
    """Where ``quote`` stands in ``text``, without overlap."""
    found, at = [], text.find(quote) if quote else -1
    while at >= 0:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + len(quote))
    return found


def gold_spans(item: Item, pages: Mapping[Address, str]) -> list[tuple[Address, list[Span]]]:
    """Each quote's page and the places where it stands there; only the pages of the item are looked at."""
    found = []
    for quote in item.quotes:
        for address in sorted(gold_pages(item)):
            spans = occurrences(quote, pages.get(address, ""))
            if spans:
                found.append((address, spans))
    return found


def meets_gold(item: Item, citation: GivenCitation, pages: Mapping[Address, str]) -> bool:
    """Whether ``citation`` shares a character with a gold quote."""
    return any(
        address == citation.address and start < citation.end and citation.start < end
        for address, spans in gold_spans(item, pages)
        for start, end in spans
    )


def _gold_places(item: Item, shown: Places, pages: Mapping[Address, str]) -> Places:
    gold: Places = {}
    for address, spans in gold_spans(item, pages):
        sets = [_characters(pages[address], span) for span in spans]
        best = max(sets, key=lambda one: len(one & shown.get(address, set())))
        gold.setdefault(address, set()).update(best)
    return gold


def _characters(text: str, span: Span) -> set[int]:
    start, end = max(0, span[0]), min(len(text), span[1])
    return {at for at in range(start, end) if not text[at].isspace()}


def _size(places: Places) -> int:
    return sum(map(len, places.values()))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _at(citation: GivenCitation, pages: Mapping[Address, str]) -> str:
    return pages.get(citation.address, "")[citation.start : citation.end]
