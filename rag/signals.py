"""Signals: what speaks for a line of the documents as the answer to a question, each a number up to 1.

How much each counts is learned (``rag.weighing``), from questions whose answers people have marked.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter

from ingest.quantities import Quantity, parse_quantities
from ingest.types import Block
from rag.matching import TermSpotter, words_of
from rag.types import Term

Weights = Mapping[Term, float]
_CACHE = 20_000  # texts of blocks, headings and their groups; about 20 MB when full
_BRACKETED = re.compile(r"[（(]((?:19|20)\d\d)年?[)）]")  # 第27回（2024）
_DEEP = 5  # headings above a line that stands deep
_LONG = 5.0  # natural logarithm of the length, in characters, of a long line


@dataclass(frozen=True, slots=True)
class Signals:
    """Of one line.

    ``own``, ``led``, ``beside``, ``sheet``, ``paged``: the share of the question's weight that the line holds itself,
    with its headings, with the lines under the same headings, under the same first heading, and with its page.
    ``missing``: the heaviest word that the page lacks, ``unled`` the heaviest that the line lacks with its
    headings, as shares. ``typed``: it holds the kind of quantity or word asked for; ``untyped``: it lacks
    the quantity.
    ``called``: the share of a heading's words that the question says; ``focus``: the line holds the last noun asked
    for; ``older``: it is of an earlier year than another line of its page that names one;
    ``drawn``: it is the label of a drawing.
    ``named``: the line or a heading holds the name of a subject of the question; ``other``: of another subject only.
    ``near`` to ``echo``: see ``rag.resemblance.Alike``. ``depth``: how many headings lead to the line.
    """

    own: float = 0.0
    led: float = 0.0
    beside: float = 0.0
    sheet: float = 0.0
    paged: float = 0.0
    missing: float = 0.0
    unled: float = 0.0
    attribute: float = 0.0
    typed: float = 0.0
    untyped: float = 0.0
    called: float = 0.0
    focus: float = 0.0
    older: float = 0.0
    drawn: float = 0.0
    named: float = 0.0
    other: float = 0.0
    rank: float = 0.0
    newest: float = 0.0
    heading: float = 0.0
    row: float = 0.0
    record: float = 0.0
    figure: float = 0.0
    new: float = 0.0
    length: float = 0.0
    near: float = 0.0
    near_led: float = 0.0
    topic: float = 0.0
    topic_led: float = 0.0
    letters: float = 0.0
    letters_led: float = 0.0
    echo: float = 0.0
    depth: float = 0.0

    @property
    def vector(self) -> tuple[float, ...]:
        return _values(self)


NAMES = tuple(field.name for field in fields(Signals))
_values: Callable[[Signals], tuple[float, ...]] = attrgetter(*NAMES)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a line: ``lead`` (title and headings), the ``siblings`` under the same headings, the ``sheet``
    under the same first heading, the ``page``; ``years`` and ``calendar_years`` are what the line and its headings
    name, the latter its siblings too."""

    lead: str
    siblings: str
    sheet: str
    page: str
    years: frozenset[int] = frozenset()
    calendar_years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Held:
    """How much of a question a line holds."""

    own: float
    led: float
    beside: float
    sheet: float
    paged: float
    missing: float
    unled: float


def held(weights: Weights, spotter: TermSpotter, text: str, around: Surroundings) -> Held:
    """The shares of ``weights`` that a line with ``text`` holds among its ``around``; ``spotter`` has their terms."""
    whole = sum(weights.values())
    if not whole:
        return Held(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    own = led = beside = sheet = paged = missing = unled = 0.0
    places = zip(*map(spotter.of, (text, around.lead, around.siblings, around.sheet, around.page)), strict=True)
    for weight, (in_line, in_lead, in_siblings, in_sheet, in_page) in zip(weights.values(), places, strict=True):
        share = weight / whole
        if in_line or in_lead:
            own += share if in_line else 0.0
            led += share
            continue
        unled = max(unled, share)
        if in_siblings:
            beside += share
        elif in_sheet:
            sheet += share
        elif in_page:
            paged += share
        else:
            missing = max(missing, share)
    nearby = led + beside
    return Held(own, led, nearby, nearby + sheet, nearby + sheet + paged, missing, unled)


def novelty(asked: frozenset[str], block: Block) -> float:
    """The share of a line's words that are not among the ``asked`` lemmas: an echo answers nothing."""
    words = words_of(block.text)
    return len(words - asked) / len(words) if words else 0.0


def length(block: Block) -> float:
    return min(1.0, math.log(1 + len(block.text)) / _LONG)


def depth(block: Block) -> float:
    return min(1.0, len(block.headings) / _DEEP)


@lru_cache(maxsize=_CACHE)
def quantities(text: str) -> tuple[Quantity, ...]:
    """``parse_quantities``, remembered."""
    return parse_quantities(text)


def years_of(texts: Sequence[str]) -> frozenset[int]:
    """The fiscal years named by the first of ``texts`` that names any."""
    for text in texts:
        named = frozenset(int(q.canonical[3:]) for q in quantities(text) if q.kind == "fiscal_year")
        if named:
            return named
    return frozenset()


def calendar_years_of(texts: Sequence[str]) -> frozenset[int]:
    """The calendar years named by the first of ``texts`` that names any, in a date or in brackets."""
    for text in texts:
        years = [q.canonical[5:9] for q in quantities(text) if q.kind == "date"] + _BRACKETED.findall(text)
        if printed := frozenset(int(year) for year in years if year.isdigit()):
            return printed
    return frozenset()
