"""Offers: the lines under the names of programmes, as reasons why one fits a situation."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.index import Index
from ingest.ledger_store import Ledger, Subject
from ingest.lexicon import Lexicon, Need
from ingest.quantities import parse_quantities
from ingest.types import Block
from rag.matching import holds, squeezed
from rag.needs import match
from rag.subjects import SubjectFinder
from rag.types import Question, Term

_KINDS = ("programme", "event", "facility", "organisation")
_SENTENCE = 30  # characters of a row that is more than a figure
_SHORT, _LONG = 10, 170  # characters of a reason; what is longer is no reason but a list
# What an owner's own word counts by where it stands, beside a need's 1.
_WORD, _HEADING, _SHEET = 0.5, 0.6, 0.2
_ALONE = 0.5  # share of a situation without a known need that a line must hold in its own words
_SUMS = ("助成率", "助成限度額", "下限額", "予算額")
_DOING = 0.08  # more for a line that says what is done for somebody
_INNER = 0.05  # more for one under a heading of its own
_BESIDE = 0.5  # of what other lines of the same subject say beyond its best one
_BARE_ROW = 0.3  # less for a row that gives a figure and nothing else
_TALK = 0.35  # less for the heading of a talk, which announces programmes and is none


@dataclass(frozen=True, slots=True)
class Offer:
    """A line under the name of a subject, ``sheet``: all that stands under that name, squeezed."""

    subject: Subject
    name: str
    block: Block
    fiscal_year: int
    sheet: str = ""
    is_sum: bool = False
    """The line is a row of rates or sums."""
    telling: float = 0.0
    """How well the line can stand as a reason, whatever the situation."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A subject that fits, the line that says why, and how well."""

    offer: Offer
    score: float
    met: float
    """The part of ``score`` that the needs give."""
    sure: bool
    """The line speaks of what is needed, in its own words or its headings."""


