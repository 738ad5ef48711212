"""Users: invitations, resets, roles, locks, and the last administrator."""

import html
import re

import pytest

from tests.api.desk.conftest import PASSWORD


@pytest.fixture
def admin(people):
    return people["admin"]


def link_on(answer) -> str:
    found = re.search(r'<code class="secret">http://testserver(/[^<]+)</code>', answer.text)
    assert found, answer.text
    return html.unescape(found[1])


def join(person, link, name="見本 花子", password=PASSWORD):
    return person.post(link, {"name": name, "password": password, "again": password}, on=link)


def test_an_invited_person_comes_in_once_with_the_role_that_was_given(admin, person):
    link = link_on(admin.post("/admin/users", {"email": "Hanako@mihon.example", "role": "evaluator"}))
    visitor = person()
    assert join(visitor, link).status_code == 303
    assert visitor.get("/admin/users").status_code == 403
    assert "hanako@mihon.example" in visitor.get("/account").text
    assert person().get(link).status_code == 404


def test_an_invitation_to_an_address_replaces_the_one_before(admin, person):
    first = link_on(admin.post("/admin/users", {"email": "hanako@mihon.example", "role": "staff"}))
    link_on(admin.post("/admin/users", {"email": "hanako@mihon.example", "role": "staff"}))
    assert person().get(first).status_code == 404


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"email": "staff@mihon.example", "role": "staff"}, 409, "すでにいます"),
        ({"email": "住所ではない", "role": "staff"}, 422, "メールアドレスの形"),
        ({"email": "x@mihon.example", "role": "king"}, 422, "役割は"),
        ({}, 422, "役割は"),
    ],
)
def test_an_invitation_that_cannot_be_is_told(admin, form, status, words):
    answer = admin.post("/admin/users", form)
    assert answer.status_code == status
    assert words in answer.text


def test_a_new_password_ends_every_other_session(admin, people, person):
    link = link_on(admin.post("/admin/users/staff/reset"))
    visitor = person()
    other = "別の長い合い言葉です2026"
    assert visitor.post(link, {"password": other, "again": other}, on=link).status_code == 303
    assert people["staff"].get("/account").status_code == 303
    assert person().sign_in("staff@mihon.example").status_code == 401
    assert person().sign_in("staff@mihon.example", other).status_code == 303
    assert person().get(link).status_code == 404


def test_one_changes_ones_own_password_and_stays_signed_in(people):
    staff, other = people["staff"], "別の長い合い言葉です2026"
    form = {"old": PASSWORD, "password": other, "again": other}
    assert staff.post("/account/password", {**form, "old": "違うパスワードです"}).status_code == 422
    assert staff.post("/account/password", {**form, "again": "x"}).status_code == 422
    assert staff.post("/account/password", {**form, "password": "x", "again": "x"}).status_code == 422
    assert staff.post("/account/password", form).headers["location"] == "/account?done=password"
    assert staff.get("/account").status_code == 200


def test_a_locked_person_is_out_at_once_and_cannot_come_back_until_unlocked(admin, people, person):
    admin.post("/admin/users/staff/lock")
    assert people["staff"].get("/account").status_code == 303
    assert person().sign_in("staff@mihon.example").status_code == 401
    admin.post("/admin/users/staff/unlock")
    assert person().sign_in("staff@mihon.example").status_code == 303


def test_a_new_role_holds_at_once(admin, people, person):
    admin.post("/admin/users/staff/role", {"role": "admin"})
    assert people["staff"].get("/account").status_code == 303  # the old session has ended
    visitor = person()
    visitor.sign_in("staff@mihon.example")
    assert visitor.get("/admin/users").status_code == 200


@pytest.mark.parametrize("path", ["lock", "role"])
def test_the_last_administrator_stays(admin, path):
    answer = admin.post(f"/admin/users/admin/{path}", {"role": "staff"})
    assert answer.status_code == 422
    assert "最後の管理者" in answer.text
    assert admin.get("/admin/users").status_code == 200


@pytest.mark.parametrize("path", ["lock", "unlock", "reset", "role"])
def test_a_user_who_is_not_there_is_told(admin, path):
    assert admin.post(f"/admin/users/nobody/{path}", {"role": "staff"}).status_code == 404
