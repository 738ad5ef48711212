"""People in a running application: each role signed in with a cookie and a form token, as a browser has them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.access import SESSION_COOKIE
from api.app import create_app
from desk.clock import now
from desk.passwords import hash_password
from desk.roles import ROLES, Role
from desk.settings import DeskSettings
from desk.signing_in import start_session
from desk.store import Database, User, open_database
from rag.settings import ChainSettings
from tests.end_to_end.real import CORPUS

PASSWORD = "見本の長い合い言葉です2025"
PAGE = {"accept": "text/html"}


@dataclass
class Person:
    """A browser with its own cookies. ``post`` takes the form token from the page that it was on."""

    client: TestClient

    def get(self, path: str, **more: object):
        return self.client.get(path, headers=PAGE, follow_redirects=False, **more)

    def post(self, path: str, form: dict[str, str] | None = None, *, on: str = "/account", **more: object):
        data = {"csrf": self.token(on), **(form or {})}
        return self.client.post(path, data=data, headers=PAGE, follow_redirects=False, **more)

    def token(self, on: str) -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(on).text)
        assert found, on
        return found[1]

    def sign_in(self, email: str, password: str = PASSWORD, **more: str):
        return self.post("/login", {"email": email, "password": password, **more}, on="/login")


@pytest.fixture
def desk_settings(tmp_path: Path) -> DeskSettings:
    return DeskSettings(f"sqlite:///{tmp_path}/desk.sqlite")


@pytest.fixture
def app(tmp_path: Path, desk_settings: DeskSettings):
    return create_app(ChainSettings(CORPUS, tmp_path / "index", library=tmp_path / "library"), desk=desk_settings)


@pytest.fixture
def database(desk_settings: DeskSettings) -> Iterator[Database]:
    opened = open_database(desk_settings.database)
    yield opened
    opened.close()


@pytest.fixture
def person(app) -> Callable[[], Person]:
    """A new browser."""
    return lambda: Person(TestClient(app, raise_server_exceptions=False))


@pytest.fixture(scope="session")
def stored() -> str:
    """The hash of ``PASSWORD``: slow on purpose, so made once."""
    return hash_password(PASSWORD)


@pytest.fixture
def people(database, person, stored) -> dict[Role, Person]:
    """One person of each role, signed in; their ids are their roles, their addresses ``admin@mihon.example`` …"""
    made: dict[Role, Person] = {}
    for role in ROLES:
        user = User(role, f"{role}@mihon.example", f"見本 {role}", role, stored, None, None, now())
        with database.begin() as work:
            work.users.add(user)
            token = start_session(work, user, now())
        made[role] = person()
        made[role].client.cookies.set(SESSION_COOKIE, token)
    return made
