"""Documents, for administrators: taken in, replaced, withdrawn, and the pages that a person should look at."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.access import ActorDep, DatabaseDep, open_database
from api.chat import ChainDep
from api.forms import FieldsDep
from api.jobs import STATES, Job
from api.pages.desk import go, page
from api.shelving import Shelving
from api.uploaded import KINDS, for_page, keep_upload
from desk.clock import now
from desk.errors import InputError
from desk.store import Database
from ingest.eras import year_label
from ingest.errors import SodanError
from ingest.report import make_report

router = APIRouter(prefix="/admin/documents", include_in_schema=False)


def shelving(request: Request) -> Shelving:
    found: Shelving = request.app.state.shelving
    return found


ShelvingDep = Annotated[Shelving, Depends(shelving)]


@router.get("")
def documents_page(request: Request, shelf: ShelvingDep) -> Response:
    return _page(request, shelf)


@router.get("/state")
def state(request: Request, shelf: ShelvingDep) -> Response:
    """The list of jobs alone, for the page that shows it to look again."""
    return page(request, "admin_jobs.html", {"jobs": _jobs(shelf), "states": STATES})


@router.post("")
async def upload(request: Request, shelf: ShelvingDep, actor: ActorDep, form: FieldsDep) -> Response:
    """Take a file in. The guard has seen who sends it before its body is read."""
    given = (await request.form()).get("file")
    try:
        if not isinstance(given, UploadFile) or not given.filename:
            raise InputError("取り込むファイルを選んでください。")
        path = await run_in_threadpool(keep_upload, given, form, request.app.state.desk_settings.upload_limit)
    except InputError as error:
        return await run_in_threadpool(_page, request, shelf, str(error), 422)
    except HTTPException as error:
        return await run_in_threadpool(_page, request, shelf, error.detail, error.status_code)
    shelf.add(path, actor, _recorder(await run_in_threadpool(open_database, request)))
    return go("/admin/documents")


@router.get("/{document_id}")
def report(request: Request, document_id: str, chain: ChainDep) -> Response:
    """The pages of one document that a person should look at."""
    for one in make_report(chain.index.store):
        if one.document.id == document_id:
            context = {"document": one.document, "pages": one.to_look_at, "facts": one.facts}
            return page(request, "admin_document.html", context)
    raise HTTPException(404, "この資料は、今の索引にありません。")


@router.post("/{document_id}/withdraw")
def withdraw(
    request: Request, document_id: str, shelf: ShelvingDep, actor: ActorDep, database: DatabaseDep, form: FieldsDep
) -> Response:
    library = shelf.library()
    record = library.records().get(document_id) if library else None
    if record is None:
        raise HTTPException(404, "この資料は、取り込んだ資料の中にありません。")
    if form.get("sure") != "yes":
        return _page(request, shelf, "取り下げる資料の確認の欄にチェックを入れてから、もう一度押してください。", 422)
    shelf.withdraw(document_id, record.title, actor, _recorder(database))
    return go("/admin/documents")


def _page(request: Request, shelf: Shelving, notice: str = "", status: int = 200) -> Response:
    library = shelf.library()
    records = sorted(library.records().values(), key=lambda one: (-one.fiscal_year, one.title)) if library else []
    try:
        listed = request.app.state.chains.get().index.store.documents()
    except SodanError as error:  # a broken index is mended here, so that it must not close this page
        listed, notice = [], notice or str(error)
    own = {record.id for record in records}
    context: dict[str, object] = {
        "records": [(one, year_label(one.fiscal_year), one.id in {d.id for d in listed}) for one in records],
        "catalogue": [(one, year_label(one.fiscal_year)) for one in listed if one.id not in own],
        "jobs": _jobs(shelf),
        "states": STATES,
        "notice": notice,
        "kinds": KINDS,
        "limit": request.app.state.desk_settings.upload_limit // 1_000_000,
    }
    return page(request, "admin_documents.html", context, status)


def _jobs(shelf: Shelving) -> list[Job]:
    return [replace(job, messages=tuple(for_page(one) for one in job.messages)) for job in shelf.jobs()]


def _recorder(database: Database) -> Callable[[Job], None]:
    def over(job: Job) -> None:
        action = {"add": "document.add", "withdraw": "document.withdraw"}[job.kind]
        action = "document.refused" if job.state == "failed" else action
        with database.begin() as work:
            work.audit.record(now(), job.actor, action, job.document_id, outcome=job.outcome)

    return over
