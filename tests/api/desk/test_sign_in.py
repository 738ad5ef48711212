"""Signing in and out, forms without a token, and a session that ends in the middle of a form."""

import html
import re

import pytest

from desk.accounts import Accounts
from tests.api.desk.conftest import PASSWORD


def test_a_person_signs_in_and_out(people, person):
    visitor = person()
    assert visitor.get("/account").headers["location"] == "/login?next=%2Faccount"
    answer = visitor.sign_in("staff@mihon.example", next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "見本 staff" in visitor.get("/account").text
    assert visitor.post("/logout").headers["location"] == "/login"
    assert visitor.get("/account").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(people, person, app):
    visitor = person()
    cookie = visitor.sign_in("staff@mihon.example").headers["set-cookie"].lower()
    assert "sodan_session=" in cookie
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    secure = person()
    secure.client.base_url = "https://testserver"
    assert "; secure" in secure.sign_in("staff@mihon.example").headers["set-cookie"].lower()


def test_a_new_session_has_a_new_token_and_signing_out_ends_it_on_the_server(people, person):
    visitor = person()
    visitor.sign_in("staff@mihon.example")
    kept = visitor.client.cookies["sodan_session"]
    visitor.post("/logout")
    visitor.client.cookies.set("sodan_session", kept)
    assert visitor.get("/account").status_code == 303


def test_a_wrong_password_and_an_unknown_address_are_told_in_the_same_words(people, person):
    told = []
    for email in ("staff@mihon.example", "nobody@mihon.example"):
        answer = person().sign_in(email, "違うパスワードです")
        assert answer.status_code == 401
        told.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert told[0] == told[1]
    assert "メールアドレスかパスワードが違います。" in told[0]


def test_after_five_wrong_passwords_even_the_right_one_waits(people, person):
    for _ in range(5):
        assert person().sign_in("staff@mihon.example", "違うパスワードです").status_code == 401
    answer = person().sign_in("staff@mihon.example")
    assert answer.status_code == 429
    assert "15分ほど待って" in answer.text


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "x"])
def test_a_link_to_the_sign_in_page_cannot_lead_elsewhere(people, person, target):
    assert person().sign_in("staff@mihon.example", next=target).headers["location"] == "/desk"


def test_a_form_without_its_token_is_refused(people):
    staff = people["staff"]
    for data in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": people["admin"].token("/account")}):
        answer = staff.client.post("/account/conversations/delete", data=data, headers={"accept": "text/html"})
        assert answer.status_code == 403
        assert "画面を開き直して" in answer.text


def test_a_form_from_another_site_is_refused_even_with_the_token(people):
    staff = people["staff"]
    token = staff.token("/account")
    for header in ({"origin": "https://elsewhere.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        answer = staff.client.post("/account/conversations/delete", data={"csrf": token}, headers=header)
        assert answer.status_code == 403
        assert "ほかのサイト" in answer.json()["detail"]
    same = {"origin": "http://testserver"}
    assert staff.client.post("/account/conversations/delete", data={"csrf": token}, headers=same).status_code == 200


def test_a_sign_in_form_that_was_made_for_another_browser_is_refused(people, person):
    other = person().token("/login")
    answer = person().client.post("/login", data={"csrf": other, "email": "staff@mihon.example", "password": PASSWORD})
    assert answer.status_code == 403


def test_what_was_typed_when_the_session_ended_comes_back_after_signing_in(people, database):
    admin = people["admin"]
    token = admin.token("/admin/settings")
    with database.begin() as work:
        work.sessions.remove_of(work.users.by_email("admin@mihon.example").id)
    typed = {"name": "見本の窓口", "signature": '一行目\r\n<b>"二行目"</b>', "inquiry_days": "10"}
    days = {"conversation_days": "20", "feedback_days": "30", "audit_days": "40"}
    asked = admin.client.post("/admin/settings", data={"csrf": token, **typed, **days}, headers={"accept": "text/html"})
    assert asked.status_code == 401
    assert "入力した内容は預かっています" in asked.text
    kept = html.unescape(re.search(r'name="kept" value="([^"]*)"', asked.text)[1])
    csrf = re.search(r'name="csrf" value="([^"]*)"', asked.text)[1]
    form = {"csrf": csrf, "kept": kept, "next": "/admin/settings", "email": "admin@mihon.example"}
    wrong = admin.client.post("/login", data={**form, "password": "違うパスワードです"})
    assert html.unescape(re.search(r'name="kept" value="([^"]*)"', wrong.text)[1]) == kept
    page = admin.client.post("/login", data={**form, "password": PASSWORD})
    assert page.status_code == 200
    assert "<b>" not in page.text
    fields = dict(re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', page.text, re.DOTALL))
    again = {name: html.unescape(value) for name, value in fields.items()}
    again["csrf"] = re.search(r'name="csrf" value="([^"]*)"', page.text)[1]
    saved = admin.client.post("/admin/settings", data=again, follow_redirects=False)
    assert saved.headers["location"] == "/admin/settings?done=saved"
    assert "見本の窓口" in admin.get("/admin/settings").text


def test_the_set_up_link_works_once_and_makes_an_administrator(database, person):
    token = Accounts(database).set_up_token()
    visitor = person()
    form = {"email": "first@mihon.example", "name": "見本 一郎", "password": PASSWORD, "again": PASSWORD}
    short = visitor.post(f"/setup/{token}", {**form, "password": "短い", "again": "短い"}, on=f"/setup/{token}")
    assert short.status_code == 422
    assert 'value="first@mihon.example"' in short.text
    assert visitor.post(f"/setup/{token}", form, on=f"/setup/{token}").status_code == 303
    assert visitor.get("/admin/users").status_code == 200
    second = person()
    assert second.get(f"/setup/{token}").status_code == 404
    assert Accounts(database).set_up_token() is None
