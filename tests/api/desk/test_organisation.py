"""Signing in through a real OpenID Connect provider in another process."""

import html
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from api.app import create_app
from desk.settings import DeskSettings, OidcSettings
from rag.settings import ChainSettings
from tests.api.desk.provider import CLIENT, SECRET
from tests.end_to_end.real import CORPUS, REPOSITORY


@dataclass(frozen=True)
class Elsewhere:
    """The provider, as a browser and as the test see it."""

    issuer: str

    def be(self, **told: str) -> None:
        httpx.post(f"{self.issuer}/be", json=told).raise_for_status()

    def visit(self, url: str) -> str:
        """Go to the provider; the path on our site that it sends back to."""
        assert url.startswith(f"{self.issuer}/authorize?")
        back = httpx.get(url).headers["location"]
        assert back.startswith("http://testserver/")
        return back.removeprefix("http://testserver")


@pytest.fixture(scope="module")
def server() -> Iterator[Elsewhere]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, "-m", "tests.api.desk.provider", str(port)], cwd=REPOSITORY) as process:
        issuer = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                httpx.get(f"{issuer}/jwks")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield Elsewhere(issuer)
        process.terminate()


@pytest.fixture
def elsewhere(server):
    server.be(mode="good", sub="123", email="taro@mihon.example", roles="helpdesk")
    return server


@pytest.fixture
def app(tmp_path, desk_settings, elsewhere):
    roles = {"helpdesk": "staff", "it": "admin"}
    oidc = OidcSettings(elsewhere.issuer, CLIENT, SECRET, "roles", roles)
    return create_app(ChainSettings(CORPUS, tmp_path / "index"), desk=DeskSettings(desk_settings.database, oidc=oidc))


def come(person, elsewhere, start="/login/oidc"):
    """Set out, visit the provider and come back; the last answer."""
    return person.get(elsewhere.visit(person.get(start).headers["location"]))


def test_a_person_of_the_organisation_signs_in_and_is_known_again(person, elsewhere, database):
    for _ in range(2):
        visitor = person()
        answer = come(visitor, elsewhere, "/login/oidc?next=/account%3Fx=1")
        assert (answer.status_code, answer.headers["location"]) == (303, "/account?x=1")
        assert "見本 太郎" in visitor.get("/account").text
        assert "パスワードの変更" not in visitor.get("/account").text
    with database.read() as work:
        (user,) = work.users.all()
    assert (user.issuer, user.subject, user.role, user.password) == (elsewhere.issuer, "123", "staff", None)


@pytest.mark.parametrize(
    "mode",
    ["wrong nonce", "no nonce", "wrong audience", "wrong issuer", "expired", "wrong key", "another issuer"],
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(person, elsewhere, database, mode):
    visitor = person()
    target = elsewhere.visit(visitor.get("/login/oidc").headers["location"])
    elsewhere.be(mode=mode)
    answer = visitor.get(target)
    assert answer.status_code == 401
    assert "sodan_session" not in visitor.client.cookies
    with database.read() as work:
        assert work.users.all() == []


def test_a_way_back_works_once_and_only_for_the_browser_that_set_out(person, elsewhere):
    visitor = person()
    target = elsewhere.visit(visitor.get("/login/oidc").headers["location"])
    stranger = person().get(target)
    assert stranger.status_code == 401
    assert "もう一度" in stranger.text
    assert visitor.get(target).status_code == 401  # the stranger has used it up
    again = elsewhere.visit(visitor.get("/login/oidc").headers["location"])
    assert visitor.get(again).status_code == 303
    assert person().get("/login/oidc/callback?state=x&code=y").status_code == 401


def test_the_role_follows_the_provider_and_without_one_nobody_comes_in(person, elsewhere):
    visitor = person()
    come(visitor, elsewhere)
    assert visitor.get("/admin/users").status_code == 403
    elsewhere.be(roles="helpdesk it")
    come(visitor, elsewhere)
    assert visitor.get("/admin/users").status_code == 200
    elsewhere.be(roles="guests")
    assert "権限がありません" in come(person(), elsewhere).text


def test_an_address_is_no_proof_of_being_its_user(people, person, elsewhere):
    elsewhere.be(email="staff@mihon.example")
    answer = come(person(), elsewhere)
    assert answer.status_code == 401
    assert "すでにいます" in answer.text


def test_a_locked_member_stays_out(people, person, elsewhere, database):
    come(person(), elsewhere)
    with database.read() as work:
        user = work.users.by_email("taro@mihon.example")
    people["admin"].post(f"/admin/users/{user.id}/lock")
    assert "停止" in come(person(), elsewhere).text


def test_a_form_that_was_kept_comes_back_through_the_provider(person, elsewhere):
    visitor = person()
    kept = json.dumps([["body", "書きかけの<文章>"]])
    form = {"next": "/account/password", "kept": kept}
    page = visitor.post("/login/oidc", form, on="/login")
    url = html.unescape(re.search(r'class="button strong" href="([^"]+)"', page.text)[1])
    answer = visitor.get(elsewhere.visit(url))
    assert answer.status_code == 200
    assert "書きかけの&lt;文章&gt;" in answer.text
    assert 'action="/account/password"' in answer.text


def test_a_provider_that_is_away_is_told(tmp_path, desk_settings):
    from starlette.testclient import TestClient

    oidc = OidcSettings("http://127.0.0.1:9", CLIENT, SECRET, "roles", {"helpdesk": "staff"})
    made = create_app(ChainSettings(CORPUS, tmp_path / "index"), desk=DeskSettings(desk_settings.database, oidc=oidc))
    answer = TestClient(made).get("/login/oidc", follow_redirects=False)
    assert answer.status_code == 401
    assert "つながりません" in answer.text


def test_without_a_provider_there_is_no_such_way_in(people, person, desk_settings, tmp_path):
    from starlette.testclient import TestClient

    made = create_app(ChainSettings(CORPUS, tmp_path / "index"), desk=desk_settings)
    client = TestClient(made)
    assert client.get("/login/oidc").status_code == 404
    assert "組織のアカウント" not in client.get("/login").text
