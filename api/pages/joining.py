"""One-time links: the first administrator's set-up, an invitation, a new password."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import DatabaseDep
from api.forms import FieldsDep
from api.pages.desk import page
from api.pages.session import signed_in
from api.problems import status_of
from desk.accounts import Accounts
from desk.errors import ConflictError, InputError
from desk.passwords import SHORTEST
from desk.roles import ROLE_LABELS

router = APIRouter(include_in_schema=False)


@router.get("/setup/{token}")
def setup_page(request: Request, token: str, database: DatabaseDep) -> Response:
    link = Accounts(database).link(token, "setup", "invite")
    return page(request, "setup.html", {"data": link.data, "role": ROLE_LABELS[link.data["role"]], **_EMPTY})


@router.post("/setup/{token}")
def setup(request: Request, token: str, database: DatabaseDep, form: FieldsDep) -> Response:
    accounts, password = Accounts(database), form.get("password", "")
    link = accounts.link(token, "setup", "invite")
    try:
        _refuse_unequal(password, form.get("again", ""))
        session = accounts.join(token, form.get("email", ""), form.get("name", ""), password)
    except (InputError, ConflictError) as error:
        context = {"data": link.data, "role": ROLE_LABELS[link.data["role"]], "shortest": SHORTEST}
        shown = {"notice": str(error), "email": form.get("email", ""), "name": form.get("name", "")}
        return page(request, "setup.html", {**context, **shown}, status_of(error))
    return signed_in(request, database, session, {})


@router.get("/reset/{token}")
def reset_page(request: Request, token: str, database: DatabaseDep) -> Response:
    Accounts(database).link(token, "reset")
    return page(request, "reset.html", _EMPTY)


@router.post("/reset/{token}")
def reset(request: Request, token: str, database: DatabaseDep, form: FieldsDep) -> Response:
    password = form.get("password", "")
    try:
        _refuse_unequal(password, form.get("again", ""))
        session = Accounts(database).set_password(token, password)
    except InputError as error:
        return page(request, "reset.html", {**_EMPTY, "notice": str(error)}, 422)
    return signed_in(request, database, session, {})


_EMPTY: dict[str, object] = {"notice": "", "email": "", "name": "", "shortest": SHORTEST}


def _refuse_unequal(password: str, again: str) -> None:
    if password != again:
        raise InputError("2回入力したパスワードが一致しません。もう一度入力してください。")
