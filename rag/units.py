"""Source units: of the blocks in the found passages, those that answer the question best."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ingest.fold import squeeze
from ingest.index import Index
from ingest.lexicon import Attribute, Lexicon
from ingest.quantities import Quantity, parse_quantities
from ingest.tokens import lemmas
from ingest.types import Block
from rag.matching import holds, squeezed
from rag.subjects import SubjectFinder
from rag.types import Passage, Question, Term

# What counts beside the share of the topic that a unit holds with its headings (1 when all of it):
_OWN = 0.5  # the share that it holds itself
_ATTRIBUTE = 1.0  # stating the attribute asked for
_RANK = 0.15  # the place of its passage
_NEWEST = 0.1  # being of the newest year
_HEADING = 0.35  # less for a heading, which announces an answer more often than it is one
_SIBLING = 0.8  # a topic word in another line under the same headings counts so much
_SAID = 0.9  # fit of a line with the question's own wording of a textual attribute (座長, 実施主体)
_COULD = 0.4  # fit of a line that holds a quantity of the right kind and no more
_UNDER = 0.3  # standing under the name of a subject of the question
_ASIDE = 0.35  # of the weight of a word that only leads up to the question
_CACHE = 20_000  # texts of blocks, headings and their groups; about 20 MB when full

Weights = Mapping[Term, float]


@dataclass(frozen=True, slots=True)
class Unit:
    """A block as an answer: ``coverage`` of the topic by it and what leads to it, ``attribute`` fit (both 0-1).

    ``subject`` is the heading that says what the unit is about; ``years`` are the fiscal years that
    the unit, its headings or its document name.
    """

    block: Block
    subject: str
    fiscal_year: int
    years: frozenset[int]
    coverage: float
    attribute: float
    score: float


@dataclass(frozen=True)
class UnitRanker:
    """Ranks the blocks of passages against a question."""

    index: Index
    lexicon: Lexicon

    def rank(self, question: Question, passages: Sequence[Passage]) -> list[Unit]:
        """Units of the years asked for, best first; ties by the passages' order."""
        weights = self.weights(question)
        titles = {document.id: document.title for document in self.index.store.documents()}
        newest = max((passage.chunk.fiscal_year for passage in passages), default=0)
        units: dict[Block, Unit] = {}
        pages = dict.fromkeys(
            (passage.chunk.document_id, passage.chunk.page, passage.chunk.fiscal_year) for passage in passages
        )
        # A page is one topic: its lines answer together, whichever of them the search found.
        for rank, (document_id, page, year) in enumerate(pages, 1):
            blocks = [block for block in self.index.store.page_blocks(document_id, page) if not _loose(block)]
            bonus = _RANK / rank + _NEWEST * (year == newest)
            siblings: dict[tuple[str, ...], str] = {}
            for block in blocks:
                siblings[block.headings] = siblings.get(block.headings, "") + block.text + "\n"
            for block in blocks:
                context = _Context(titles[document_id], siblings[block.headings], year, bonus)
                units.setdefault(block, self._unit(block, context, weights, question))
        scored = [self._about(unit, question) for unit in units.values()]
        ranked = sorted(scored, key=lambda unit: -round(unit.score, 9))
        return [unit for unit in ranked if _of_years(unit, question) and self._of_subjects(unit, question)]

    def weights(self, question: Question) -> Weights:
        """How much each topic word says."""
        return {term: self._weight(term) for term in question.topic}

    @cached_property
    def _subjects(self) -> SubjectFinder:
        return SubjectFinder(tuple(self.index.store.ledger.subjects()))

    def _about(self, unit: Unit, question: Question) -> Unit:
        """``unit``, higher where it stands under the name of a subject of the question."""
        if not question.subjects or not unit.block.headings:
            return unit
        named = self._subjects.find("\n".join(unit.block.headings))
        under = any(subject in named for subject in question.subjects)
        return replace(unit, score=unit.score + _UNDER) if under else unit

    def _of_subjects(self, unit: Unit, question: Question) -> bool:
        """A figure asked of a named programme is taken from what stands under that name alone."""
        kinds = {one.kind for one in self.lexicon.attributes if one.name in question.attributes}
        if not question.subjects or kinds <= {"text"}:
            return True
        named = self._subjects.find("\n".join([*unit.block.headings, unit.block.text]))
        return any(subject in named for subject in question.subjects)

    def _unit(self, block: Block, context: "_Context", weights: Weights, question: Question) -> Unit:
        own = _coverage(weights, block.text)
        kinds = {one.kind for one in self.lexicon.attributes if one.name in question.attributes}
        # A figure is its own line's: what only the lines beside it hold does not make it the one asked for.
        beside = context.siblings if kinds <= {"text"} else ""
        led = _coverage(weights, "\n".join([context.title, *block.headings, block.text]), beside)
        attribute = max((self._fit(block, name, question.wordings) for name in question.attributes), default=0.0)
        score = led + _OWN * own + _ATTRIBUTE * attribute + context.bonus
        if block.kind == "heading" and attribute < _COULD:
            score -= _HEADING
        years = _years("\n".join([*block.headings, block.text]), context.fiscal_year)
        return Unit(block, _subject(block, weights, self.lexicon), context.fiscal_year, years, led, attribute, score)

    def _fit(self, block: Block, name: str, wordings: tuple[str, ...]) -> float:
        attribute = next(one for one in self.lexicon.attributes if one.name == name)
        if attribute.kind != "text":
            return fit(block, attribute, self.lexicon)
        if block.kind == "heading":  # a heading announces text, it states none
            return 0.0
        said = any(word in squeezed(block.text) for word in wordings)
        return max(fit(block, attribute, self.lexicon), _SAID * said)

    def _weight(self, term: Term) -> float:
        """Inverse document frequency. A noun that no document has weighs most, another such word nothing:
        owners say 買い替える or 困る where documents say 導入 or 課題, but a 締切 that is not there is not there."""
        n = self.index.manifest.chunks
        words = [[term.lemma], *map(lemmas, term.alternatives)]
        # A wording is as rare as its rarest word: 事業 of 事業継続 says nothing.
        frequency = self.index.keywords.document_frequency
        df = max(min((frequency("lemmas", lemma) for lemma in word), default=0) for word in words)
        if df == 0 and (term.aside or not term.is_noun):
            return 0.0
        return (_ASIDE if term.aside else 1) * math.log(1 + (n - df + 0.5) / (df + 0.5))


