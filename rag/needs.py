"""Needs: what a situation asks for beneath its words, and how far lines of the documents speak of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.fold import squeeze
from ingest.lexicon import Lexicon, Need
from ingest.types import Block
from rag.matching import squeezed

# What a need counts by where its term stands; the first terms of a need tell most.
_LINE, _HEADING, _SHEET = 1.0, 0.85, 0.3
_LATER, _LEAST, _MORE = 0.1, 0.5, 0.05
_ASIDE = 0.4  # of a need that only says more of another


def needs_of(lexicon: Lexicon, text: str) -> tuple[Need, ...]:
    """The needs that ``text`` speaks of; none where it holds only what says more of one."""
    asked = squeeze(text).lower()
    found = tuple(need for need in lexicon.needs if need.is_in(asked))
    if any(_is_definite(need) for need in found):  # whoever can be asked about anything is second to who does the thing
        return tuple(need for need in found if not need.general)
    return found if any(not need.aside for need in found) else ()


def _is_definite(need: Need) -> bool:
    return not need.aside and not need.general


@dataclass(frozen=True, slots=True)
class Match:
    """How far a line speaks of needs: ``score`` in all, ``main`` whether of one that stands alone, in its own words."""

    score: float
    main: bool
    by_need: tuple[float, ...]


def match(needs: Sequence[Need], block: Block, sheet: str, is_sum: bool = False) -> Match:
    """How far ``block`` speaks of ``needs``, alone, with its headings, with the ``sheet`` that it stands on.

    ``is_sum``: it is a row of rates or sums, which names what they depend on and offers nothing.
    """
    text, headings = squeezed(block.text), "\n".join(map(squeezed, block.headings))
    held = tuple(_held(need, text, headings, sheet) for need in needs)
    able = [not need.aside and (need.in_rates or not is_sum) for need in needs]
    main = any(share >= _HEADING * _LEAST and can for share, can in zip(held, able, strict=True))
    weighed = tuple(share * weight_of(need) for share, need in zip(held, needs, strict=True))
    return Match(sum(weighed), main, weighed)


def weight_of(need: Need) -> float:
    return _ASIDE if need.aside else 1.0


def _held(need: Need, text: str, headings: str, sheet: str) -> float:
    for share, where in ((_LINE, text), (_HEADING, headings), (_SHEET, sheet)):
        if (best := _best(need.terms, where)) is not None:
            return share * best
    return 0.0


def _best(terms: Iterable[str], text: str) -> float | None:
    """What the first of ``terms`` that ``text`` holds counts by, and a little for each further one."""
    found = [place for place, term in enumerate(terms) if term in text]
    return max(_LEAST, 1 - _LATER * found[0]) + _MORE * (len(found) - 1) if found else None
