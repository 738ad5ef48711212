"""Entries in words: the lines of a group of programmes, each with what proves it, in one form for lists and sums."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.fold import narrow
from ingest.store import DocumentSummary
from rag.draft import ORDER_NOTE, Draft, unmarked, year_of
from rag.groups import Entry, Group
from rag.matching import squeezed
from rag.stating import Stater
from rag.types import Question

_WITHOUT = (
    "金額は要",
    "金額は不要",
    "金額はいら",
    "金額なし",
    "予算は要",
    "予算はいら",
    "事業名だけ",
    "名前だけ",
    "名称だけ",
)
_STARRED = "※は、資料の並び順による対応です。"


@dataclass(frozen=True)
class EntryWriter:
    """Writes the entries of groups of one index."""

    stater: Stater

    def lines(self, draft: Draft, group: Group, amounts: bool = True) -> list[str]:
        """A line an entry: its name, tag and amount, with marks."""
        mixed = not is_by_order(group.entries)
        lines = [self._line(draft, entry, amounts, mixed) for entry in group.entries]
        noted = mixed and any(entry.block.tied == "order" for entry in group.entries)
        return [*lines, _STARRED] if noted else lines

    def lead(self, draft: Draft, group: Group) -> str:
        """「令和2年度の資料で、戦略II…の新規の」, to be followed by 「事業」."""
        of = unmarked(narrow(group.of))
        return f"{year_of(self.document(group.entries[0]))}の資料で、{of}"

    def owners(self, draft: Draft, group: Group) -> str:
        """Marks of the headings under which the entries stand, each once."""
        marks: dict[str, None] = {}
        for entry in group.entries:
            page = self.stater.index.store.page(entry.block.document_id, entry.block.page)
            assert page is not None
            blocks = self.stater.index.store.page_blocks(entry.block.document_id, entry.block.page)
            for block in blocks:
                if block.kind == "heading" and block.text in entry.block.headings and narrow(block.text) in group.of:
                    spans = (draft.cite(self.document(entry), page.text, block.page, span) for span in block.spans)
                    marks |= dict.fromkeys(spans)
        return "".join(marks)

    def loose_tags(self, group: Group) -> bool:
        """Whether a page prints a tag that was asked for and that belongs to a programme which nobody can tell."""
        pages = {(entry.block.document_id, entry.block.page) for entry in (*group.entries, *group.again)}
        blocks = (block for page in pages for block in self.stater.index.store.page_blocks(*page))
        loose = [squeezed(block.text) for block in blocks if block.tied == "untied"]
        return any(tag in text for tag in group.tags for text in loose)

    def document(self, entry: Entry) -> DocumentSummary:
        return next(d for d in self.stater.index.store.documents() if d.id == entry.block.document_id)

    def marks(self, draft: Draft, entry: Entry) -> str:
        page = self.stater.index.store.page(entry.block.document_id, entry.block.page)
        assert page is not None
        spans = (
            draft.cite(self.document(entry), page.text, entry.block.page, span) for span in sorted(entry.block.spans)
        )
        return "".join(dict.fromkeys(spans))

    def _line(self, draft: Draft, entry: Entry, amounts: bool, noted: bool) -> str:
        draft.names.append(entry.name)
        said = [narrow(fact.text).replace(" ", "") for fact in (entry.tag,) if fact]
        said += [unmarked(narrow(entry.budget.text))] if entry.budget and amounts else []
        note = "※" * (noted and entry.block.tied == "order")
        value = f"（{'、'.join(said)}）" if said else ""
        return f"・{unmarked(narrow(entry.name))}{value}{note}{self.marks(draft, entry)}"


def wants_amounts(question: Question) -> bool:
    """Whether the asker did not say that she wants the names alone."""
    return not any(word in squeezed(question.text) for word in _WITHOUT)


def is_by_order(entries: Sequence[Entry]) -> bool:
    """Whether all entries are tied by order: it is said once for all of them."""
    return all(entry.block.tied == "order" for entry in entries)


def order_remark(entries: Sequence[Entry]) -> str:
    return ORDER_NOTE * is_by_order(entries)
