"""What staff always change: proposed against sent text, over time."""

from collections import defaultdict

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import DatabaseDep
from api.pages.desk import page
from api.pages.staff import JAPAN
from desk.difference import changes, difference
from desk.habits import habits
from desk.store import Draft

router = APIRouter(prefix="/desk/habits", include_in_schema=False)
_LETTERS = 300  # the newest that have been sent


@router.get("")
def habits_page(request: Request, database: DatabaseDep) -> Response:
    with database.read() as work:
        sent = work.drafts.sent(_LETTERS)
        numbers = {one.inquiry_id: work.inquiries.get(one.inquiry_id).number for one in sent[:20]}
    pairs = [(one.proposed_text, one.sent_text or "") for one in sent]
    shares = [_share(one) for one in sent]
    context = {
        "habits": habits(pairs), "months": _months(sent, shares), "letters": len(sent), "untouched": shares.count(0),
        "newest": [(one.inquiry_id, numbers[one.inquiry_id], share)
                   for one, share in zip(sent[:20], shares, strict=False)],
    }  # fmt: skip
    return page(request, "desk_habits.html", context)


def _months(sent: list[Draft], shares: list[int]) -> list[tuple[str, int, int]]:
    """(month, letters, how much of them was changed on average, per cent), the newest first."""
    by_month: dict[str, list[int]] = defaultdict(list)
    for one, share in zip(sent, shares, strict=True):
        if one.sent_at:
            by_month[one.sent_at.astimezone(JAPAN).strftime("%Y-%m")].append(share)
    return [(month, len(own), round(sum(own) / len(own))) for month, own in sorted(by_month.items(), reverse=True)]


def _share(draft: Draft) -> int:
    """How much of the sent text is not as it was proposed, per cent of its characters; what was struck out counts."""
    text = draft.sent_text or ""
    edits = changes(difference(draft.proposed_text, text))
    changed = sum(max(len(edit.before), len(edit.after)) for edit in edits)
    whole = max(len(text), len(draft.proposed_text), 1)
    return min(100, -(-100 * changed // whole))
