"""Keys, settings, the trail, one person's data, and what is kept how long."""

import csv
import io
import json
import time
from datetime import timedelta

import pytest

from desk.current import CurrentDatabase
from desk.daily import purge_daily
from desk.retention import purge
from desk.store import Conversation, Feedback
from tests.desk.store.sample import AT, draft, inquiry

DAYS = {"inquiry_days": "100", "conversation_days": "90", "feedback_days": "80", "audit_days": "70"}


@pytest.fixture
def admin(people):
    return people["admin"]


def test_a_key_is_shown_once_and_stored_as_a_hash(admin, database):
    page = admin.post("/admin/keys", {"name": "見本の集計", "role": "staff"}).text
    token = page.partition('<code class="secret">')[2].partition("<")[0]
    assert token.startswith("sodan_")
    assert token not in admin.get("/admin/keys").text
    with database.read() as work:
        (key,) = work.keys.all()
    assert token not in str(key)
    assert admin.post(f"/admin/keys/{key.id}/revoke").status_code == 303
    assert "失効</strong>" in admin.get("/admin/keys").text
    assert admin.post(f"/admin/keys/{key.id}/revoke").status_code == 404


def test_settings_are_saved_and_wrong_ones_keep_what_was_typed(admin):
    form = {"name": "見本の窓口", "window": "平日 9時～17時", "signature": "見本\n署名", **DAYS}
    assert admin.post("/admin/settings", form).status_code == 303
    page = admin.get("/admin/settings").text
    assert all(words in page for words in ("見本の窓口", "平日 9時～17時", "見本\n署名", 'value="80"'))
    assert "checked" not in page
    for wrong in ("0", "3651", "-1", "1.5", "九十", ""):
        answer = admin.post("/admin/settings", {**form, "name": "直した名前", "feedback_days": wrong})
        assert answer.status_code == 422
        assert "回答への評価の保存日数は1から3650までの整数" in answer.text
        assert "直した名前" in answer.text


def test_the_trail_tells_who_did_what_and_comes_as_a_file(admin):
    admin.post("/admin/users/staff/lock")
    admin.post("/admin/users", {"email": "=1+1@mihon.example", "role": "staff"})
    page = admin.get("/admin/audit?q=user.lock").text
    assert "利用停止" in page
    assert "見本 staff" in page
    assert "1件" in page
    answer = admin.get("/admin/audit/csv?q=見本+admin")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["日時", "操作した人", "操作", "対象", "詳細"]
    assert {"利用停止", "招待"} <= {row[2] for row in rows[1:]}
    assert "mihon.example" not in answer.text


def test_the_trail_is_paged_and_searched_by_day(admin, database):
    with database.begin() as work:
        for number in range(120):
            work.audit.record(AT + timedelta(hours=number), "system", "purge", f"n{number}")
    page = admin.get("/admin/audit?q=purge&number=3").text
    assert "3 / 3ページ" in page
    assert "n19<" in page
    # 2025-11-05 in Japan begins at 15:00 of the day before in UTC: 24 hours from the 6th hour on.
    day = admin.get("/admin/audit?q=purge&since=2025-11-05&until=2025-11-05").text
    assert "24件" in day
    assert admin.get("/admin/audit?number=0").status_code == 422
    assert admin.get("/admin/audit?since=今日").status_code == 200


@pytest.fixture
def sender(people, database):
    """Staff with a conversation and feedback, whose address has also sent an inquiry."""
    with database.begin() as work:
        work.conversations.save(Conversation("c1", "staff", "助成率", [{"role": "user", "content": "率は？"}], AT, AT))
        work.feedback.add(Feedback("f1", AT, "a1", "good", "", "助かった", "率は？", {}, "staff"))
        work.inquiries.add(inquiry(sender_email="Staff@mihon.example"))
        work.inquiries.add(inquiry("i2", sender_email="other@mihon.example"))
        work.drafts.add(draft(), [])


def test_one_person_gets_all_of_their_own_data_and_nobody_elses(sender, people):
    answer = people["staff"].get("/account/export")
    assert "attachment" in answer.headers["content-disposition"]
    told = json.loads(answer.text)
    assert told["account"]["email"] == "staff@mihon.example"
    assert "password" not in told["account"]
    assert [one["title"] for one in told["conversations"]] == ["助成率"]
    assert [one["comment"] for one in told["feedback"]] == ["助かった"]
    assert [one["id"] for one in told["inquiries"]] == ["i1"]
    assert told["inquiries"][0]["drafts"][0]["revisions"][0]["text"] == "案"
    assert "other@" not in answer.text


def test_one_persons_data_is_deleted_by_address_inquiries_included(sender, admin, people, database):
    form = {"email": "staff@mihon.example"}
    unsure = admin.post("/admin/users/person/delete", form)
    assert unsure.status_code == 422
    assert json.loads(admin.post("/admin/users/person/export", form).text)["account"]["id"] == "staff"
    assert admin.post("/admin/users/person/delete", {**form, "sure": "yes"}).status_code == 303
    with database.read() as work:
        assert work.users.get("staff") is None
        assert [one.id for one in work.inquiries.find()] == ["i2"]
        assert work.feedback.count() == 0
    assert people["staff"].get("/account").status_code == 303
    again = admin.post("/admin/users/person/delete", {**form, "sure": "yes"})
    assert "データはありませんでした" in again.text


def test_the_last_administrators_data_is_not_deleted(admin):
    answer = admin.post("/admin/users/person/delete", {"email": "admin@mihon.example", "sure": "yes"})
    assert answer.status_code == 422
    assert "最後の管理者" in answer.text


def test_what_is_older_than_the_settings_allow_is_purged(sender, admin, database):
    assert admin.post("/admin/settings", DAYS).status_code == 303
    with database.begin() as work:
        work.audit.record(AT, "system", "purge")
    kept = {"conversations": 90, "feedback": 80, "audit": 70, "inquiries": 100}
    for kind, days in sorted(kept.items(), key=lambda one: one[1]):
        assert purge(database, AT + timedelta(days=days))[kind] == 0
        assert purge(database, AT + timedelta(days=days, seconds=1))[kind] >= 1


def test_a_server_that_is_never_restarted_purges_by_itself(sender, admin, desk_settings, database):
    admin.post("/admin/settings", DAYS)
    current = CurrentDatabase(desk_settings.database)
    stop = purge_daily(current, lambda: AT + timedelta(days=101), timedelta(milliseconds=20))
    try:
        for _ in range(200):
            with database.read() as work:
                if not work.inquiries.count():
                    return
            time.sleep(0.05)
        raise AssertionError("nothing was purged")
    finally:
        stop.set()
        current.close()
