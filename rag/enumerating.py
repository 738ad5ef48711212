"""Enumerating: everything that a page lists under the heading that a question asks for, in the page's order."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.store import DocumentSummary
from ingest.types import Block
from rag.circumstances import outside_names
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.sections import Section, Sections
from rag.stating import Stater
from rag.types import Question

_INTENTS = frozenset(["list", "count", "enumerate"])
_LONGEST = 1_100  # characters of a list; what goes beyond is named by its page
_WRITTEN = 7  # letters of a heading that is written out
_AT_MOST = 30  # lines
_ASIDE = 90  # characters of what stands below a line that may be said with it


@dataclass(frozen=True)
class Enumerator:
    """Lists the sections of one index."""

    sections: Sections
    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The list that the question asks for; None where it asks for none, or no heading is clearly meant."""
        if not _INTENTS & set(question.intents):
            return None
        section = self.sections.find(question)
        if section is None or len(section.lines) > _AT_MOST:
            return None
        if self._is_stated(question) and not _is_written(section, question):
            return None
        return self._written(question, section)

    def _is_stated(self, question: Question) -> bool:
        """Whether the ledger states what is asked of a subject: it is looked up, not listed off a page."""
        return any(self.look_up.facts(question, s, a) for s in question.subjects for a in question.attributes)

    def _written(self, question: Question, section: Section) -> Draft:
        document = next(d for d in self.stater.index.store.documents() if d.id == section.document_id)
        draft = Draft()
        alike = all(line.tied == "order" for line in section.lines)
        lines = list[str]()
        for line, under in zip(section.lines, section.under, strict=True):
            lines.append(self._line(draft, line, under, document, noted=not alike))
        kept = _fitting(lines)
        lead = self._lead(draft, section, document, f"{ORDER_NOTE * alike}")
        parts = [lead, *kept]
        if len(kept) < len(lines):
            draft.status = "partial"
            parts.append("ほかにもあります。続きは、出典のページでご覧ください。")
        draft.finish("\n".join(parts))
        return draft

    def _lead(self, draft: Draft, section: Section, document: DocumentSummary, note: str) -> str:
        """「事業（令和7年度の資料）の見出しは、次のとおりです。」, with marks of both."""
        outer = unmarked(section.path[0])
        marks = self._heading_marks(draft, section, document)
        own = unmarked(section.title)
        of = f"の「{own}」" if len(section.path) > 1 and own else ""
        middle = unmarked(section.path[-2]) if len(section.path) > 2 else ""
        within = f"の「{middle}」" if middle and _is_plain(own) else ""
        return f"{outer}（{year_of(document)}の資料）{within}{of}は、次のとおりです。{note}{marks}"

    def _heading_marks(self, draft: Draft, section: Section, document: DocumentSummary) -> str:
        store = self.stater.index.store
        page = store.page(section.document_id, section.page)
        assert page is not None
        marks: dict[str, None] = {}
        # As many parts of the path as the lead says.
        said = {1, len(section.path), len(section.path) - _is_plain(unmarked(section.title))}
        for block in store.page_blocks(section.document_id, section.page):
            own = (*block.headings, block.text)
            if block.kind in ("heading", "bullet") and section.path[: len(own)] == own and len(own) in said:
                marks |= dict.fromkeys(draft.cite(document, page.text, section.page, span) for span in block.spans)
        return "".join(marks)

    def _line(self, draft: Draft, line: Block, under: Sequence[Block], document: DocumentSummary, noted: bool) -> str:
        page = self.stater.index.store.page(line.document_id, line.page)
        assert page is not None
        said = unmarked(line.text)
        spans = list(line.spans)
        told = [block for block in under if block.kind in ("paragraph", "bullet")][: 1 if line.kind == "heading" else 5]
        if told and sum(len(block.text) for block in told) <= _ASIDE:
            said += f"：{'、'.join(unmarked(block.text) for block in told)}"
            spans += [span for block in told for span in block.spans]
        marks = "".join(dict.fromkeys(draft.cite(document, page.text, line.page, span) for span in spans))
        return f"・{said}{ORDER_NOTE * (noted and line.tied == 'order')}{marks}"


def _is_written(section: Section, question: Question) -> bool:
    """Whether the question writes the section's heading out, not as a subject's name, and so means the list."""
    title = squeezed(section.title)
    return len(title) >= _WRITTEN and title in outside_names(question)


def _is_plain(title: str) -> bool:
    """Whether a heading says nothing without the one above it: 「支援内容」."""
    return len(title) <= 6


def _fitting(lines: Sequence[str]) -> list[str]:
    """As many of the lines as fit."""
    kept, length = list[str](), 0
    for line in lines:
        length += len(line)
        if length > _LONGEST:
            break
        kept.append(line)
    return kept
