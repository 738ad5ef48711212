"""Signing in and out; what was typed into a form whose session had ended is given back."""

import json
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access import API, SESSION_COOKIE, DatabaseDep, SignInNeeded, signed_in_user
from api.forms import Fields, FieldsDep
from api.pages.desk import end_cookie, go, home_of, page, set_cookie
from api.problems import problem, status_of
from desk.errors import LimitError, SignInError
from desk.signing_in import SigningIn
from desk.store import Database, User

router = APIRouter(include_in_schema=False)
_SIGN_IN = "ログインしてください。"
_ENDED = (
    "ログインの有効期限が切れています。入力した内容は預かっています。もう一度ログインすると、続きから操作できます。"
)


@router.get("/login")
def login_page(
    request: Request,
    user: Annotated[User | None, Depends(signed_in_user)],
    next: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    if user:
        return go(own_path(next) or home_of(request, user))
    return sign_in_page(request, {"next": next})


@router.post("/login")
def login(request: Request, database: DatabaseDep, form: FieldsDep) -> Response:
    address = request.client.host if request.client else ""
    try:
        token = SigningIn(database).by_password(form.get("email", ""), form.get("password", ""), address)
    except (SignInError, LimitError) as error:
        return sign_in_page(request, form, str(error), status_of(error))
    return signed_in(request, database, token, form)


@router.post("/logout")
def logout(request: Request, database: DatabaseDep) -> Response:
    SigningIn(database).sign_out(request.cookies[SESSION_COOKIE])
    response = go("/login")
    end_cookie(request, response)
    return response


def signed_in(request: Request, database: Database, token: str, form: Fields) -> Response:
    """The way on with a new session: to the form that was kept, to the page that was asked for, or home."""
    user = SigningIn(database).user_of(token)
    request.state.caller = user
    target, kept = own_path(form.get("next", "")), _read_kept(form.get("kept", ""))
    response: Response
    if kept and target:
        shown = [(name, value) for name, value in kept if value.strip()]
        response = page(request, "continue.html", {"target": target, "kept": kept, "shown": shown}, session=token)
    else:
        response = go(target or (home_of(request, user) if user else "/"))
    set_cookie(request, response, SESSION_COOKIE, token)
    return response


def add_sign_in(app: FastAPI) -> None:
    """Send people who must sign in to the sign-in page, and back; programs are told with a 401."""

    @app.exception_handler(SignInNeeded)
    def needed(request: Request, error: SignInNeeded) -> Response:
        path = request.url.path
        if path.startswith(f"{API}/"):
            response = problem(401, "APIキーが必要です。Authorization: Bearer で送ってください。")
            response.headers["WWW-Authenticate"] = "Bearer"
            return response
        if request.method in ("GET", "HEAD"):
            asked = path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(asked, safe='')}", 303)
        if path == "/logout":
            return go("/login")
        kept = json.dumps(error.kept, ensure_ascii=False)
        notice = _ENDED if error.kept else _SIGN_IN
        return sign_in_page(request, {"next": path, "kept": kept}, notice, 401)


def own_path(text: str) -> str:
    """The path if it is one of this site, else nothing: a link must not lead to somebody else's page."""
    parts = urlsplit(text) if text.isprintable() and "\\" not in text else None
    is_own = parts and not parts.scheme and not parts.netloc and text.startswith("/") and not text.startswith("//")
    return text if is_own else ""


def sign_in_page(request: Request, form: Fields, notice: str = "", status: int = 200) -> Response:
    """The sign-in page with what was typed but the password, and with what it carries on (``next`` and ``kept``)."""
    context: dict[str, object] = {
        "notice": notice,
        "email": form.get("email", ""),
        "next": own_path(form.get("next", "")),
        "kept": form.get("kept", ""),
        "has_oidc": request.app.state.desk_settings.oidc is not None,
    }
    return page(request, "login.html", context, status)


def _read_kept(text: str) -> list[tuple[str, str]]:
    """The fields that a sign-in page carried; none where they are not as it wrote them."""
    try:
        pairs = json.loads(text or "[]")
        return [(str(name), str(value)) for name, value in pairs]
    except (ValueError, TypeError):
        return []
