"""What the desk's pages share: names of the staff, moments in Japan's time, the desk itself."""

from datetime import datetime, timedelta, timezone
from typing import Annotated

from fastapi import Depends, Request

from api.drafts import current_desk
from desk.bootstrap import Desk
from desk.masking import Masker, load_masker
from desk.store import Work

JAPAN = timezone(timedelta(hours=9), "JST")
DeskDep = Annotated[Desk, Depends(current_desk)]


def moment(at: datetime | None) -> str:
    """2025-11-04 09:05 in Japan's time."""
    return at.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M") if at else ""


def staff_names(work: Work) -> dict[str, str]:
    """The names of those who may look after inquiries, by id."""
    return {one.id: one.name for one in work.users.all() if one.role in ("staff", "admin") and not one.locked_at}


def names_of_all(work: Work) -> dict[str, str]:
    """Everybody's name by id, for what has been done."""
    return {one.id: one.name for one in work.users.all()}


def masker(request: Request) -> Masker:
    """The masker of the corpus; its file is small, and may have been edited."""
    return load_masker(request.app.state.settings.corpus)


MaskerDep = Annotated[Masker, Depends(masker)]
