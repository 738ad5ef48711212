"""Authorisation, in one place: which addresses are whose, and who is calling.

``guard`` runs before every route. The first rule whose pattern fits a route's address decides; an address
without a rule is refused. docs/security.md holds the same table for people, and a test compares the two.
"""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from api.forms import check_form, check_origin, kept_fields
from desk.keys import Keys
from desk.roles import ROLES, Role
from desk.signing_in import SigningIn
from desk.store import ApiKey, Database, User

SESSION_COOKIE: Final = "sodan_session"
FORM_COOKIE: Final = "sodan_form"
API: Final = "/v1"  # where API keys count, and errors are problem documents


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern``: an address, or with ``/*`` at its end also all under it; ``roles``: None for everybody.

    ``form``: a public address whose forms carry a token all the same, because they change who is signed in.
    """

    pattern: str
    roles: tuple[Role, ...] | None
    form: bool = False

    def fits(self, path: str) -> bool:
        if self.pattern.endswith("/*"):
            return path == self.pattern[:-2] or path.startswith(self.pattern[:-1])
        return path == self.pattern


STAFF: Final[tuple[Role, ...]] = ("staff", "admin")
EVALUATORS: Final[tuple[Role, ...]] = ("evaluator", "admin")
ADMINS: Final[tuple[Role, ...]] = ("admin",)

RULES: Final[tuple[Rule, ...]] = (
    Rule("/", None),
    Rule("/static/*", None),
    Rule("/healthz", None),
    Rule("/readyz", None),
    Rule("/metrics", None),
    Rule("/programmes/*", None),
    Rule("/changes/*", None),
    Rule("/finder/*", None),
    Rule("/documents/*", None),
    Rule("/help/*", None),
    Rule("/accessibility", None),
    Rule("/a/*", None),
    Rule("/login/*", None, form=True),
    Rule("/setup/*", None, form=True),
    Rule("/reset/*", None, form=True),
    Rule("/logout", ROLES),
    Rule("/account/*", ROLES),
    Rule("/desk/*", STAFF),
    Rule("/evaluation/*", EVALUATORS),
    Rule("/admin/*", ADMINS),
    Rule("/v1/desk/*", STAFF),
    Rule("/v1/evaluation/*", EVALUATORS),
    Rule("/v1/admin/*", ADMINS),
    Rule("/v1/*", None),
)


class SignInNeeded(Exception):  # noqa: N818 - not a fault: the way on is the sign-in page
    """Nobody is signed in, and the address is not everybody's; ``kept``: what was typed into the form."""

    def __init__(self, kept: list[tuple[str, str]]) -> None:
        super().__init__("sign-in needed")
        self.kept = kept


def rule_of(path: str) -> Rule | None:
    """The first rule for an address, such as ``/admin/users``."""
    return next((rule for rule in RULES if rule.fits(path)), None)


async def guard(request: Request) -> None:
    """Refuse who may not call this route, and forms that another site may have sent."""
    rule = rule_of(request.url.path)
    if rule is None:
        raise HTTPException(403, "このページを開く権限がありません。")
    changes = request.method not in ("GET", "HEAD", "OPTIONS")
    if changes:
        check_origin(request)
    caller = await run_in_threadpool(caller_of, request) if rule.roles else None
    if rule.roles:
        if caller is None:
            raise SignInNeeded(await kept_fields(request) if changes else [])
        if caller.role not in rule.roles:
            raise HTTPException(403, "このページを開く権限がありません。必要なときは管理者に相談してください。")
    if changes and (rule.form or isinstance(caller, User)):
        await check_form(request, form_secret(request))


def caller_of(request: Request) -> User | ApiKey | None:
    """Who is calling: by an API key under /v1, else by the session's cookie; asked of the database once a request."""
    if not hasattr(request.state, "caller"):
        request.state.caller = _caller(request)
    caller: User | ApiKey | None = request.state.caller
    return caller


def _caller(request: Request) -> User | ApiKey | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        under_api = request.url.path.startswith(API + "/")
        return Keys(open_database(request)).key_of(token.strip()) if under_api else None
    cookie = request.cookies.get(SESSION_COOKIE)
    return SigningIn(open_database(request)).user_of(cookie) if cookie else None


def form_secret(request: Request) -> str:
    """The cookie that a form's token is bound to: the session's, before signing in one for forms alone."""
    return request.cookies.get(SESSION_COOKIE) or request.cookies.get(FORM_COOKIE, "")


def open_database(request: Request) -> Database:
    """The desk's database; raises DatabaseError, which becomes a 503."""
    database: Database = request.app.state.database.get()
    return database


def current_user(request: Request) -> User:
    """The person who is signed in; for routes whose rule names roles."""
    caller = caller_of(request)
    if not isinstance(caller, User):
        raise SignInNeeded([])
    return caller


def signed_in_user(request: Request) -> User | None:
    """The person who is signed in, None for everybody else; for public routes that know people too."""
    caller = caller_of(request)
    return caller if isinstance(caller, User) else None


def actor_of(request: Request) -> str:
    """Whom the audit trail names: a user's id, or ``key:`` and a key's."""
    caller = caller_of(request)
    if caller is None:
        return "anyone"
    return caller.id if isinstance(caller, User) else f"key:{caller.id}"


DatabaseDep = Annotated[Database, Depends(open_database)]
UserDep = Annotated[User, Depends(current_user)]
ActorDep = Annotated[str, Depends(actor_of)]