@dataclass(frozen=True, slots=True)
class _Context:
    title: str
    siblings: str
    fiscal_year: int
    bonus: float


def _loose(block: Block) -> bool:
    """A figure whose owner the page does not prove: it must not answer anything."""
    return block.tied == "untied" and bool(_quantities(block.text))


def fit(block: Block, attribute: Attribute, lexicon: Lexicon) -> float:
    """How well ``block`` states ``attribute``: 1 as its row, less where it names or merely could hold it.

    A line that names another attribute of the same kind (a budget where a cap is asked) does not state it.
    """
    text = squeeze(block.text)
    key = text.split(":", 1)[0].split("(")[0] if block.kind == "row" else ""
    if key in attribute.keys:
        return 1.0
    has_kind = attribute.kind == "text" or any(q.kind == attribute.kind for q in _quantities(block.text))
    if any(key.endswith(word) for word in attribute.keys) and has_kind:
        return 0.9
    if any(len(word) > 2 and word in text for word in attribute.keys):
        return 0.8 if has_kind else 0.0
    rivals = (one for one in lexicon.attributes if one.kind == attribute.kind and one.name != attribute.name)
    if any(word in text for one in rivals for word in one.keys):
        return 0.0
    return _COULD if has_kind and attribute.kind != "text" else 0.0


def _subject(block: Block, weights: Weights, lexicon: Lexicon) -> str:
    """What the unit is about: the heading or the row's own name with most of the topic, the outermost of equals.

    A record that an attribute heads (採択件数) has no name of its own.
    """
    own, colon, _ = block.text.partition("：")
    is_named = block.kind == "record" and colon and squeezed(own) not in lexicon.attribute_by_key
    names = [*block.headings, *([own] if is_named else [])]
    if not names:
        return block.text if block.kind == "heading" else ""
    return max(names, key=lambda name: round(_coverage(weights, name), 9))


def _coverage(weights: Weights, text: str, siblings: str = "") -> float:
    """The share of the topic's weight that ``text`` holds; what only ``siblings`` hold counts less."""
    whole = sum(weights.values())
    if not whole:
        return 0.0
    held = sum(w if holds(term, text) else _SIBLING * w * holds(term, siblings) for term, w in weights.items())
    return held / whole


def _years(text: str, fiscal_year: int) -> frozenset[int]:
    """The fiscal years that ``text`` is about: those it names, else that of its document."""
    named = frozenset(int(q.canonical[3:]) for q in _quantities(text) if q.kind == "fiscal_year")
    return named or frozenset({fiscal_year})


def _of_years(unit: Unit, question: Question) -> bool:
    """Whether a unit is of the years asked for; one that prints other calendar years is not."""
    if question.fiscal_years and not set(question.fiscal_years) & unit.years:
        return False
    dates = {q.canonical[5:9] for q in _quantities(unit.block.text) if q.kind == "date"}
    printed = {int(year) for year in dates if year.isdigit()}
    asked = set(question.calendar_years)
    return not asked or bool(asked & (printed or unit.years))


@lru_cache(maxsize=_CACHE)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return parse_quantities(text)
