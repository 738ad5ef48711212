"""Source units: of the blocks in the found passages, those that answer the question best."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import compress

import numpy as np

from ingest.index import Index
from ingest.lexicon import AnswerType, Attribute, Lexicon
from ingest.tokens import lemmas
from ingest.types import Block
from rag.answer_type import AnswerTypes, satisfied
from rag.fitting import fit_as_asked
from rag.matching import TermSpotter, holds, squeezed, words_of
from rag.resemblance import Query, Resemblance
from rag.signals import (
    NAMES,
    Signals,
    Surroundings,
    Weights,
    calendar_years_of,
    depth,
    held,
    length,
    novelty,
    quantities,
    years_of,
)  # fmt: skip
from rag.subjects import SubjectFinder
from rag.types import Passage, Question, Term
from rag.weighing import learned

_SIBLING = 0.8  # of a topic word in another line under the same headings: what it counts in the coverage
_DRAWING = "図"  # the structural heading over the labels of a drawing
_PAGES = 512  # pages whose lines are remembered
_HEADINGS = 10_000  # headings whose words are
_ASIDE = 0.35  # of the weight of a word that only leads up to the question


@dataclass(frozen=True, slots=True)
class Unit:
    """A block as an answer; ``score`` compares it with other units of the same question.

    ``subject`` is the heading that says what the unit is about; ``years`` are the fiscal years that
    the unit, its headings or its document name.
    """

    block: Block
    subject: str
    fiscal_year: int
    years: frozenset[int]
    signals: Signals
    score: float

    @property
    def coverage(self) -> float:
        """The share of the question (0-1) that the unit and what leads to it hold."""
        return self.signals.led + _SIBLING * (self.signals.beside - self.signals.led)

    @property
    def attribute(self) -> float:
        """How well (0-1) the unit states an attribute that is asked for."""
        return self.signals.attribute


@dataclass(frozen=True)
class UnitRanker:
    """Ranks the blocks of passages against a question."""

    index: Index
    lexicon: Lexicon

    def rank(self, question: Question, passages: Sequence[Passage]) -> list[Unit]:
        """Units of the years asked for, best first; ties by the passages' order."""
        asked = self._asked(question)
        newest = max((passage.chunk.fiscal_year for passage in passages), default=0)
        pages = dict.fromkeys(
            (passage.chunk.document_id, passage.chunk.page, passage.chunk.fiscal_year) for passage in passages
        )
        found: dict[Block, Unit] = {}
        # A page is one topic: its lines answer together, whichever of them the search found.
        for rank, (document_id, page, year) in enumerate(pages, 1):
            latest = self._latest(document_id, page)
            for block, around in self._read(document_id, page):
                years = around.years or frozenset({year})
                if _of_years(around, years, question):
                    older = bool(around.years) and not question.fiscal_years and max(around.years) < latest
                    signals = self._signals(asked, block, around, rank, year == newest, older)
                    subject = _subject(block, asked, self.lexicon)
                    found.setdefault(block, Unit(block, subject, year, years, signals, 0.0))
        ranked = sorted(scored(list(found.values())), key=lambda unit: -round(unit.score, 9))
        return [unit for unit in ranked if self._of_subjects(unit, question)]

    def weights(self, question: Question) -> Weights:
        """How much each topic word says."""
        return {term: self._weight(term) for term in question.topic}

    @cached_property
    def _read(self) -> Callable[[str, int], tuple[tuple[Block, Surroundings], ...]]:
        """``_lines``, remembered: an index never changes."""
        return lru_cache(maxsize=_PAGES)(lambda document_id, page: tuple(self._lines(document_id, page)))

    @cached_property
    def _latest(self) -> Callable[[str, int], int]:
        """The latest fiscal year that a heading of a page names; 0 where none does."""
        return lru_cache(maxsize=_PAGES)(self._latest_of)

    def _latest_of(self, document_id: str, page: int) -> int:
        headings = {heading for block, _ in self._read(document_id, page) for heading in block.headings}
        return max((year for heading in headings for year in years_of([heading])), default=0)

    def _lines(self, document_id: str, page: int) -> Iterator[tuple[Block, Surroundings]]:
        """The lines of a page that may answer, each with what stands around it."""
        title = next(one.title for one in self.index.store.documents() if one.id == document_id)
        blocks = [block for block in self.index.store.page_blocks(document_id, page) if not _loose(block)]
        siblings: dict[tuple[str, ...], str] = {}
        for block in blocks:
            siblings[block.headings] = siblings.get(block.headings, "") + block.text + "\n"
        sheets: dict[tuple[str, ...], str] = {}
        for block in blocks:
            sheets[block.headings[:1]] = sheets.get(block.headings[:1], "") + block.text + "\n"
        whole = "\n".join(block.text for block in blocks)
        for block in blocks:
            lead = "\n".join([title, *block.headings])
            beside, own = siblings[block.headings], [block.text, *reversed(block.headings)]
            years, printed = years_of(own), calendar_years_of([*own, beside])
            yield block, Surroundings(lead, beside, sheets[block.headings[:1]], whole, years, printed)

    def _asked(self, question: Question) -> "_Asked":
        attributes = tuple(one for one in self.lexicon.attributes if one.name in question.attributes)
        own = frozenset(lemma for term in question.topic for lemma in lemmas(term.lemma))
        said = frozenset(lemmas(question.text)) | {
            lemma for term in question.topic for word in term.alternatives for lemma in lemmas(word)
        }
        nouns = [term for term in question.topic if term.is_noun and not term.aside]
        focus = nouns[-1] if nouns else None
        wanted = self._types.expected(question.text)
        query = self._resemblance.query(question)
        weights = self.weights(question)
        return _Asked(question, weights, TermSpotter(tuple(weights)), attributes, wanted, own, said, focus, query)

    def _signals(
        self, asked: "_Asked", block: Block, around: Surroundings, rank: int, newest: bool, older: bool
    ) -> Signals:
        share = held(asked.weights, asked.spotter, block.text, around)
        typed = asked.wanted is not None and satisfied(asked.wanted, block.text)
        subjects, wordings = asked.question.subjects, asked.question.wordings
        named = self._subjects.find("\n".join([*block.headings, block.text])) if subjects else ()
        of_them = any(subject in named for subject in subjects)
        alike = self._resemblance.of(asked.query, block)
        return Signals(
            own=share.own, led=share.led, beside=share.beside, sheet=share.sheet, paged=share.paged,
            missing=share.missing, unled=share.unled,
            attribute=max((fit_as_asked(block, one, self.lexicon, wordings) for one in asked.attributes), default=0.0),
            typed=float(typed), untyped=float(asked.wants_quantity and not typed),
            called=max((self._called(heading, asked) for heading in block.headings), default=0.0),
            drawn=float(_DRAWING in block.headings),
            focus=float(asked.focus is not None and holds(asked.focus, block.text)),
            named=float(of_them), other=float(bool(named) and not of_them),
            rank=1 / rank, newest=float(newest), older=float(older),
            heading=float(block.kind == "heading"), row=float(block.kind == "row"),
            record=float(block.kind == "record"), figure=float(bool(quantities(block.text))),
            new=novelty(asked.lemmas, block), length=length(block), depth=depth(block),
            near=alike.near, near_led=alike.near_led, topic=alike.topic, topic_led=alike.topic_led,
            letters=alike.letters, letters_led=alike.letters_led, echo=alike.echo,
        )  # fmt: skip

    def _called(self, heading: str, asked: "_Asked") -> float:
        """The share (0-1) of the weight of a heading's words that the question says."""
        weights = self._heading(heading)
        whole = sum(weights.values())
        return sum(w for word, w in weights.items() if word in asked.said) / whole if whole else 0.0

    @cached_property
    def _heading(self) -> Callable[[str], dict[str, float]]:
        """The words of a heading with their weights, remembered."""
        return lru_cache(maxsize=_HEADINGS)(self._weighed)

    def _weighed(self, heading: str) -> dict[str, float]:
        words = (word for word in words_of(heading) if not word.isdigit())
        return {word: max(0.0, self._rarity(self._frequency(word))) for word in words}

    @cached_property
    def _resemblance(self) -> Resemblance:
        return Resemblance(self.index)

    @cached_property
    def _types(self) -> AnswerTypes:
        return AnswerTypes(self.lexicon.answer_types, self.lexicon.same_counters)

    @cached_property
    def _subjects(self) -> SubjectFinder:
        return SubjectFinder(tuple(self.index.store.ledger.subjects()))

    def _of_subjects(self, unit: Unit, question: Question) -> bool:
        """A figure asked of a named programme is taken from what stands under that name alone."""
        kinds = {one.kind for one in self.lexicon.attributes if one.name in question.attributes}
        return not question.subjects or kinds <= {"text"} or bool(unit.signals.named)

    def _weight(self, term: Term) -> float:
        """Inverse document frequency. A noun that no document has weighs most, another such word nothing:
        owners say 買い替える or 困る where documents say 導入 or 課題, but a 締切 that is not there is not there."""
        words = [[term.lemma], *map(lemmas, term.alternatives)]
        # A wording is as rare as its rarest word: 事業 of 事業継続 says nothing.
        df = max(min((self._frequency(lemma) for lemma in word), default=0) for word in words)
        if df == 0 and (term.aside or not term.is_noun):
            return 0.0
        return (_ASIDE if term.aside else 1) * self._rarity(df)

    def _frequency(self, lemma: str) -> int:
        return self.index.keywords.document_frequency("lemmas", lemma)

    def _rarity(self, df: int) -> float:
        n = self.index.manifest.chunks
        return math.log(1 + (n - df + 0.5) / (df + 0.5))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is worked out of a question once for all lines."""

    question: Question
    weights: Weights
    spotter: TermSpotter
    attributes: tuple[Attribute, ...]
    wanted: AnswerType | None
    lemmas: frozenset[str]
    """Of its own words."""
    said: frozenset[str]
    """The same, with words for the same thing and those that are no topic."""
    focus: Term | None
    """The last noun asked for."""
    query: Query

    @property
    def wants_quantity(self) -> bool:
        """Whether a figure is asked for; a word that is asked for (予約, an address) may stand beside the best line."""
        return self.wanted is not None and bool(self.wanted.kinds)


def scored(units: Sequence[Unit]) -> list[Unit]:
    """The lines of one question with their scores."""
    vectors = np.array([unit.signals.vector for unit in units]).reshape(len(units), len(NAMES))
    scores = learned().scores(NAMES, vectors)
    return [replace(unit, score=float(score)) for unit, score in zip(units, scores, strict=True)]


def _loose(block: Block) -> bool:
    """A figure whose owner the page does not prove: it must not answer anything."""
    return block.tied == "untied" and bool(quantities(block.text))


def _subject(block: Block, asked: _Asked, lexicon: Lexicon) -> str:
    """What the unit is about: the heading or the row's own name with most of the topic, the outermost of equals.

    A record that an attribute heads (採択件数) has no name of its own.
    """
    own, colon, _ = block.text.partition("：")
    is_named = block.kind == "record" and colon and squeezed(own) not in lexicon.attribute_by_key
    names = [*block.headings, *([own] if is_named else [])]
    if not names:
        return block.text if block.kind == "heading" else ""
    return max(names, key=lambda name: round(_share(asked, name), 9))


def _share(asked: _Asked, text: str) -> float:
    whole = sum(asked.weights.values())
    return sum(compress(asked.weights.values(), asked.spotter.of(text))) / whole if whole else 0.0


def _of_years(around: Surroundings, years: frozenset[int], question: Question) -> bool:
    """Whether a line is of the years asked for; one that prints other calendar years is not."""
    if question.fiscal_years and not set(question.fiscal_years) & years:
        return False
    asked = set(question.calendar_years)
    return not asked or bool(asked & (around.calendar_years or years))
