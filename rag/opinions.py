"""Opinions: what those who were heard said of a matter, each as its page has it under a heading for what was said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.index import Index
from ingest.store import DocumentSummary
from ingest.types import Block
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.matching import holds, squeezed
from rag.subjects import names_of
from rag.types import Question, Term
from rag.units import UnitRanker

_ASKED = re.compile(
    r"(?:何|なん|どう)(?:て|と|って)(?:言|話|述)|意見|発言|言われ|言って|言った(?!い)|述べ|指摘|要望|声(?:が|は|を|って)"
)
_HEARD = re.compile(r"委員|有識者|検討会")  # whoever is heard; another may say anything
_SEEKING = frozenset(["find", "seek"])
_HEADING = re.compile(r"意見|発言")
_ASKING = "問題・課題・指摘・要望"
_WHOLE = "意見・発言・委員・有識者・有識者会議・会議・検討会・主・人材"
_INSIDE, _ABOVE = 1.0, 0.5  # what a word counts that the line holds, and one that only its headings hold
_LEAST, _BESIDE = 0.35, 0.75  # share of the matter that the best line must hold, and of the best one's every other
_AT_MOST = 8


@dataclass(frozen=True)
class OpinionTeller:
    """Tells the opinions of one index."""

    index: Index
    ranker: UnitRanker

    def write(self, question: Question) -> Draft | None:
        """The lines that speak of the matter; None where no opinion is asked for, or on nothing in particular."""
        text = squeezed(question.text)
        heard = _HEARD.search(text)
        if not heard or not _ASKED.search(text) or _SEEKING & set(question.intents):
            return None
        lines = [line for line in self._of_years(question) if any(heard[0] in part for part in line.headings)]
        # What the body itself is for is no matter of its own.
        called = "\n".join([_WHOLE, _ASKING, *{line.headings[0] for line in lines if heard[0] in line.headings[0]}])
        called = "\n".join([called, *(name for one in question.subjects for name in names_of(one))])
        weights = {t: w for t, w in self.ranker.weights(question).items() if w and t.is_noun and not holds(t, called)}
        if not weights:
            return None
        scored = [(_score(weights, line), line) for line in lines]
        most = max((score for score, _ in scored), default=0.0)
        kept = [line for score, line in scored if score >= _BESIDE * most] if most >= _LEAST else []
        newest = [line for line in kept if line.document_id == kept[-1].document_id]
        return self._written(newest) if 0 < len(newest) <= _AT_MOST else None

    def _of_years(self, question: Question) -> list[Block]:
        documents = {one.id: one.fiscal_year for one in self.index.store.documents()}
        years = question.fiscal_years
        return [line for line in self._lines if not years or documents[line.document_id] in years]

    def _written(self, lines: Sequence[Block]) -> Draft:
        draft = Draft()
        document = next(d for d in self.index.store.documents() if d.id == lines[0].document_id)
        alike = all(line.tied == "order" for line in lines)
        said = list[str]()
        last: tuple[str, ...] = ()
        for line in lines:
            if line.headings != last:
                last = line.headings
                said.append(self._lead(draft, document, line))
            page = self.index.store.page(line.document_id, line.page)
            assert page is not None
            marks = "".join(draft.cite(document, page.text, line.page, span) for span in line.spans)
            said.append(f"・{unmarked(line.text)}{ORDER_NOTE * (line.tied == 'order' and not alike)}{marks}")
        draft.finish("\n".join(said))
        return draft

    def _lead(self, draft: Draft, document: DocumentSummary, line: Block) -> str:
        """「経営の下支え①（令和7年度の資料）の「有識者会議でのご意見」」, with marks of the headings."""
        page = self.index.store.page(line.document_id, line.page)
        assert page is not None
        marks = dict[str, None]()
        for block in self.index.store.page_blocks(line.document_id, line.page):
            own = (*block.headings, block.text)
            if block.kind == "heading" and line.headings[: len(own)] == own:
                marks |= dict.fromkeys(draft.cite(document, page.text, line.page, span) for span in block.spans)
        inner = "".join(f"の「{unmarked(part)}」" for part in line.headings[1:])
        return f"{unmarked(line.headings[0])}（{year_of(document)}の資料）{inner}{''.join(marks)}"

    @cached_property
    def _lines(self) -> tuple[Block, ...]:
        """What was said, in the documents' order, oldest document first."""
        return tuple(self._found())

    def _found(self) -> Iterator[Block]:
        for document in sorted(self.index.store.documents(), key=lambda one: one.fiscal_year):
            for number in range(1, document.pages + 1):
                for block in self.index.store.page_blocks(document.id, number):
                    under = any(_HEADING.search(part) for part in block.headings)
                    if block.kind == "bullet" and under and block.tied != "untied":
                        yield block


def _score(weights: dict[Term, float], line: Block) -> float:
    """The share of the matter's weight that a line and its headings hold."""
    above = "\n".join(line.headings)
    held = sum(
        weight * (_INSIDE if holds(term, line.text) else _ABOVE * holds(term, above))
        for term, weight in weights.items()
    )
    return held / sum(weights.values())
