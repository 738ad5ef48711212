"""Stating: looked-up facts in words, each value with what proves it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.eras import year_label
from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.index import Index
from ingest.quantities import parse_quantities
from ingest.store import DocumentSummary
from ingest.types import Block, Span
from rag.comparison import condition_text
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.lookup import Found

_ROW = 60  # characters of a row's value that may be said whole
_NOUN = 14  # letters of words that 「です」 can follow; more are a statement
_BETWEEN = 8  # characters between the first and the last day of a period
_WEEKDAY = re.compile(r"[（(][月火水木金土日・祝]+[）)]")
_TO = ("～", "〜", "~", "-", "－", "から")
_KEY = 14  # letters; a longer key is a sentence, and the attribute's own name is said instead


@dataclass(frozen=True, slots=True)
class Told:
    """A fact in words: its value, what it is of (conditions, part), and its marks."""

    fact: Fact
    value: str
    of: str
    marks: str


@dataclass(frozen=True)
class Stater:
    """States the facts of one index."""

    index: Index

    def write(self, found: Sequence[Found], remarks: Sequence[str] = ()) -> Draft:
        """One sentence for one fact; else a line a fact under what they share; ``remarks`` follow."""
        documents = {document.id: document for document in self.index.store.documents()}
        draft = Draft()
        draft.finish("\n".join([*(part for one in found for part in self._part(draft, one, documents)), *remarks]))
        return draft

    def _part(self, draft: Draft, found: Found, documents: dict[str, DocumentSummary]) -> list[str]:
        """The text of one subject and attribute, a sheet (name and document) at a time."""
        sheets: dict[tuple[str, str], list[Fact]] = {}
        for fact in found.facts:
            sheets.setdefault((fact.document_id, fact.name), []).append(fact)
        parts = []
        for (document_id, name), own in sheets.items():
            document = documents[document_id]
            facts = self._without_ends(own)
            label = self._label(facts, found.attribute)
            aside = any(self._is_aside(fact) for fact in facts)
            label = found.attribute if aside else label
            told = [self.told(draft, fact, document, _part_of(fact, facts, label)) for fact in facts]
            owner = self.owner(draft, facts[0], document)
            draft.names.append(narrow(name))
            whole, whole_marks = self._whole(draft, facts[0], document)
            lead = f"{whole}{unmarked(narrow(name))}（{year_of(document)}の資料）の{label}"
            if len(told) == 1:
                of = f"（{told[0].of}）" if told[0].of else ""
                value = ("" if aside else self._whole_row(facts[0])) or told[0].value
                marks = told[0].marks + whole_marks + owner * (owner not in told[0].marks)
                is_noun = facts[0].is_figure or len(value) <= _NOUN
                says = f"は、{_unlabelled(value, label)}です。" if is_noun else f"：{value}"
                parts.append(f"{lead}{of}{says}{order_note(facts[0])}{marks}")
            else:
                graded = any(":" not in condition for fact in facts for condition in fact.conditions)
                lines = [self._line(one, graded) for one in told]
                parts += [f"{lead}は、次のとおりです。{whole_marks}{owner}", *lines]
        return parts

    def _line(self, one: Told, graded: bool) -> str:
        """A line a fact; ``graded``: beside facts under conditions, the one without any is the usual one."""
        of = one.of or ("通常" if graded and not one.fact.conditions else "")
        return f"・{of}{'：' if of else ''}{one.value}{order_note(one.fact)}{one.marks}"

    def told(self, draft: Draft, fact: Fact, document: DocumentSummary, part: str) -> Told:
        page = self.index.store.page(fact.document_id, fact.page)
        assert page is not None
        block = self.block(fact)
        spans = block.spans if block else (*fact.key_spans, *fact.spans)
        marks = "".join(dict.fromkeys(draft.cite(document, page.text, fact.page, span) for span in spans))
        return Told(fact, unmarked(fact.text), unmarked(_of(fact, part)), marks)

    def _without_ends(self, facts: Sequence[Fact]) -> list[Fact]:
        """The facts, each pair of dates that one line prints as first and last day as one: 「9月～10月」."""
        kept = list[Fact]()
        for fact in facts:
            last = kept[-1] if kept else None
            ranged = self._range(last, fact) if last else ""
            if last and ranged:
                spans = ((last.spans[0][0], fact.spans[-1][1]),)
                kept[-1] = replace(last, text=ranged, spans=spans)
            else:
                kept.append(fact)
        return kept

    def _range(self, first: Fact, last: Fact) -> str:
        """What the page prints from the first to the last day; "" where the two dates are none."""
        dated = first.value.startswith("date:") and last.value.startswith("date:")
        if not dated or (first.item, first.conditions, first.page) != (last.item, last.conditions, last.page):
            return ""
        page = self.index.store.page(first.document_id, first.page)
        assert page is not None
        between = page.text[first.spans[-1][1] : last.spans[0][0]]
        weekday = _WEEKDAY.match(page.text[last.spans[-1][1] :])
        whole = narrow(page.text[first.spans[0][0] : last.spans[-1][1]] + (weekday[0] if weekday else ""))
        whole = whole.replace("\n", "")
        return whole if len(between) <= _BETWEEN and any(mark in between for mark in _TO) else ""

    def _whole_row(self, fact: Fact) -> str:
        """The row's value as it stands where it says more than the fact (a period with its dates), if it is short."""
        block = self.block(fact)
        if block is None or block.kind != "row" or not fact.is_figure or fact.conditions:
            return ""
        value = block.text.partition("：")[2]
        kinds = {quantity.kind for quantity in parse_quantities(value)}
        own = {quantity.kind for quantity in parse_quantities(fact.text)}
        return unmarked(value) if kinds - own and len(value) <= _ROW else ""

    def _is_aside(self, fact: Fact) -> bool:
        """Whether a figure stands behind the one that its key is for (a rate in brackets behind a cap)."""
        page = self.index.store.ledger.page_facts(fact.document_id, fact.page) if fact.key_spans else []
        beside = [f for f in page if f.key_spans == fact.key_spans and f.attribute != fact.attribute and f.is_figure]
        return any(one.spans[0] < fact.spans[0] for one in beside)

    def block(self, fact: Fact) -> Block | None:
        """The line of the page that holds the fact's value."""
        for block in self.index.store.page_blocks(fact.document_id, fact.page):
            if all(any(start <= s and e <= end for start, end in block.spans) for s, e in fact.spans):
                return block
        return None

    def owner(self, draft: Draft, fact: Fact, document: DocumentSummary) -> str:
        """Marks for the place where the subject's name stands on the page."""
        page = self.index.store.page(fact.document_id, fact.page)
        assert page is not None
        spans: tuple[Span, ...] = fact.owner_spans
        if not spans:
            name = squeeze(fact.name)
            headings = (block for block in self.index.store.page_blocks(fact.document_id, fact.page))
            spans = next((block.spans for block in headings if name in squeeze(block.text)), ())
        return "".join(draft.cite(document, page.text, fact.page, span) for span in spans)

    def _whole(self, draft: Draft, fact: Fact, document: DocumentSummary) -> tuple[str, str]:
        """「…総合支援事業の」 before the name of its part, and marks; "" where the page does not name the whole."""
        ledger = self.index.store.ledger
        subject, whole = ledger.subject(fact.programme), ledger.whole_of(fact.programme)
        if subject is None or subject.kind != "programme" or whole is None:
            return "", ""
        page = self.index.store.page(fact.document_id, fact.page)
        assert page is not None
        for block in self.index.store.page_blocks(fact.document_id, fact.page):
            name = next((name for name in whole.names if squeeze(name) == squeeze(block.text)), "")
            if name and block.kind == "heading":
                draft.names.append(narrow(name))
                marks = "".join(draft.cite(document, page.text, fact.page, span) for span in block.spans)
                return f"{unmarked(narrow(name))}の", marks
        return "", ""

    def dating(self, draft: Draft, fact: Fact) -> str:
        """Marks for the heading that dates a figure whose document is of another year."""
        page = self.index.store.page(fact.document_id, fact.page)
        document = next(d for d in self.index.store.documents() if d.id == fact.document_id)
        block = self.block(fact)
        if page is None or block is None:
            return ""
        label = year_label(fact.fiscal_year)
        at = max((i for i, h in enumerate(block.headings) if squeeze(label) in squeeze(h)), default=-1)
        for other in self.index.store.page_blocks(fact.document_id, fact.page) if at >= 0 else ():
            if other.kind == "heading" and (*other.headings, other.text) == block.headings[: at + 1]:
                return "".join(draft.cite(document, page.text, fact.page, span) for span in other.spans)
        return ""

    def _label(self, facts: Sequence[Fact], attribute: str) -> str:
        """The key as the page prints it where all facts share one, else the attribute's name."""
        keys = set()
        for fact in facts:
            page = self.index.store.page(fact.document_id, fact.page)
            assert page is not None
            keys.add(narrow("".join(page.text[start:end] for start, end in fact.key_spans[:1])).replace(" ", ""))
        key = keys.pop() if len(keys) == 1 else ""
        return unmarked(key) if key and len(key) <= _KEY and not any(c.isdigit() for c in key) else attribute


