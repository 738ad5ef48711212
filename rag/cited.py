"""The facts that an answer's citations prove."""

from collections.abc import Iterable

from ingest.facts import Fact
from ingest.ledger_store import Ledger
from rag.types import Citation


def cited_facts(ledger: Ledger, citations: Iterable[Citation]) -> list[Fact]:
    """The facts all of whose value spans lie inside cited spans, each once, in the order of the citations' pages."""
    pages: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        pages.setdefault((citation.document_id, citation.page), []).append(citation)
    return [
        fact
        for (document_id, page), cited in pages.items()
        for fact in ledger.page_facts(document_id, page)
        if fact.spans and all(any(c.start <= start and end <= c.end for c in cited) for start, end in fact.spans)
    ]