@dataclass(frozen=True)
class Offers:
    """What the programmes of one index offer."""

    index: Index
    lexicon: Lexicon

    def fits(self, question: Question, needs: Sequence[Need]) -> list[Fit]:
        """The subjects whose lines speak of the needs, the best first; those of the newest documents that have any."""
        for year in _years_said(question) or self._years:
            fits = [fit for fit in self._of_year(question, needs, year) if fit.sure]
            if fits:
                return sorted(fits, key=lambda fit: -round(fit.score, 9))
        return []

    def _of_year(self, question: Question, needs: Sequence[Need], year: int) -> Iterator[Fit]:
        words = self._weights(question)
        whole = sum(words.values())
        best: dict[str, Fit] = {}
        by_need: dict[str, list[float]] = {}
        for offer in self._offers:
            if offer.fiscal_year != year:
                continue
            met = match(needs, offer.block, offer.sheet, offer.is_sum)
            own, said = _said(words, offer)
            sure = met.main if needs else whole > 0 and own >= _ALONE * whole
            score = met.score + said + offer.telling
            known = by_need.setdefault(offer.subject.id, [0.0] * len(needs))
            by_need[offer.subject.id] = [max(pair) for pair in zip(known, met.by_need, strict=True)]
            held = best.get(offer.subject.id)
            if held is None or (sure, score) > (held.sure, held.score):
                best[offer.subject.id] = Fit(offer, score, met.score, sure)
        for identity, fit in best.items():
            own = fit.met  # what other lines say beyond the one that is shown counts half
            needed = own + _BESIDE * (sum(by_need[identity]) - own)
            yield replace(fit, score=fit.score - own + needed - _TALK * is_section(fit.offer.subject), met=needed)

    def _weights(self, question: Question) -> dict[Term, float]:
        """How much each noun of the question says: what fewer programmes have says more."""
        nouns = (term for term in question.topic if term.is_noun and term.lemma not in self.lexicon.generic_words)
        plain = {replace(term, alternatives=(), aside=False) for term in nouns if len(term.lemma) > 1}
        return {term: _WORD * self._rarity(term) for term in sorted(plain, key=lambda term: term.lemma)}

    def _rarity(self, term: Term) -> float:
        """From 0, of a word that every programme has, to 1, of one that none has."""
        n = len(self._sheets)
        df = sum(holds(term, sheet) for sheet in self._sheets)
        return 1 - math.log(1 + df) / math.log(1 + n)

    @cached_property
    def _offers(self) -> tuple[Offer, ...]:
        found = tuple(self._lines())
        sheets: dict[tuple[str, int], list[str]] = {}
        for offer in found:
            sheets.setdefault((offer.subject.id, offer.fiscal_year), []).append(squeezed(offer.block.text))
        joined = {key: "\n".join(lines) for key, lines in sheets.items()}
        return tuple(
            replace(offer, sheet=joined[offer.subject.id, offer.fiscal_year], telling=self._telling(offer))
            for offer in found
        )

    @cached_property
    def _sheets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(offer.sheet for offer in self._offers))

    @cached_property
    def _years(self) -> tuple[int, ...]:
        return tuple(sorted({document.fiscal_year for document in self.index.store.documents()}, reverse=True))

    def _lines(self) -> Iterator[Offer]:
        for document in self.index.store.documents():
            for page in range(1, document.pages + 1):
                for block in self.index.store.page_blocks(document.id, page):
                    owner = self._owner(block) if self._is_reason(block) else None
                    if owner is not None:
                        yield Offer(owner[0], owner[1], block, document.fiscal_year, is_sum=self._is_sum(block))

    def _telling(self, offer: Offer) -> float:
        text = squeezed(offer.block.text)
        does = _DOING * any(word in text for word in self.lexicon.doing)
        bare = _BARE_ROW * (len(text) < _SENTENCE and bool(parse_quantities(text)) and offer.block.kind == "row")
        return does + _INNER * (offer.block.headings[-1] != offer.name) - bare

    def _owner(self, block: Block) -> tuple[Subject, str] | None:
        """The subject that the headings of a line name, and the heading: the outermost, sections that only speak of
        programmes last; of a body's offers the part that stands nearest."""
        named = [(one, h) for h in block.headings for one in self._subjects.find(h) if one.kind in _KINDS]
        outer = min(named, key=lambda pair: is_section(pair[0]), default=None)
        if outer is None or outer[0].kind != "organisation":
            return outer
        return next((pair for pair in named if pair[0].id in outer[0].parts), outer)

    def _is_reason(self, block: Block) -> bool:
        loose = block.tied == "untied" and bool(parse_quantities(block.text))
        if loose or block.kind == "heading" or not _SHORT <= len(block.text) <= _LONG:
            return False
        return not any(self.lexicon.no_offers.fullmatch(squeezed(heading)) for heading in block.headings)

    def _is_sum(self, block: Block) -> bool:
        key = squeezed(block.text).split(":", 1)[0].split("(")[0]
        return block.kind == "row" and key in self._sums

    @cached_property
    def _sums(self) -> frozenset[str]:
        """The keys of rows that state a rate or a sum."""
        return frozenset(key for one in self.lexicon.attributes if one.name in _SUMS for key in one.keys)

    @property
    def _ledger(self) -> Ledger:
        return self.index.store.ledger

    @cached_property
    def _subjects(self) -> SubjectFinder:
        return SubjectFinder(tuple(self._ledger.subjects()))


def is_section(subject: Subject) -> bool:
    """Whether it is a section that speaks of programmes, and none that anybody has registered."""
    return subject.id.startswith("p-")


def _said(words: dict[Term, float], offer: Offer) -> tuple[float, float]:
    """The weight of the words that the line holds with its headings; the same with what its sheet holds, discounted."""
    own = said = 0.0
    headings = "\n".join(offer.block.headings)
    for term, weight in words.items():
        if holds(term, offer.block.text):
            own, said = own + weight, said + weight
        elif holds(term, headings):
            own, said = own + weight, said + _HEADING * weight
        elif squeezed(term.lemma) in offer.sheet:
            said += _SHEET * weight
    return own, said


def _years_said(question: Question) -> tuple[int, ...]:
    """The years that the question names as such; 「去年は水が入った」 only tells of one."""
    said = {quantity.canonical for quantity in parse_quantities(question.text) if quantity.kind == "fiscal_year"}
    return tuple(year for year in question.fiscal_years if f"fy:{year}" in said)
