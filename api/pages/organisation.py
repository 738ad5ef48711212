"""Signing in with the organisation's account: to the OpenID Connect provider and back."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access import FORM_COOKIE, DatabaseDep, form_secret
from api.forms import FieldsDep
from api.pages.desk import address_of, page, set_cookie
from api.pages.session import own_path, sign_in_page, signed_in
from desk.clock import now
from desk.errors import SignInError
from desk.members import Members
from desk.oidc import Journey, Provider
from desk.settings import OidcSettings
from desk.store import Database, Link
from desk.tokens import hashed, new_token, same

router = APIRouter(prefix="/login/oidc", include_in_schema=False)
_LIFE = timedelta(minutes=10)


@router.get("")
def set_out(request: Request, database: DatabaseDep, next: Annotated[str, Query(max_length=2000)] = "") -> Response:
    secret = form_secret(request) or new_token()
    try:
        journey = _journey(request, database, secret, {"next": own_path(next)})
    except SignInError as error:
        return sign_in_page(request, {"next": next}, str(error), 401)
    response = RedirectResponse(journey.url, 303)
    if not form_secret(request):
        set_cookie(request, response, FORM_COOKIE, secret)
    return response


@router.post("")
def set_out_with_form(request: Request, database: DatabaseDep, form: FieldsDep) -> Response:
    """With a form that was kept. The way on is a link: the content policy lets no form lead to another site."""
    carried = {"next": own_path(form.get("next", "")), "kept": form.get("kept", "")}
    try:
        journey = _journey(request, database, form_secret(request), carried)
    except SignInError as error:
        return sign_in_page(request, form, str(error), 401)
    return page(request, "organisation.html", {"url": journey.url})


@router.get("/callback")
def come_back(
    request: Request, database: DatabaseDep, code: str = "", state: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    settings = _settings(request)
    with database.begin() as work:
        link = work.links.use(hashed(state), ("oidc",), now())
        work.links.remove(hashed(state))
    carried = link.data if link else {}
    try:
        # The browser that comes back must be the one that set out.
        if link is None or not same(link.data["browser"], hashed(form_secret(request))):
            raise SignInError("ログインの手続きが途中で切れました。もう一度お試しください。")
        if not code:
            raise SignInError("組織のアカウントでのログインは取り消されました。")
        claims = _provider(request).come_back(code, link.data["nonce"], link.data["verifier"])
        token = Members(database, settings).sign_in(claims)
    except SignInError as error:
        with database.begin() as work:
            work.audit.record(now(), "system", "sign_in.refused", "oidc")
        form = {name: str(carried.get(name, "")) for name in ("next", "kept")}
        return sign_in_page(request, form, str(error), 401)
    return signed_in(request, database, token, {name: str(carried.get(name, "")) for name in ("next", "kept")})


def _journey(request: Request, database: Database, secret: str, carried: dict[str, str]) -> Journey:
    journey, at = _provider(request).set_out(), now()
    data = {**carried, "nonce": journey.nonce, "verifier": journey.verifier, "browser": hashed(secret)}
    with database.begin() as work:
        work.links.add(Link(hashed(journey.state), "oidc", None, data, at, at + _LIFE))
    return journey


def _provider(request: Request) -> Provider:
    return Provider(_settings(request), f"{address_of(request)}/login/oidc/callback")


def _settings(request: Request) -> OidcSettings:
    found: OidcSettings | None = request.app.state.desk_settings.oidc
    if found is None:
        raise HTTPException(404, "組織のアカウントでのログインは設定されていません。")
    return found
