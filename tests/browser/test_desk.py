"""The desk in browsers: from a mail to an approved reply, two people at one draft, by mouse and by keyboard alone."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from desk.clock import now
from desk.passwords import hash_password
from desk.store import User, open_database
from tests.browser.conftest import WAIT
from tests.browser.steps import looked_at
from tests.end_to_end.real import REPOSITORY
from tests.end_to_end.running import environment
from tests.eval.results import Scripted, finished_run, item

pytestmark = pytest.mark.browser
PASSWORD = "見本の長い合い言葉です2025"
PEOPLE = {"hanako": ("見本 花子", "staff"), "jiro": ("見本 次郎", "staff"), "admin": ("見本 管理", "admin")}
MAIL = """From: Mihon Taro <owner@mihon.example>
Subject: {subject}
Message-ID: <{id}@mihon.example>
Date: Tue, 04 Nov 2025 09:00:00 +0900
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

お世話になっております。見本商店の見本太郎と申します。
中小企業デジタルツール導入促進支援事業について2点お尋ねします。
1. 助成限度額はいくらですか。
2. 助成率を教えてください。小規模企業です。
よろしくお願いいたします。
"""


@pytest.fixture(scope="module")
def site(real_index, tmp_path_factory) -> Iterator[str]:
    """The address of a server whose database has the people of ``PEOPLE``."""
    url = f"sqlite:///{tmp_path_factory.mktemp('desk')}/desk.sqlite"
    stored, database = hash_password(PASSWORD), open_database(url)
    with database.begin() as work:
        for id, (name, role) in PEOPLE.items():
            work.users.add(User(id, f"{id}@mihon.example", name, role, stored, None, None, now()))
    database.close()
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    environ = environment(real_index, SODAN_DATABASE=url)
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environ, cwd=REPOSITORY, encoding="utf-8") as server:
        line = server.stderr.readline()
        found = re.search(r"http://\S+:\d+", line)
        assert found, line
        yield found[0]
        server.terminate()


@pytest.fixture(scope="module")
def signed_in(browser, site) -> dict[str, Any]:
    """What each person's browser keeps after signing in."""
    states = {}
    for id in PEOPLE:
        context = browser.new_context(base_url=site, locale="ja-JP")
        page = context.new_page()
        page.goto("/login")
        sign_in(page, id)
        states[id] = context.storage_state()
        context.close()
    return states


def sign_in(page, id: str) -> None:
    page.get_by_label("メールアドレス").fill(f"{id}@mihon.example")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.get_by_role("button", name="ログアウト").wait_for()


@pytest.fixture
def open_as(browser, site, signed_in):
    """A page in a browser of a person's own; it fails the test where the console told an error."""
    contexts, faults = [], []

    def opened(id: str, **options: Any):
        context = browser.new_context(base_url=site, locale="ja-JP", storage_state=signed_in[id], **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def is_fault(message: Any) -> bool:
    # The browser tells of the status of a page that says "sign in" or "somebody was first" as an error too.
    return message.type == "error" and not re.search(r"\b(401|409|422) \(", message.text)


@pytest.fixture
def mail(tmp_path):
    """Makes a mail file of its own subject, known by an id of its own: a mail that is known is not taken in again."""

    def made(name: str):
        path, id = tmp_path / f"{name}.eml", f"{name}.{tmp_path.name}"
        path.write_text(MAIL.format(subject=f"助成金について {name}", id=id), encoding="utf-8")
        return path

    return made


def brought(page, path) -> str:
    """Bring a mail by mouse; the address of its inquiry."""
    page.goto("/desk")
    page.get_by_role("link", name="新しい問い合わせ").first.click()
    page.get_by_label("メールか表のファイル").set_input_files(path)
    page.get_by_role("button", name="取り込む").click()
    page.get_by_role("heading", name="回答（第1版）").wait_for(
        timeout=4 * WAIT
    )  # a draft asks every question of the mail
    return page.url


def visible_button(page, name: str):
    return page.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_mail_to_an_approved_reply_by_mouse(open_as, mail, scripts, violations):
    page = open_as("hanako", java_script_enabled=scripts)
    url = brought(page, mail(f"mouse-{scripts}"))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("9ページ")).first.click()
    opened.value.locator("mark.cited").wait_for()
    assert opened.value.locator("mark.cited").inner_text().strip()
    opened.value.close()
    thanks = page.get_by_label("お礼", exact=True)
    thanks.fill("お問い合わせをいただき、感謝いたします。")
    visible_button(page, "確認に回す").click()
    page.get_by_text("確認に回しました。").wait_for()
    assert page.get_by_label("お礼", exact=True).input_value() == "お問い合わせをいただき、感謝いたします。"
    assert page.get_by_role("button", name="承認する").count() == 0  # not by who wrote it
    second = open_as("jiro", java_script_enabled=scripts)
    second.goto(url)
    look = looked_at if scripts else (lambda *_: None)  # axe-core is a script
    look(second, violations, "in-review")
    visible_button(second, "承認する").click()
    second.get_by_text("承認しました。").wait_for()
    look(second, violations, "approved")
    with second.expect_download() as file:
        second.get_by_role("link", name="メール（.eml）").click()
    assert b"In-Reply-To" in file.value.path().read_bytes()
    visible_button(second, "送信済みにする").click()
    second.get_by_text("送信済みにしました。").wait_for()
    look(second, violations, "sent")


