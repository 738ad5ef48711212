"""Users, for administrators: invitations, roles, locks, and one person's data."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import ActorDep, DatabaseDep
from api.forms import FieldsDep
from api.pages.account import download
from api.pages.desk import address_of, go, page
from api.problems import status_of
from desk.accounts import LINK_LIFE, Accounts
from desk.clock import now
from desk.errors import ConflictError, InputError
from desk.personal import delete_person, export_person
from desk.roles import ROLE_LABELS, read_role
from desk.store import Database

router = APIRouter(prefix="/admin/users", include_in_schema=False)
_DONE = {
    "role": "役割を変更しました。", "lock": "利用を停止しました。", "unlock": "利用の停止を解きました。",
    "deleted": "データを削除しました。",
}  # fmt: skip


@router.get("")
def users_page(request: Request, database: DatabaseDep, done: str = "") -> Response:
    return _page(request, database, done=_DONE.get(done, ""))


@router.post("")
def invite(request: Request, database: DatabaseDep, actor: ActorDep, form: FieldsDep) -> Response:
    try:
        token = Accounts(database).invite(actor, form.get("email", ""), read_role(form.get("role", "")))
    except (InputError, ConflictError) as error:
        return _page(request, database, notice=str(error), email=form.get("email", ""), status=status_of(error))
    return _page(request, database, link=f"{address_of(request)}/setup/{token}", link_for="招待")


@router.post("/{user_id}/reset")
def reset(request: Request, user_id: str, database: DatabaseDep, actor: ActorDep) -> Response:
    try:
        token = Accounts(database).reset(actor, user_id)
    except InputError as error:
        return _page(request, database, notice=str(error), status=422)
    return _page(request, database, link=f"{address_of(request)}/reset/{token}", link_for="パスワードの再設定")


@router.post("/{user_id}/role")
def give_role(request: Request, user_id: str, database: DatabaseDep, actor: ActorDep, form: FieldsDep) -> Response:
    try:
        Accounts(database).give_role(actor, user_id, read_role(form.get("role", "")))
    except InputError as error:
        return _page(request, database, notice=str(error), status=422)
    return go("/admin/users?done=role")


@router.post("/{user_id}/lock")
def lock(request: Request, user_id: str, database: DatabaseDep, actor: ActorDep) -> Response:
    try:
        Accounts(database).lock(actor, user_id)
    except InputError as error:
        return _page(request, database, notice=str(error), status=422)
    return go("/admin/users?done=lock")


@router.post("/{user_id}/unlock")
def unlock(user_id: str, database: DatabaseDep, actor: ActorDep) -> Response:
    Accounts(database).unlock(actor, user_id)
    return go("/admin/users?done=unlock")


@router.post("/person/export")
def export(request: Request, database: DatabaseDep, actor: ActorDep, form: FieldsDep) -> Response:
    try:
        told = export_person(database, form.get("email", ""))
    except InputError as error:
        return _page(request, database, notice=str(error), person=form.get("email", ""), status=422)
    with database.begin() as work:
        work.audit.record(now(), actor, "person.export", (told["account"] or {}).get("id", ""))
    body = json.dumps(told, ensure_ascii=False, indent=2)
    return Response(body, media_type="application/json", headers=download("sodan-person.json"))


@router.post("/person/delete")
def delete(request: Request, database: DatabaseDep, actor: ActorDep, form: FieldsDep) -> Response:
    email = form.get("email", "")
    try:
        if form.get("sure") != "yes":
            raise InputError("削除すると元に戻せません。確認の欄にチェックを入れてから、もう一度押してください。")
        counts = delete_person(database, actor, email, now())
    except InputError as error:
        return _page(request, database, notice=str(error), person=email, status=422)
    if not any(counts.values()):
        return _page(request, database, notice="このメールアドレスのデータはありませんでした。", person=email)
    return go("/admin/users?done=deleted")


def _page(request: Request, database: Database, *, status: int = 200, **more: object) -> Response:
    with database.read() as work:
        users, invitations = work.users.all(), work.links.open_invitations(now())
    empty = {"notice": "", "done": "", "email": "", "person": "", "link": "", "link_for": ""}
    context = {"users": users, "invitations": invitations, "roles": ROLE_LABELS, "life": LINK_LIFE.days * 24}
    return page(request, "admin_users.html", {**empty, **context, **more}, status)
