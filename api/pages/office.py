"""The office's settings, for administrators."""

from dataclasses import asdict

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import ActorDep, DatabaseDep
from api.forms import FieldsDep
from api.pages.desk import go, page
from desk.clock import now
from desk.errors import InputError
from desk.office import DAYS, LONGEST_DAYS, office_from, read_office, save_office

router = APIRouter(prefix="/admin/settings", include_in_schema=False)


@router.get("")
def settings_page(request: Request, database: DatabaseDep, done: str = "") -> Response:
    with database.read() as work:
        office = asdict(read_office(work))
    return _page(request, office, done="設定を保存しました。" if done == "saved" else "")


@router.post("")
def save(request: Request, database: DatabaseDep, actor: ActorDep, form: FieldsDep) -> Response:
    try:
        save_office(database, actor, office_from(form), now())
    except InputError as error:
        return _page(request, dict(form), notice=str(error), status=422)
    return go("/admin/settings?done=saved")


def _page(
    request: Request, office: dict[str, object], *, notice: str = "", done: str = "", status: int = 200
) -> Response:
    context = {"office": office, "days": DAYS, "longest": LONGEST_DAYS, "notice": notice, "done": done}
    return page(request, "admin_settings.html", context, status)
