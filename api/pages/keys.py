"""API keys, for administrators: made, shown once, revoked."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import ActorDep, DatabaseDep
from api.forms import FieldsDep
from api.pages.desk import go, page
from desk.errors import InputError
from desk.keys import Keys
from desk.roles import ROLE_LABELS, read_role
from desk.store import Database

router = APIRouter(prefix="/admin/keys", include_in_schema=False)


@router.get("")
def keys_page(request: Request, database: DatabaseDep, done: str = "") -> Response:
    return _page(request, database, done="APIキーを失効させました。" if done == "revoked" else "")


@router.post("")
def make(request: Request, database: DatabaseDep, actor: ActorDep, form: FieldsDep) -> Response:
    try:
        token = Keys(database).make(actor, form.get("name", ""), read_role(form.get("role", "")))
    except InputError as error:
        return _page(request, database, notice=str(error), status=422)
    return _page(request, database, token=token)


@router.post("/{key_id}/revoke")
def revoke(key_id: str, database: DatabaseDep, actor: ActorDep) -> Response:
    Keys(database).revoke(actor, key_id)
    return go("/admin/keys?done=revoked")


def _page(request: Request, database: Database, *, status: int = 200, **more: object) -> Response:
    with database.read() as work:
        keys = work.keys.all()
    return page(
        request, "admin_keys.html", {"notice": "", "done": "", "token": "", "keys": keys, "roles": ROLE_LABELS, **more},
        status,
    )  # fmt: skip
