"""The inbox: inquiries by state, person and words, by pages."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.access import DatabaseDep, UserDep
from api.pages.desk import page
from api.pages.staff import moment, staff_names
from desk.clean import clean_line
from desk.flow.states import INQUIRY_STATES
from desk.store import Work
from desk.store.inquiries import InquiryState

router = APIRouter(prefix="/desk", include_in_schema=False)
_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Filter:
    """``who``: a user's id, "me", "none" for nobody's, "" for all."""

    q: Annotated[str, Query(max_length=200)] = ""
    state: Annotated[str, Query(max_length=20)] = ""
    who: Annotated[str, Query(max_length=40)] = ""

    @property
    def query(self) -> str:
        return urlencode({"q": self.q, "state": self.state, "who": self.who})


@router.get("")
def inbox(
    request: Request,
    database: DatabaseDep,
    user: UserDep,
    asked: Annotated[Filter, Depends()],
    number: Annotated[int, Query(ge=1, le=100_000)] = 1,
    taken: Annotated[int, Query(ge=0, le=100_000)] = 0,
    known: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    asked = Filter(clean_line(asked.q), asked.state, clean_line(asked.who))
    with database.read() as work:
        context = _listed(work, asked, user.id, number)
    context["done"] = _taken(taken, known)
    return page(request, "desk_inbox.html", context)


def _listed(work: Work, asked: Filter, user_id: str, number: int) -> dict[str, object]:
    state: InquiryState | None = asked.state if asked.state in INQUIRY_STATES else None  # type: ignore[assignment]
    person = user_id if asked.who == "me" else asked.who
    named = person if person != "none" else None
    unassigned = person == "none"
    total = work.inquiries.count(state=state, words=asked.q, user_id=named, unassigned=unassigned)
    found = work.inquiries.find(
        state=state, words=asked.q, user_id=named, unassigned=unassigned, limit=_A_PAGE, offset=(number - 1) * _A_PAGE
    )
    ids = [one.id for one in found]
    names, assigned = staff_names(work), work.inquiries.assignments(ids)
    counts = work.inquiries.question_counts(ids)
    rows = [
        {
            "inquiry": one, "received": moment(one.received_at), "state": INQUIRY_STATES[one.state],
            "assignee": names.get(assigned[one.id].user_id, "") if one.id in assigned else "",
            "questions": counts.get(one.id),
        }
        for one in found
    ]  # fmt: skip
    by_state = [(key, label, work.inquiries.count(state=key)) for key, label in INQUIRY_STATES.items()]
    return {
        "rows": rows, "total": total, "number": number, "pages": max(1, -(-total // _A_PAGE)), "asked": asked,
        "by_state": [one for one in by_state if one[2] or one[0] not in ("closed",)], "names": names,
    }  # fmt: skip


def _taken(new: int, known: int) -> str:
    said = f"{new}件の問い合わせを取り込みました。" if new else ""
    return said + (f"{known}件は、すでに取り込まれているメールです。" if known else "")
