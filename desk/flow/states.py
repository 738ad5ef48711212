"""The states of inquiries and drafts, and who may take which step between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desk.errors import InputError
from desk.store import Draft, Revision
from desk.store.drafts import DraftState
from desk.store.inquiries import InquiryState

INQUIRY_STATES: Final[Mapping[InquiryState, str]] = {
    "new": "受付", "drafting": "下書き", "review": "確認", "approved": "承認", "sent": "送信済", "closed": "終了",
}  # fmt: skip
INQUIRY_OF: Final[Mapping[DraftState, InquiryState]] = {
    "draft": "drafting", "review": "review", "approved": "approved", "sent": "sent",
}  # fmt: skip
EDITABLE: Final[frozenset[DraftState]] = frozenset(["draft", "review"])


@dataclass(frozen=True, slots=True)
class Step:
    """A step from one of ``before`` to ``after``."""

    name: str
    label: str
    before: tuple[DraftState, ...]
    after: DraftState


STEPS: Final[tuple[Step, ...]] = (
    Step("review", "確認に回す", ("draft",), "review"),
    Step("approve", "承認する", ("review",), "approved"),
    Step("send", "送信済みにする", ("approved",), "sent"),
    Step("return", "下書きに戻す", ("review", "approved"), "draft"),
)


def steps_from(state: DraftState) -> list[Step]:
    """The steps that lead on from ``state``."""
    return [step for step in STEPS if state in step.before]


def step_of(name: str, state: DraftState) -> Step:
    """The step called ``name``; raises InputError where it does not lead on from ``state``."""
    for step in steps_from(state):
        if step.name == name:
            return step
    raise InputError(f"今の状態（{INQUIRY_STATES[INQUIRY_OF[state]]}）では、この操作はできません。")


def authors(draft: Draft, revisions: Sequence[Revision]) -> set[str]:
    """Who wrote what a draft says: who had it made, and whoever changed its words."""
    found = {draft.made_by} if draft.made_by else set()
    before = ""
    for one in revisions:
        if one.text != before and one.user_id:
            found.add(one.user_id)
        before = one.text
    return found