def _of(fact: Fact, part: str) -> str:
    """What the value is of: division, condition and part, in the order in which people say them."""
    divisions = [condition.partition(":")[2] for condition in fact.conditions if ":" in condition]
    conditions = [condition_text(condition) for condition in fact.conditions if ":" not in condition]
    said = narrow("・".join([*divisions, *conditions]))
    part = _unspaced(narrow(part))
    if not said or not part:
        return said or part
    return f"{said}（{part}）" if len(part) == 1 else f"{part}（{said}）"


def _part_of(fact: Fact, facts: Sequence[Fact], label: str) -> str:
    """What the fact is of, where it tells it from the others; the label itself says nothing more."""
    part = fact.item.split("›")[-1]
    if part.endswith("場合"):  # a condition that the vocabulary has no name for, such as the lack of another
        return part
    same = len({other.item for other in facts}) == 1
    long = len(part) > _KEY and not fact.value.startswith("tel:")  # who answers a telephone is always said
    return "" if (same and (len(facts) > 1 or long)) or squeeze(part) == squeeze(label) else part


def _unspaced(text: str) -> str:
    """「実 践 支 援」, as some headings are set, without its gaps."""
    return text.replace(" ", "") if re.fullmatch(r"\S(?: \S)+", text) else text


def _unlabelled(value: str, label: str) -> str:
    """「上限1500万円」 under 「補助上限」 is 「1500万円」."""
    return value.removeprefix("上限") if label.endswith("上限") else value


def order_note(fact: Fact) -> str:
    return ORDER_NOTE * (fact.tied == "order")
