"""Composition: the best source units as an answer, each cited, the answer first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.fold import squeeze
from ingest.index import Index
from ingest.lexicon import AnswerType, Lexicon
from ingest.quantities import parse_quantities
from ingest.store import DocumentSummary
from ingest.types import Block, Span
from rag.answer_type import AnswerTypes, satisfied
from rag.answerability import answers, enough
from rag.covering import Cover
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.headings import heading_spans
from rag.matching import holds
from rag.signals import Weights
from rag.types import Question
from rag.units import Unit, UnitRanker

AT_MOST, LIST_AT_MOST = 4, 12  # units of an answer, and of one that lists
_LIST = "list"  # the intent of one who wants everything of a kind
_SEEK = "seek"  # of one who asks which support there is
_ENUMERATE = "enumerate"  # of one who asks what stands under a heading
_SPECIFIC = "specific"  # of one who asks one thing of what she knows
# 「事業は何という名前ですか」: a programme is that one thing.
_PROGRAMME = re.compile(r"(?:事業|制度|支援|助成|補助)(?:金|策)?(?:は|って|の名)?(?:何|なん|なに|どれ|どう)")
_SHORT_LIST = 5  # lines of a list that is told whole where half of it is told
_NEAR = 1.6  # a further unit must come this near to the best one's score
_ROOM = 200  # characters of source text in an answer of several lines
_HEADING, _LEVELS = 40, 2  # characters of a heading, and how many of them, that are said beside the subject
_SENTENCE = 60  # characters; a longer value is shown as it stands


@dataclass(frozen=True, slots=True)
class _Told:
    """A unit in words: as a sentence, or as ``text`` under a ``lead`` that several units share."""

    sentence: str
    lead: str
    lead_mark: str
    text: str


@dataclass(frozen=True)
class Composer:
    """Writes answers out of the units of one index."""

    index: Index
    lexicon: Lexicon
    ranker: UnitRanker

    def choose(self, question: Question, units: Sequence[Unit]) -> list[Unit]:
        """The units to say: the best, and others of its page that answer as well; none where nothing is near enough."""
        wanted = self._types.expected(question.text)
        units = typed_first(units, wanted)
        weights = self.ranker.weights(question)
        covering = self._cover.lines(weights, units, wanted) if units else []
        least = enough(question, wanted, self.lexicon.attributes)
        seeks = _seeks(question)
        if not answers(question, units, covering, wanted, least) or not _speaks_of(weights, covering, wanted, seeks):
            return []
        best, at_most = units[0], AT_MOST
        alike = [*covering[1:], *beside_best(units)]
        if _LIST in question.intents:
            alike, at_most = [unit for unit in units[1:] if _beside(best, unit) and _adds(best, unit)], LIST_AT_MOST
        chosen = list({unit.block: unit for unit in (best, *alike)}.values())[:at_most]
        if _ENUMERATE in question.intents:
            chosen += rest_of_lists(chosen, units)
        return sorted(chosen, key=lambda unit: unit.block.spans[-1])

    def write(self, units: Sequence[Unit]) -> Draft:
        """The text of ``units``: one sentence, or a line a unit under what they share."""
        documents = {document.id: document for document in self.index.store.documents()}
        draft = Draft()
        told = [self._told(draft, unit, documents[unit.block.document_id]) for unit in units]
        if len(told) == 1:
            text = told[0].sentence
        elif len({line.lead for line in told}) == 1 and told[0].lead:
            text = "\n".join([f"{told[0].lead}{told[0].lead_mark}", *(f"・{line.text}" for line in told)])
        else:
            text = "\n".join(f"・{line.sentence}" for line in told)
        draft.finish(text)
        return draft

    def suggestions(self, units: Sequence[Unit]) -> tuple[str, ...]:
        """Three next questions: what else the same sheet states."""
        if not units:
            return ()
        best = units[0].block
        subject = best.headings[0] if best.headings else ""
        said = {_key(unit.block) for unit in units}
        keys = [_key(block) for block in self._page_blocks(best) if block.headings[:1] == best.headings[:1]]
        more = [key for key in keys if key not in said and squeeze(key) in self.lexicon.attribute_by_key]
        return tuple(f"{subject}の{key}は？" for key in dict.fromkeys(more) if subject)[:3]

    @cached_property
    def _cover(self) -> Cover:
        return Cover(tuple(self.index.store.ledger.subjects()))

    @cached_property
    def _types(self) -> AnswerTypes:
        return AnswerTypes(self.lexicon.answer_types, self.lexicon.same_counters)

    def _told(self, draft: Draft, unit: Unit, document: DocumentSummary) -> "_Told":
        block = unit.block
        page = self.index.store.page(block.document_id, block.page)
        assert page is not None
        own = "".join(draft.cite(document, page.text, block.page, span) for span in block.spans)
        spans = self._heading_spans(block, unit.subject)
        above = "".join(draft.cite(document, page.text, block.page, span) for span in spans)
        note = ORDER_NOTE * (block.tied == "order")
        said = unmarked(block.text)  # what the source prints like a mark is no mark of ours
        dated = _year_heading(unit)
        own += "".join(draft.cite(document, page.text, block.page, s) for s in self._heading_spans(block, dated))
        if block.kind == "record" and unit.subject not in block.headings:
            draft.names.append(unit.subject)
            return _record(said, dated or f"{year_of(document)}の資料", note, own)
        said = f"{dated}、{said}" if dated else said
        if not spans:
            text = f"{year_of(document)}の資料「{document.title}」：{said}{note}{own}"
            return _Told(text, "", "", text)
        draft.names.append(unit.subject)
        below = self._below(unit, dated)
        within = (span for heading in below for span in self._heading_spans(block, heading))
        marked = [draft.cite(document, page.text, block.page, span) for span in within]
        own += "".join(mark for mark in marked if mark not in own)
        subject = unmarked(unit.subject)
        lead = f"{subject}（{year_of(document)}の資料）"
        inner = "".join(f"の「{unmarked(h)}」" for h in below)
        marks = own + above * (above not in own)
        text = f"{'／'.join(map(unmarked, below))}{'：' * bool(below)}{said}{note}{own}"
        if block.text == unit.subject:
            return _Told(f"{lead}{marks}", lead, above, text)
        key, _, value = said.partition("：") if block.kind in ("row", "record") else ("", "", "")
        if value and len(value) <= _SENTENCE and not value.endswith(("。", "る", "た")):
            return _Told(f"{lead}{inner}の{key}は、{value}です。{note}{marks}", lead, above, text)
        return _Told(f"{lead}{inner}：{said}{note}{marks}", lead, above, text)

    def _below(self, unit: Unit, dated: str) -> list[str]:
        """The headings between the subject and the line that say more of it: a company, 委員発言, a course."""
        headings = unit.block.headings
        at = headings.index(unit.subject) + 1 if unit.subject in headings else len(headings)
        said = unit.block.text
        kept = [h for h in headings[at:] if h != dated and len(h) <= _HEADING and h not in said]
        return [heading for heading in kept if self._heading_spans(unit.block, heading)][-_LEVELS:]

    def _heading_spans(self, block: Block, subject: str) -> tuple[Span, ...]:
        return heading_spans(self._page_blocks(block), block, subject)

    def _page_blocks(self, block: Block) -> list[Block]:
        return self.index.store.page_blocks(block.document_id, block.page)


def typed_first(units: Sequence[Unit], wanted: AnswerType | None) -> Sequence[Unit]:
    """``units``, first the one that holds the kind of quantity ``wanted``, where it comes near to the best."""
    if wanted is None or not units or satisfied(wanted, units[0].block.text):
        return units
    near = (unit for unit in units if unit.score >= units[0].score - _NEAR)
    typed = next((unit for unit in near if satisfied(wanted, unit.block.text)), None)
    return [typed, *(unit for unit in units if unit is not typed)] if typed else units


def beside_best(units: Sequence[Unit]) -> list[Unit]:
    """Further lines of the best unit's sheet that answer nearly as well, while the answer stays short."""
    best, room, found = units[0], _ROOM - len(units[0].block.text), list[Unit]()
    for unit in units[1:]:
        if unit.score < best.score - _NEAR:
            break
        same_time = unit.signals.older <= best.signals.older
        if same_time and _same_sheet(best, unit) and _adds(best, unit) and len(unit.block.text) <= room:
            found.append(unit)
            room -= len(unit.block.text)
    return found


