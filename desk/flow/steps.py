"""The steps of a reply: looked at, approved by somebody else, sent by a person; Sodan itself sends nothing."""

from datetime import datetime
from typing import Any

from desk.errors import InputError
from desk.flow.states import INQUIRY_OF, Step, authors, step_of
from desk.office import Office
from desk.store import Draft, User, Work


def take_step(work: Work, draft: Draft, revision: int, name: str, user: User, office: Office, at: datetime) -> Draft:
    """Take a step from ``revision``.

    Raises InputError where it may not be taken, ConflictError where somebody was first.
    """
    step = step_of(name, draft.state)
    if step.name == "approve":
        may_approve(work, draft, user, office)
    moved = work.drafts.save(
        draft.id, revision, at, user.id, step.label, state=step.after, **_marks(step, draft, user, at)
    )
    work.inquiries.change(draft.inquiry_id, at, state=INQUIRY_OF[step.after])
    work.audit.record(at, user.id, f"draft.{step.name}", draft.inquiry_id, revision=moved.revision)
    return moved


def may_approve(work: Work, draft: Draft, user: User, office: Office) -> None:
    """Raises InputError for an empty reply, and for its authors where the office wants a second pair of eyes."""
    if not draft.text.partition("\n")[2].strip():
        raise InputError("回答の本文が空です。")
    if office.second_pair_of_eyes and user.id in authors(draft, work.drafts.revisions(draft.id)):
        raise InputError("回答を作った人や書き換えた人は承認できません。ほかの職員に承認を頼んでください。")


def _marks(step: Step, draft: Draft, user: User, at: datetime) -> dict[str, Any]:
    if step.name == "approve":
        return {"approved_by": user.id, "approved_at": at}
    if step.name == "send":
        return {"sent_by": user.id, "sent_at": at, "sent_text": draft.text}
    return {"approved_by": None, "approved_at": None} if step.name == "return" else {}
