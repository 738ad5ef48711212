"""The object of ``POST /v1/drafts`` and ``sodan draft --json`` as a plain dict; no web framework is imported here."""

from collections.abc import Sequence
from dataclasses import asdict

from api.contract import Json, answer_object
from desk.drafting.draft import Answered, Draft, Sentence
from desk.style.linting import Finding
from ingest.store import Store
from rag.types import Citation


def draft_object(draft: Draft, store: Store, findings: Sequence[Finding]) -> Json:
    """The draft with its evidence sentence by sentence, the answers it rests on, and the lint's findings."""
    return {
        "subject": draft.subject,
        "text": draft.text,
        "tone": draft.tone,
        "parts": [
            {"name": part.name, "text": part.text, "sentences": [_sentence(one) for one in part.sentences]}
            for part in draft.parts
        ],
        "questions": [_question(one, store) for one in draft.answers],
        "withheld": list(draft.withheld),
        "lint": [asdict(finding) for finding in findings],
        "attachments": list(draft.inquiry.attachments),
        "notes": list(draft.inquiry.notes),
    }


def _sentence(sentence: Sentence) -> Json:
    return {
        "text": sentence.text,
        "line": sentence.line,
        "kind": sentence.kind,
        "question": sentence.question,
        "citations": [_citation(one) for one in sentence.citations],
    }


def _question(one: Answered, store: Store) -> Json:
    whole = answer_object(one.answer, store, 0.0)
    kept = ("answer", "status", "reason", "citations", "facts", "answer_id")
    return {
        "question": one.question,
        "turns": list(one.turns),
        "about": one.about,
        **{name: whole[name] for name in kept},
    }


def _citation(citation: Citation) -> Json:
    return {**asdict(citation), "url": citation.url}
