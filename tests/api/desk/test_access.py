"""The role matrix: docs/security.md, the table in the code and the server's answers say the same of every route."""

import re
from functools import cache
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts

from api.access import RULES, rule_of
from desk.keys import Keys
from desk.roles import ROLE_LABELS
from tests.end_to_end.real import REPOSITORY

VISITOR, KEY = "相談者", "APIキー"
PEOPLE = [VISITOR, *ROLE_LABELS.values()]
REFUSED = "refused"


@cache
def documented() -> dict[str, dict[str, str]]:
    """The table of docs/security.md: pattern -> column -> cell."""
    lines = (Path(REPOSITORY) / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    head, *rows = (row for row in rows if not set(row[0]) <= {"-", " "})
    return {row[0].strip("`"): dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def is_documented_for(pattern: str, who: str) -> bool:
    """Whether the table lets them in; ``who`` is a column, or for a key its role's label behind a colon."""
    column, _, role = who.partition(":")
    cell = documented()[pattern][column]
    return cell == "○" or role in cell.split("・")


def routes(app) -> list[tuple[str, str]]:
    """Every method and address that the application answers, parameters filled in with what is not there."""
    found = set()
    for context in iter_route_contexts(app.routes):
        path = re.sub(r"\{\w+(:\w+)?\}", "1", context.path or "")
        for method in (context.methods or {"GET"}) - {"HEAD"}:
            found.add((method, path))
    return sorted(found)


def test_the_documentation_holds_the_table_of_the_code():
    rows = documented()
    assert list(rows) == [rule.pattern for rule in RULES]
    for rule in RULES:
        for role, label in ROLE_LABELS.items():
            assert is_documented_for(rule.pattern, label) == (rule.roles is None or role in rule.roles), rule.pattern
        assert is_documented_for(rule.pattern, VISITOR) == (rule.roles is None), rule.pattern


def test_every_route_is_in_the_table(app):
    found = routes(app)
    assert len(found) > 40
    assert [path for _, path in found if rule_of(path) is None] == []


def test_an_address_without_a_rule_is_refused(app, people):
    app.get("/surprise")(lambda: "open")
    assert people["admin"].get("/surprise").status_code == 403


@pytest.fixture
def app(app):
    """The application with one more route under every pattern that has none to test it by."""
    for rule in RULES:
        if rule.pattern.endswith("/*") and rule.pattern != "/static/*":
            app.get(rule.pattern.replace("*", "sample"))(lambda: "open")
            app.post(rule.pattern.replace("*", "sample"))(lambda: "open")
    return app


@pytest.fixture
def callers(people, person, database):
    """How each calls: the client, and the headers and form that it sends."""
    made = {VISITOR: (person().client, {}, {})}
    for role, label in ROLE_LABELS.items():
        one = people[role]
        made[label] = (one.client, {}, {"csrf": one.token("/account")})
        key = Keys(database).make("admin", f"見本 {label}", role)
        made[f"{KEY}:{label}"] = (person().client, {"authorization": f"Bearer {key}"}, {})
    made[f"{KEY}:違うキー"] = (person().client, {"authorization": "Bearer sodan_wrong"}, {})
    return made


def verdict(client, headers, form, method, path) -> str:
    """ "refused" where the caller is turned away, else "in", whatever the route then says of what is not there."""
    sent = {"data": form} if method != "GET" else {}
    answer = client.request(method, path, headers=headers, follow_redirects=False, **sent)
    to_sign_in = answer.headers.get("location", "").startswith("/login?next=")
    if answer.status_code in (401, 403) or to_sign_in:
        return REFUSED
    return "in"


def test_every_route_lets_in_whom_the_documentation_lets_in(app, callers):
    wrong, found = [], routes(app)
    for who, (client, headers, form) in callers.items():
        for method, path in found:
            rule = rule_of(path)
            # Signing out ends the session that the others need; it has a test of its own. These forms carry a token
            # of the browser's own, so that without one even those who may are refused.
            if path == "/logout" or (rule.form and method == "POST"):
                continue
            if rule.roles is None and who.startswith(KEY):
                expected = True
            elif who.startswith(KEY) and rule.roles:
                expected = who != f"{KEY}:違うキー" and is_documented_for(rule.pattern, who)
            else:
                expected = is_documented_for(rule.pattern, who)
            if (verdict(client, headers, form, method, path) != REFUSED) != expected:
                wrong.append((who, method, path))
    assert wrong == []


def test_signing_out_is_for_those_who_have_signed_in(people, person):
    assert person().client.post("/logout", follow_redirects=False).headers["location"] == "/login"
    assert people["evaluator"].post("/logout").headers["location"] == "/login"


def test_an_api_key_is_nobody_on_pages(callers):
    client, headers, _ = callers[f"{KEY}:管理者"]
    assert client.get("/admin/users", headers=headers, follow_redirects=False).status_code == 303


def test_a_revoked_key_is_refused(people, database):
    keys = Keys(database)
    token = keys.make("admin", "見本", "staff")
    assert keys.key_of(token)
    keys.revoke("admin", keys.key_of(token).id)
    assert keys.key_of(token) is None


def test_anothers_things_are_not_there(people, database):
    from desk.store import Conversation
    from tests.desk.store.sample import AT

    with database.begin() as work:
        work.conversations.save(Conversation("c1", "staff", "秘密の相談", [], AT, AT))
    for role in ("evaluator", "admin"):
        theirs = people[role].post("/account/conversations/c1/delete")
        nobodys = people[role].post("/account/conversations/c2/delete")
        assert theirs.status_code == nobodys.status_code == 404
        assert "秘密の相談" not in theirs.text
        assert re.sub("c[12]", "", theirs.text) == re.sub("c[12]", "", nobodys.text)
    assert people["staff"].post("/account/conversations/c1/delete").status_code == 303