def rest_of_lists(chosen: Sequence[Unit], units: Sequence[Unit]) -> list[Unit]:
    """What is missing of the best unit's short list, and of those of which ``chosen`` hold half.

    Who hears of two things of three takes them for all.
    """
    missing = list[Unit]()
    for first in {unit.block.headings: unit for unit in reversed(chosen) if unit.block.kind == "bullet"}.values():
        whole = [unit for unit in units if unit.block.kind == "bullet" and _beside(first, unit)]
        rest = [unit for unit in whole if unit not in chosen]
        half = first is chosen[0] or len(rest) <= min(len(whole) / 2, len(whole) - 2)
        if half and len(whole) <= _SHORT_LIST:
            missing += rest
    return missing


def _seeks(question: Question) -> bool:
    """Whether support is sought, and nothing else of it asked."""
    if _SEEK not in question.intents or question.attributes or _ENUMERATE in question.intents:
        return False
    return _SPECIFIC not in question.intents or bool(_PROGRAMME.search(squeeze(question.text)))


def _speaks_of(weights: Weights, told: Sequence[Unit], wanted: AnswerType | None, seeks: bool) -> bool:
    """Whether lines that hold a word asked for (予約) are of whom it is asked: by name, or by the heaviest noun.

    So with the support that one ``seeks``: what says nothing of her 奨学金 is none for it. Figures are held against
    more: see ``rag.asked``.
    """
    if (wanted is None and not seeks) or (wanted and wanted.kinds) or any(unit.signals.named for unit in told):
        return True
    asking = [squeeze(word).lower() for word in (*wanted.texts, *wanted.words)] if wanted else []
    nouns = {t: w for t, w in weights.items() if t.is_noun and not any(t.lemma in word for word in asking)}
    text = "\n".join("\n".join([*unit.block.headings, unit.block.text]) for unit in told)
    return not nouns or holds(max(nouns, key=lambda term: (round(nouns[term], 9), term.lemma)), text)


