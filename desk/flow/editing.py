"""Saving what staff write into a draft; where two wrote at once, what each wrote, so that nothing is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk.clean import clean_text
from desk.difference import Edit, difference
from desk.errors import InputError
from desk.flow.letters import PART_LABELS, letter_text, texts_of
from desk.flow.states import EDITABLE, INQUIRY_OF, INQUIRY_STATES
from desk.store import Draft, DraftPart, Work

LONGEST = 20_000  # characters of a part
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clash:
    """A part in which ``mine`` and ``theirs`` (what is stored now) differ.

    ``merged`` is what to begin with: the only one that was changed, or ``mine`` where ``both`` were.
    ``edits`` lead from ``theirs`` to ``mine``.
    """

    kind: str
    mine: str
    theirs: str
    merged: str
    both: bool
    edits: tuple[Edit, ...]


def read_texts(form: Mapping[str, str], parts: Sequence[DraftPart]) -> dict[str, str]:
    """The texts that a form brings for ``parts``; what it does not bring stays as it is."""
    texts = {}
    for part in parts:
        given = form.get(f"part-{part.kind}")
        text = part.text if given is None else clean_text(given).strip("\n")
        texts[part.kind] = " ".join(text.split()) if part.kind == "subject" else text
    return texts


def check_texts(texts: Texts) -> None:
    """Raises InputError naming the part that is too long."""
    for kind, text in texts.items():
        if len(text) > LONGEST:
            label = PART_LABELS.get(kind, kind)
            raise InputError(f"「{label}」が長すぎます（{len(text):,}文字）。{LONGEST:,}文字以内にしてください。")


def save_texts(
    work: Work, draft: Draft, revision: int, texts: Texts, user_id: str, at: datetime, note: str = ""
) -> Draft:
    """Save ``texts`` over ``revision``; the draft as it then is, unchanged where nothing differs.

    Raises ConflictError where somebody has saved since, InputError where the draft may not be changed any more.
    """
    parts = work.drafts.parts(draft.id)
    changed = [replace(part, text=texts.get(part.kind, part.text)) for part in parts]
    if draft.revision == revision and texts_of(changed) == texts_of(parts):
        return draft
    if draft.state not in EDITABLE and draft.revision == revision:
        raise InputError(
            f"{INQUIRY_STATES[INQUIRY_OF[draft.state]]}の回答は書き換えられません。下書きに戻してから書き換えてください。"
        )
    return save_parts(work, draft.id, revision, changed, user_id, at, note)


def save_parts(
    work: Work, draft_id: str, revision: int, parts: list[DraftPart], user_id: str, at: datetime, note: str = ""
) -> Draft:
    """Save whole parts over ``revision``; raises ConflictError."""
    text = letter_text(texts_of(parts))
    saved = work.drafts.save(draft_id, revision, at, user_id, note, parts=parts, text=text)
    work.inquiries.change(saved.inquiry_id, at)
    work.audit.record(at, user_id, "draft.save", saved.inquiry_id, revision=saved.revision, note=note)
    return saved


def clashes(base: Texts | None, mine: Texts, theirs: Texts) -> list[Clash]:
    """The parts that differ, in the letter's order; ``base``: what both began with, None where it is not known.

    A part that is not there any more has "" as ``theirs``; one of them that I left as it was is no clash.
    """
    found = []
    for kind in dict.fromkeys([*theirs, *mine]):
        their = theirs.get(kind, "")
        my = mine.get(kind, their)
        before = base.get(kind) if base is not None else None
        if my == their or (kind not in theirs and my == before):
            continue
        merged = their if my == before else my
        found.append(Clash(kind, my, their, merged, before not in (my, their), difference(their, my)))
    return found