def press_until(page, name: str, press: str = "Enter") -> None:
    """Press Tab until the focus is on what is called ``name``, then ``press``."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || ''"
        )
        if focused.split("\n")[0].strip() == name:
            if press:
                page.keyboard.press(press)
            return
    raise AssertionError(f"no way by Tab to {name}")


def pasted(page, mail) -> None:
    press_until(page, "本文", "")
    page.keyboard.insert_text("中小企業デジタルツール導入促進支援事業の助成限度額を教えてください。")
    press_until(page, "受け付けて下書きを作る")


def chosen(page, mail) -> None:
    with page.expect_file_chooser() as chooser:
        press_until(page, "メールか表のファイル")
    chooser.value.set_files(mail("keyboard"))
    press_until(page, "取り込む")


@pytest.mark.parametrize("bring", [pasted, chosen])
def test_from_a_text_or_a_mail_to_an_approved_reply_by_keyboard_alone(open_as, mail, bring):
    page = open_as("hanako")
    page.goto("/desk")
    press_until(page, "新しい問い合わせ")
    page.get_by_role("heading", name="新しい問い合わせ").wait_for()
    bring(page, mail)
    page.get_by_role("heading", name="回答（第1版）").wait_for(
        timeout=4 * WAIT
    )  # a draft asks every question of the mail
    url = page.url
    press_until(page, "お礼", "Control+a")
    page.keyboard.insert_text("ありがとうございます。")
    press_until(page, "確認に回す")
    page.get_by_text("確認に回しました。").wait_for()
    second = open_as("jiro")
    second.goto(url)
    assert second.get_by_label("お礼", exact=True).input_value() == "ありがとうございます。"
    press_until(second, "承認する")
    second.get_by_text("承認しました。").wait_for()
    press_until(second, "送信済みにする")
    second.get_by_text("送信済みにしました。").wait_for()


def test_two_browsers_at_one_draft_lose_nothing(open_as, mail):
    first, second = open_as("hanako"), open_as("jiro")
    url = brought(first, mail("clash"))
    second.goto(url)
    second.get_by_label("お礼", exact=True).fill("次郎のお礼です。")
    visible_button(second, "保存する").last.click()
    second.get_by_text("保存しました。", exact=True).wait_for()
    first.get_by_label("お礼", exact=True).fill("花子のお礼です。")
    first.get_by_label("窓口", exact=True).fill("花子の窓口です。")
    visible_button(first, "保存する").last.click()
    first.get_by_role("heading", name="ほかの人が先に保存しました").wait_for()
    shown = first.locator("main").inner_text()
    for words in ("次郎のお礼です。", "花子のお礼です。", "花子の窓口です。", "見本 次郎"):
        assert words in shown
    first.get_by_label("まとめた文：お礼").fill("2人のお礼です。")
    visible_button(first, "まとめた内容を保存する").click()
    first.get_by_text("保存しました。", exact=True).wait_for()
    assert first.get_by_label("お礼", exact=True).input_value() == "2人のお礼です。"
    assert first.get_by_label("窓口", exact=True).input_value() == "花子の窓口です。"
    first.goto(f"{url}/draft/revisions/2")
    assert "次郎" in "".join(first.locator("ins").all_inner_texts())


def test_a_session_that_ends_in_the_middle_of_a_reply_loses_nothing(open_as, mail):
    page = open_as("hanako")
    brought(page, mail("ended"))
    page.get_by_label("回答", exact=True).fill("長い時間をかけて書いた回答です。")
    page.context.clear_cookies()
    visible_button(page, "保存する").last.click()
    page.get_by_text("入力した内容は預かっています").wait_for()
    page.get_by_label("メールアドレス").fill("hanako@mihon.example")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.get_by_role("button", name="続ける").click()
    page.get_by_text("保存しました。", exact=True).wait_for()
    assert page.get_by_label("回答", exact=True).input_value() == "長い時間をかけて書いた回答です。"


def test_an_inquiry_is_ended_and_taken_up_again_by_keyboard_alone(open_as, mail):
    page = open_as("hanako")
    url = brought(page, mail("closing"))
    press_until(page, "お礼", "Control+a")
    page.keyboard.insert_text("電話でお答えしました。")
    press_until(page, "終了にする")
    page.get_by_text("この問い合わせは終了しています。").wait_for()
    assert page.locator(".desk-head .state").inner_text() == "終了"
    assert page.get_by_label("お礼", exact=True).input_value() == "電話でお答えしました。"  # saved before it ended
    for name in ("保存する", "確認に回す", "終了にする"):
        assert visible_button(page, name).count() == 0
    page.goto("/desk?state=closed")
    assert page.locator(f'main a[href="{url.removeprefix(page.url.split("/desk")[0]).split("?")[0]}"]').count() == 1
    page.goto(url)
    press_until(page, "再開する")
    page.get_by_text("再開しました。").wait_for()
    assert page.locator(".desk-head .state").inner_text() == "下書き"
    visible_button(page, "確認に回す").wait_for()


def test_axe_finds_nothing_on_an_inquiry_that_has_ended(open_as, mail, violations):
    page = open_as("hanako")
    brought(page, mail("ended"))
    visible_button(page, "終了にする").click()
    page.get_by_text("この問い合わせは終了しています。").wait_for()
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    looked_at(page, violations, "ended")
    page.goto("/desk?state=closed")
    looked_at(page, violations, "inbox-ended")


@pytest.fixture(scope="module")
def filled(browser, site, signed_in, tmp_path_factory) -> str:
    """The address of an inquiry with a draft, a template, a canned answer and a candidate; another is open too."""
    context = browser.new_context(base_url=site, locale="ja-JP", storage_state=signed_in["admin"])
    page = context.new_page()
    path = tmp_path_factory.mktemp("mail") / "a.eml"
    path.write_text(MAIL.format(subject="デジタルツールの助成について", id="filled"), encoding="utf-8")
    url = brought(page, path)
    page.get_by_label("回答", exact=True).fill("助成限度額は999万円です。必ず採択されます。")
    visible_button(page, "保存する").last.click()
    page.get_by_text("評価の候補に出す").first.click()
    page.get_by_label("質問を評価に使ってよい").first.check()
    page.get_by_role("button", name="候補に出す").first.click()
    page.get_by_text("評価の候補に出しました。").wait_for()
    page.goto("/desk/canned")
    page.get_by_label("題名").fill("限度額の回答")
    page.get_by_label("この回答が答える質問").fill("中小企業デジタルツール導入促進支援事業の助成限度額を教えてください")
    page.get_by_label("本文").fill("限度額は100万円です。")
    page.get_by_role("button", name="加える").click()
    page.goto("/desk/templates")
    page.get_by_label("名前").fill("結び")
    page.get_by_label("文", exact=True).fill("{{宛名}}、どうぞよろしくお願いいたします。")
    page.get_by_role("button", name="加える").click()
    context.close()
    return url


@pytest.fixture(scope="module")
def measured(real_index) -> list[str]:
    """The names of two runs of the evaluation where the server looks for them."""
    root, items = real_index.index.parent / "eval", [item("cap-1"), item("cap-2", "見本の上限は？", kind="noisy")]
    return [finished_run(root, items, Scripted({})).name for _ in range(2)]


def test_a_run_is_opened_with_its_filters_and_compared_with_another(open_as, measured, violations):
    page = open_as("admin")
    page.goto("/evaluation/runs")
    looked_at(page, violations, "runs-two")
    page.get_by_role("button", name="2つの測定を比べる").click()
    page.get_by_text("悪くなった設問はありません。").wait_for()
    looked_at(page, violations, "compare")
    page.get_by_role("link", name=measured[0], exact=True).click()
    page.get_by_label("語で探す").fill("見本の")  # its script runs under the page's own policy
    page.locator("tbody.item:visible").nth(1).wait_for(state="detached")
    assert page.locator("tbody.item:visible").evaluate_all("rows => rows.map((row) => row.id)") == ["cap-2"]


def test_axe_finds_nothing_on_the_desks_pages(open_as, filled, violations):
    page = open_as("admin")
    addresses = {
        "inbox": "/desk", "new": "/desk/inquiries/new", "inquiry": filled, "canned": "/desk/canned",
        "templates": "/desk/templates", "habits": "/desk/habits", "revision": f"{filled}/draft/revisions/2",
        "candidates": "/evaluation/candidates", "runs": "/evaluation/runs",
    }  # fmt: skip
    for name, path in addresses.items():
        page.goto(path)
        page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        looked_at(page, violations, name)
    page.goto("/desk/canned")
    page.get_by_role("link", name="限度額の回答").click()
    looked_at(page, violations, "canned-one")
    page.goto("/evaluation/candidates")
    page.locator(".inbox-title").first.click()
    looked_at(page, violations, "candidate")
    page.goto(filled)
    # As a page is that was opened before somebody else saved.
    page.locator("input[name=revision]").evaluate("field => { field.value = '1'; }")
    page.get_by_label("お礼", exact=True).fill("別のお礼です。")
    visible_button(page, "保存する").last.click()
    page.get_by_role("heading", name="ほかの人が先に保存しました").wait_for()
    looked_at(page, violations, "conflict")