def _record(said: str, year: str, note: str, marks: str) -> _Told:
    """A line of a table, told under its own name."""
    name, _, value = said.partition("：")
    text = f"{name}（{year}）は、{value}です。{note}{marks}"
    return _Told(text, "", "", text)


def _year_heading(unit: Unit) -> str:
    """The heading that says of which year a line is, where that is not its document's own; "" where none does."""
    for heading in reversed(unit.block.headings):
        years = {q.canonical for q in parse_quantities(heading) if q.kind == "fiscal_year"}
        if years and f"fy:{unit.fiscal_year}" not in years and heading != unit.subject:
            return heading
    return ""


def _same_sheet(best: Unit, other: Unit) -> bool:
    here, there = best.block, other.block
    return (here.document_id, here.page, here.headings[:1]) == (there.document_id, there.page, there.headings[:1])


def _beside(best: Unit, other: Unit) -> bool:
    """Whether ``other`` is a line of the list in which the best unit stands."""
    here, there = best.block, other.block
    return (here.document_id, here.page, here.headings) == (there.document_id, there.page, there.headings)


def _adds(best: Unit, other: Unit) -> bool:
    """Whether ``other`` is more than the best unit again: a heading beside what it heads says nothing new."""
    if other.block.kind == "heading" or best.block.text == other.block.text:
        return False
    return other.attribute >= best.attribute


def _key(block: Block) -> str:
    """What a row states, without the part of it that a path names."""
    return block.text.split("：", 1)[0].split("（", 1)[0] if block.kind == "row" and "：" in block.text else ""
