"""One's own account: the password, one's own data as a file, one's own conversations."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import SESSION_COOKIE, DatabaseDep, UserDep
from api.forms import FieldsDep
from api.pages.desk import go, page
from desk.accounts import Accounts
from desk.clock import now
from desk.errors import InputError
from desk.passwords import SHORTEST
from desk.personal import export_person
from desk.store import Database, User

router = APIRouter(prefix="/account", include_in_schema=False)
_DONE = {"password": "パスワードを変更しました。", "deleted": "相談の記録を削除しました。"}


@router.get("")
def account_page(request: Request, user: UserDep, database: DatabaseDep, done: str = "") -> Response:
    return _page(request, user, database, done=_DONE.get(done, ""))


@router.post("/password")
def change_password(request: Request, user: UserDep, database: DatabaseDep, form: FieldsDep) -> Response:
    new = form.get("password", "")
    try:
        if new != form.get("again", ""):
            raise InputError("2回入力したパスワードが一致しません。もう一度入力してください。")
        Accounts(database).change_password(user, request.cookies[SESSION_COOKIE], form.get("old", ""), new)
    except InputError as error:
        return _page(request, user, database, notice=str(error), status=422)
    return go("/account?done=password")


@router.get("/export")
def export(user: UserDep, database: DatabaseDep) -> Response:
    told = json.dumps(export_person(database, user.email), ensure_ascii=False, indent=2)
    return Response(told, media_type="application/json", headers=download("sodan-my-data.json"))


@router.post("/conversations/delete")
def delete_conversations(user: UserDep, database: DatabaseDep) -> Response:
    with database.begin() as work:
        count = work.conversations.remove_of(user.id)
        work.audit.record(now(), user.id, "conversations.delete", user.id, count=count)
    return go("/account?done=deleted")


@router.post("/conversations/{id}/delete")
def delete_conversation(id: str, user: UserDep, database: DatabaseDep) -> Response:
    with database.begin() as work:
        work.conversations.remove(id, user.id)
        work.audit.record(now(), user.id, "conversations.delete", user.id, count=1)
    return go("/account?done=deleted")


def download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


def _page(
    request: Request, user: User, database: Database, *, notice: str = "", done: str = "", status: int = 200
) -> Response:
    with database.read() as work:
        conversations = work.conversations.of_user(user.id)
    context = {"conversations": conversations, "notice": notice, "done": done, "shortest": SHORTEST}
    return page(request, "account.html", context, status)
