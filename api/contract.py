"""The objects of the HTTP contract (``docs/api.md``) as plain dicts: the server and the command line give the same.

No web framework is imported here, so that ``sodan ask --json`` starts fast.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from functools import cache

from ingest.facts import Fact
from ingest.ledger_store import Subject
from ingest.store import Store
from rag.cited import cited_facts
from rag.furigana import Ruby
from rag.types import Answer

Json = dict[str, object]
"""A JSON object."""


def answer_object(
    answer: Answer,
    store: Store,
    elapsed_ms: float,
    conversation_id: str | None = None,
    style: str = "standard",
    rubies: Sequence[Ruby] = (),
) -> Json:
    """The answer, with the ledger's facts that its citations prove; ``rubies`` are those of its text."""
    return {
        "answer": answer.text,
        "status": answer.status,
        "reason": answer.reason,
        "citations": [{**asdict(citation), "url": citation.url} for citation in answer.citations],
        "facts": fact_objects(store, cited_facts(store.ledger, answer.citations)),
        "suggestions": list(answer.suggestions),
        "answer_id": answer.answer_id,
        "conversation_id": conversation_id or f"c-{answer.answer_id}",
        "engine": answer.engine,
        "elapsed_ms": round(elapsed_ms, 1),
        "style": style,
        "furigana": [list(ruby) for ruby in rubies],
    }


def fact_objects(store: Store, facts: Iterable[Fact]) -> list[Json]:
    """The facts, each with the source's own characters of its value."""

    @cache
    def text(document_id: str, number: int) -> str:
        page = store.page(document_id, number)
        return page.text if page else ""

    return [_fact(fact, text) for fact in facts]


def subject_object(subject: Subject) -> Json:
    """A subject in a list. ``aliases`` are its other printed names, newest first, then those of the registry."""
    return {
        "id": subject.id,
        "name": subject.name,
        "aliases": list(dict.fromkeys([*subject.names[1:], *subject.aliases])),
        "fiscal_years": list(subject.fiscal_years),
        "kind": subject.kind,
    }


def subject_detail(store: Store, subject: Subject, facts: Iterable[Fact]) -> Json:
    """A subject with ``facts`` of it and its relations; a related subject that no document names is left out."""
    return {
        **subject_object(subject),
        "facts": fact_objects(store, facts),
        "predecessors": _related(store, subject.predecessors),
        "parts": _related(store, subject.parts),
        "look_alikes": _related(store, subject.look_alikes),
    }


def _fact(fact: Fact, text: Callable[[str, int], str]) -> Json:
    page = text(fact.document_id, fact.page)
    spans = [{"start": start, "end": end, "quote": page[start:end]} for start, end in fact.spans]
    first: Json = {"start": 0, "end": 0, "quote": ""}
    return {
        "programme": fact.programme,
        "name": fact.name,
        "attribute": fact.attribute,
        "value": fact.value,
        "text": fact.text,
        "conditions": list(fact.conditions),
        "item": fact.item,
        "fiscal_year": fact.fiscal_year,
        "document_id": fact.document_id,
        "page": fact.page,
        **(spans[0] if spans else first),
        "tied": fact.tied,
        "spans": spans,
    }


def _related(store: Store, ids: Iterable[str]) -> list[Json]:
    known = [subject for id_ in ids if (subject := store.ledger.subject(id_))]
    return [{"id": subject.id, "name": subject.name} for subject in known]
