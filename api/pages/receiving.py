"""New inquiries: typed, pasted, or brought as a file."""

import re
import tempfile
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.access import DatabaseDep, UserDep, open_database
from api.drafts import current_desk
from api.forms import FieldsDep
from api.pages.desk import go, page
from api.pages.staff import DeskDep
from api.problems import status_of
from desk.clean import clean_line
from desk.clock import now
from desk.errors import DeskError, InquiryError
from desk.flow.drafting import make_draft
from desk.flow.receiving import Taken, take_in
from desk.inquiry import Inquiry
from desk.mail.message import SIZE_LIMIT
from desk.mail.reading import inquiry_of, read_inquiries
from desk.mail.wording import MailWording
from desk.person import read_email
from desk.store import User

router = APIRouter(prefix="/desk/inquiries", include_in_schema=False)
IMPORT = "/desk/inquiries/import"
IMPORT_LIMIT = SIZE_LIMIT + 100_000  # bytes: a form has some around its file


@router.get("/new")
def new_page(request: Request) -> Response:
    return _page(request)


@router.post("")
def enter(request: Request, database: DatabaseDep, user: UserDep, desk: DeskDep, form: FieldsDep) -> Response:
    try:
        address = form.get("address", "").strip()
        found = inquiry_of(
            form.get("text", ""),
            form.get("subject", ""),
            form.get("sender", ""),
            read_email(address) if address else "",
        )
    except DeskError as error:
        return _page(request, str(error), form, status_of(error))
    taken = take_in(database, user.id, [found], "typed", now())
    told = make_draft(database, desk, taken.new[0], user.id, now())
    return go(f"/desk/inquiries/{taken.new[0]}{'?done=unread' if told else ''}")


@router.post("/import")
async def bring(request: Request, user: UserDep) -> Response:
    """Take a file in. The guard has seen who sends it before its body is read."""
    given = (await request.form()).get("file")
    try:
        if not isinstance(given, UploadFile) or not given.filename:
            raise InquiryError("取り込むファイルを選んでください。")
        return await run_in_threadpool(_bring, request, user, given)
    except DeskError as error:
        return await run_in_threadpool(_page, request, str(error), {}, status_of(error))
    except HTTPException as error:
        return await run_in_threadpool(_page, request, error.detail, {}, error.status_code)


def _bring(request: Request, user: User, given: UploadFile) -> Response:
    desk, database = current_desk(request), open_database(request)
    found = _read(given, desk.drafter.wording)
    source = "mail" if len(found) == 1 and found[0].message_id else "sheet"
    taken = take_in(database, user.id, found, source, now())
    told = make_draft(database, desk, taken.new[0], user.id, now()) if len(taken.new) == 1 else ""
    return go(_way_on(taken, told))


def _way_on(taken: Taken, told: str) -> str:
    if len(taken.new) == 1 and not taken.known:
        return f"/desk/inquiries/{taken.new[0]}{'?done=unread' if told else ''}"
    if len(taken.known) == 1 and not taken.new:
        return f"/desk/inquiries/{taken.known[0]}?known=1"
    return f"/desk?taken={len(taken.new)}&known={len(taken.known)}"


def _read(given: UploadFile, wording: MailWording) -> list[Inquiry]:
    """The inquiries of the file, under a name that cannot lead anywhere."""
    name = clean_line(re.split(r"[/\\]", given.filename or "")[-1])[-100:].replace("\x00", "") or "upload"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (name if name.strip(".") else "upload")
        path.write_bytes(given.file.read(SIZE_LIMIT + 1))
        return read_inquiries(path, wording)


def _page(request: Request, notice: str = "", form: dict[str, str] | None = None, status: int = 200) -> Response:
    return page(request, "desk_new.html", {"notice": notice, "form": form or {}}, status)
