"""A draft: an answer being written, its citations numbered in the order in which it mentions them."""

import re
from dataclasses import dataclass, field, replace

from ingest.eras import year_label
from ingest.store import DocumentSummary
from ingest.types import Span
from rag.types import Citation, Reason, Status, Working

_MARK = re.compile(r"\[(\d+)\]")
ORDER_NOTE = "（資料の並び順による対応）"


@dataclass(slots=True)
class Draft:
    """An answer being written: text, and citations numbered in order of first mention.

    ``status`` and ``reason`` are those of the answer when it leaves as it is.
    """

    text: str = ""
    citations: list[Citation] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    workings: list[Working] = field(default_factory=list)
    status: Status = "answered"
    reason: Reason | None = None

    def cite(self, document: DocumentSummary, page_text: str, page: int, span: Span) -> str:
        """The mark ``[n]`` for a span of a page; the same span keeps its number."""
        for known in self.citations:
            if (known.document_id, known.page, known.start, known.end) == (document.id, page, *span):
                return f"[{known.n}]"
        n = len(self.citations) + 1
        quote = page_text[span[0] : span[1]]
        self.citations.append(
            Citation(n, document.id, document.title, document.fiscal_year, page, quote, span[0], span[1])
        )
        return f"[{n}]"

    def finish(self, text: str) -> None:
        """Set the text, and number the citations in the order in which it mentions them."""
        order = list(dict.fromkeys(int(n) for n in _MARK.findall(text)))
        number = {old: new for new, old in enumerate(order, 1)}
        self.text = _MARK.sub(lambda mark: f"[{number[int(mark[1])]}]", text)
        self.citations = [replace(self.citations[old - 1], n=new) for old, new in number.items()]


def unmarked(text: str) -> str:
    """``text`` with what the source prints like a mark made into none of ours."""
    return _MARK.sub(r"［\1］", text)


def year_of(document: DocumentSummary) -> str:
    """「令和7年度」, with ごろ where the document itself is undated."""
    return year_label(document.fiscal_year) + ("ごろ" if document.year_is_approximate else "")
