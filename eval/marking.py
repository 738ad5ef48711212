"""Evidence for reading: the surroundings of quoted words on a page, the words marked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from eval.given import Address, Given, GivenCitation
from eval.items import Item

AROUND = 90  # characters of a page on either side of a quote
_EMPTY = re.compile(r"\n\s*\n")
_LONG = 900  # characters; a longer quote is shown by its beginning


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a page's text. ``marks`` are the numbers of the citations that quote it, ``is_gold`` an item's quote."""

    text: str
    marks: tuple[int, ...] = ()
    is_gold: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page with what is quoted of it; ``lost`` are the citations whose quote does not stand where they say."""

    document: str
    page: int
    pieces: tuple[Piece, ...]
    lost: tuple[GivenCitation, ...] = ()


def evidence(item: Item, given: Given, pages: Mapping[Address, str]) -> tuple[Evidence, ...]:
    """The pages that ``given`` cites, then those where ``item`` has its evidence; every quote marked."""
    try:
        citations = given.citations
    except (KeyError, TypeError, ValueError):
        citations = ()
    gold = [(item.document, page) for page in item.pages]
    addresses = dict.fromkeys([citation.address for citation in citations] + gold)
    return tuple(
        _page(address, [c for c in citations if c.address == address], _gold(item, address, pages), pages)
        for address in addresses
    )


def _gold(item: Item, address: Address, pages: Mapping[Address, str]) -> list[tuple[int, int]]:
    if address[0] != item.document or address[1] not in item.pages:
        return []
    text = pages.get(address, "")
    return [(at, at + len(quote)) for quote in item.quotes if (at := text.find(quote)) >= 0]


def _page(
    address: Address, citations: Sequence[GivenCitation], gold: Sequence[tuple[int, int]], pages: Mapping[Address, str]
) -> Evidence:
    text = pages.get(address, "")
    found = [c for c in citations if c.quote and text[c.start : c.end] == c.quote]
    lost = tuple(c for c in citations if c not in found)
    quoted = [(c.start, c.end, c.n) for c in found] + [(start, end, 0) for start, end in gold]
    return Evidence(*address, tuple(_pieces(text, quoted)), lost)


def _pieces(text: str, quoted: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """``text`` around what is quoted (start, end, number of the citation or 0 for gold), cut where that changes."""
    shown = _merged([(max(0, start - AROUND), min(len(text), end + AROUND)) for start, end, _ in quoted])
    edges = sorted({edge for start, end, _ in quoted for edge in (start, end)} | {e for pair in shown for e in pair})
    pieces = []
    for begin, stop in shown:
        pieces += [Piece("…")] if begin else []
        inner = [edge for edge in edges if begin <= edge <= stop]
        for start, end in pairwise(inner):
            over = [n for from_, to, n in quoted if from_ <= start and end <= to]
            marks = tuple(sorted(n for n in over if n))
            shown_text = _short(text[start:end])
            pieces.append(Piece(shown_text if start else shown_text.lstrip("\n"), marks, 0 in over))
        pieces += [Piece("…")] if stop < len(text) else []
    return pieces


def _short(text: str) -> str:
    """``text`` without the empty lines that pages are full of, cut where it is long."""
    text = _EMPTY.sub("\n", text)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…（以下{len(text) - _LONG}文字）"


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
