"""Pages for people who sign in: the shared frame, with who they are, where they may go and the form's token."""

from importlib.metadata import version

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from api.access import FORM_COOKIE, SESSION_COOKIE, caller_of, form_secret, rule_of
from api.pages.rendering import templates
from desk.errors import DatabaseError
from desk.roles import ROLE_LABELS
from desk.store import User
from desk.tokens import form_token, new_token

_PLACES = (
    ("/desk", "問い合わせ"),
    ("/evaluation", "評価"),
    ("/admin/users", "利用者"),
    ("/admin/documents", "資料"),
    ("/admin/keys", "APIキー"),
    ("/admin/settings", "設定"),
    ("/admin/audit", "操作の記録"),
    ("/account", "自分の設定"),
)


def page(
    request: Request,
    name: str,
    context: dict[str, object] | None = None,
    status: int = 200,
    *,
    session: str | None = None,
    has_form: bool = True,
) -> HTMLResponse:
    """The page of template ``name`` with ``user``, ``places`` and ``csrf``.

    ``session``: the token of one just begun; ``has_form``: whether those who have not signed in get a form,
    and with it the cookie that its token is bound to.
    """
    secret = session or form_secret(request)
    made = new_token() if has_form and not secret else None
    user = _user(request)
    shared = {
        "version": version("sodan"),
        "user": user,
        "role_label": ROLE_LABELS[user.role] if user else "",
        "places": places_of(request, user) if user else [],
        "csrf": form_token(secret or made or ""),
    }
    response = templates().TemplateResponse(request, name, {**shared, **(context or {})}, status_code=status)
    response.headers["Cache-Control"] = "no-store"
    if made:
        set_cookie(request, response, FORM_COOKIE, made)
    return response


def places_of(request: Request, user: User) -> list[tuple[str, str]]:
    """Addresses and names of the places that are there and that the user may go to."""
    return [(path, label) for path, label in _PLACES if _may(user, path) and _is_there(request, path)]


def home_of(request: Request, user: User) -> str:
    """Where a person begins."""
    return next((path for path, _ in places_of(request, user)), "/account")


def go(path: str) -> RedirectResponse:
    """To another page of ours, after a form."""
    return RedirectResponse(path, 303)


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """A cookie that no script reads, that no other site's form carries and that ends with the browser."""
    response.set_cookie(name, value, path="/", httponly=True, samesite="lax", secure=is_secure(request))


def end_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax", secure=is_secure(request))


def is_secure(request: Request) -> bool:
    return address_of(request).startswith("https:")


def address_of(request: Request) -> str:
    """The site's address as people reach it, without a slash at its end."""
    named: str | None = request.app.state.desk_settings.address
    return named or str(request.base_url).rstrip("/")


def _may(user: User, path: str) -> bool:
    rule = rule_of(path)
    return rule is not None and user.role in (rule.roles or ())


def _is_there(request: Request, path: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def _user(request: Request) -> User | None:
    try:
        caller = caller_of(request)
    except DatabaseError:  # the page that tells so must not need what it tells of
        return None
    return caller if isinstance(caller, User) else None
