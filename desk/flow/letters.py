"""A draft as it is stored: the text of each part, and beside it what was proposed and the evidence of each sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from desk.drafting.draft import PART_NAMES, Draft, Part, Sentence
from desk.drafting.office import Office
from desk.office import Office as OfficeSettings
from desk.store import DraftPart
from desk.style.linting import quotes_of
from desk.tokens import new_id
from rag.types import Citation

PART_LABELS: Mapping[str, str] = {
    "subject": "件名", "addressee": "宛名", "thanks": "お礼", "conclusion": "回答", "grounds": "根拠",
    "conditions": "条件・注意", "window": "窓口", "signature": "署名",
}  # fmt: skip
TONE_LABELS: Mapping[str, str] = {"standard": "標準", "short": "短め", "plain": "やさしい日本語"}


def office_of(settings: OfficeSettings) -> Office:
    """The office of a draft; its window and signature are put in as they are written (``parts_of``)."""
    return Office(name=settings.name) if settings.name else Office()


def parts_of(draft: Draft, draft_id: str, settings: OfficeSettings) -> list[DraftPart]:
    """The parts of a new draft, in the letter's order; the office's own wording goes into its window and signature."""
    quotes = list(quotes_of(draft))
    answers = [{"question": a.question, "status": a.answer.status, "reason": a.answer.reason or "", "about": a.about}
               for a in draft.answers]  # fmt: skip
    shared = {"quotes": quotes, "answers": answers, "withheld": list(draft.withheld)}
    made = [part_of(part, draft_id, settings, draft.tone) for part in draft.parts]
    first, *rest = made
    return [replace(first, detail={**first.detail, **shared}), *rest]


def part_of(part: Part, draft_id: str, settings: OfficeSettings, tone: str) -> DraftPart:
    """One part as it is stored."""
    text = _with_office(part, settings)
    cited = dict.fromkeys(one for sentence in part.sentences for one in sentence.citations)
    sentences = [_sentence(one) for one in part.sentences if one.text.strip()]
    detail = {"proposed": text, "tone": tone, "sentences": sentences}
    position = PART_NAMES.index(part.name)
    return DraftPart(new_id(), draft_id, position, part.name, text, [_citation(one) for one in cited], detail)


def blank_parts(draft_id: str, settings: OfficeSettings, subject: str) -> list[DraftPart]:
    """The parts of a reply that a person writes, because nothing in the inquiry could be read as a question."""
    texts = {"subject": f"{subject or 'お問い合わせ'}について（回答）", "conclusion": "", "window": settings.window,
             "signature": settings.signature or settings.name}  # fmt: skip
    shared = {"quotes": [subject] if subject else [], "answers": [], "withheld": []}
    return [
        DraftPart(new_id(), draft_id, PART_NAMES.index(kind), kind, text, [],
                  {"proposed": text, "tone": "standard", "sentences": [], **(shared if kind == "subject" else {})})
        for kind, text in texts.items()
    ]  # fmt: skip


def texts_of(parts: Iterable[DraftPart]) -> dict[str, str]:
    """The texts by part, in the letter's order."""
    return {part.kind: part.text for part in sorted(parts, key=lambda one: one.position)}


def subject_of(texts: Mapping[str, str]) -> str:
    return texts.get("subject", "")


def body_of(texts: Mapping[str, str]) -> str:
    """The reply without its subject: the parts that say something, a blank line between them."""
    return "\n\n".join(text for kind, text in texts.items() if kind != "subject" and text.strip()) + "\n"


def letter_text(texts: Mapping[str, str]) -> str:
    """The whole letter, as it is searched, compared and kept."""
    return f"件名：{subject_of(texts)}\n\n{body_of(texts)}"


def shared_detail(parts: Sequence[DraftPart], name: str) -> list[Any]:
    """What the whole draft has beside it: "quotes", "answers" or "withheld"."""
    found: list[Any] = next((part.detail[name] for part in parts if name in part.detail), [])
    return found


def _with_office(part: Part, settings: OfficeSettings) -> str:
    if part.name == "signature" and settings.signature:
        return settings.signature
    if part.name == "window" and settings.window:
        return f"{part.text}\n{settings.window}"
    return part.text


def _sentence(sentence: Sentence) -> dict[str, Any]:
    cited = [_citation(one) for one in sentence.citations]
    return {"line": sentence.line, "kind": sentence.kind, "question": sentence.question, "citations": cited}


def _citation(citation: Citation) -> dict[str, Any]:
    return {**asdict(citation), "url": citation.url}
