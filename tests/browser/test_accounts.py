"""The first administrator's way in, by keyboard alone, and what axe-core finds on the pages of administration."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import WAIT
from tests.browser.steps import looked_at
from tests.end_to_end.real import REPOSITORY
from tests.end_to_end.running import environment

pytestmark = pytest.mark.browser
PASSWORD = "見本の長い合い言葉です2025"
PAGES = ["/account", "/admin/users", "/admin/documents", "/admin/keys", "/admin/settings", "/admin/audit"]


@pytest.fixture(scope="module")
def first_start(real_index, tmp_path_factory) -> Iterator[tuple[str, str]]:
    """The address of a server over an empty database, and the set-up link that it printed."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    url = f"sqlite:///{tmp_path_factory.mktemp('first')}/desk.sqlite"
    environ = environment(real_index, SODAN_DATABASE=url)
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environ, cwd=REPOSITORY, encoding="utf-8") as server:
        told = server.stderr.readline() + server.stderr.readline()
        link = re.search(r"(http://\S+?)(/setup/\S+)", told)
        assert link, told
        yield link[1], link[2]
        server.terminate()


@pytest.fixture(scope="module")
def administrator(browser, first_start) -> dict[str, Any]:
    """What a browser keeps after the set-up, done by keyboard; the way is asserted in the first test."""
    address, link = first_start
    context = browser.new_context(base_url=address, locale="ja-JP")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(link)
    page.get_by_label("メールアドレス").focus()
    for typed in ("admin@mihon.example", "見本 一郎", PASSWORD, PASSWORD):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="利用者", exact=True).or_(page.get_by_role("heading", level=1)).first.wait_for()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def open_page(browser, first_start):
    """A page in a browser of its own; it fails the test where the console told an error."""
    contexts, faults = [], []

    def opened(**options: Any):
        context = browser.new_context(base_url=first_start[0], locale="ja-JP", **options)
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
    # The browser tells of a sign-in page's status as an error too.
    return message.type == "error" and "401 (Unauthorized)" not in message.text


def press_until(page, name: str) -> None:
    """Press Tab until the focus is on what is called ``name``, and Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''"
        )
        if focused.strip() == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way by Tab to {name}")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_invitation_to_signing_out_by_keyboard(open_page, administrator, scripts):
    page = open_page(storage_state=administrator, java_script_enabled=True)
    page.goto("/admin/users")
    press_until(page, "メールアドレス")
    email = f"hanako{scripts}@mihon.example".lower()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    link = page.locator("code.secret").inner_text()
    invited = open_page(java_script_enabled=scripts)
    invited.goto(link)
    invited.get_by_label("お名前").focus()
    for typed in ("見本 花子", PASSWORD, PASSWORD):
        invited.keyboard.type(typed)
        invited.keyboard.press("Tab")
    invited.keyboard.press("Enter")
    invited.get_by_role("link", name="見本 花子").wait_for()
    invited.get_by_role("button", name="ログアウト").focus()
    invited.keyboard.press("Enter")
    invited.get_by_role("heading", name="ログイン").wait_for()
    invited.get_by_label("メールアドレス").focus()
    invited.keyboard.type(email)
    invited.keyboard.press("Tab")
    invited.keyboard.type(PASSWORD)
    invited.keyboard.press("Enter")
    invited.get_by_role("link", name="見本 花子").wait_for()


def test_axe_finds_nothing_on_the_pages_of_administration(open_page, administrator, violations):
    page = open_page(storage_state=administrator)
    for path in PAGES:
        page.goto(path)
        for summary in page.locator("main details > summary").all():
            summary.click()
        looked_at(page, violations, path.strip("/").replace("/", "-"))


def test_axe_finds_nothing_on_the_pages_of_signing_in(open_page, administrator, violations):
    admin = open_page(storage_state=administrator)
    admin.goto("/admin/users")
    admin.get_by_label("メールアドレス").first.fill("jiro@mihon.example")
    admin.get_by_role("button", name="招待のリンクを作る").click()
    link = admin.locator("code.secret").inner_text()
    page = open_page()
    for path, name in (("/login", "login"), (link, "setup")):
        page.goto(path)
        looked_at(page, violations, name)


def test_a_document_is_taken_in_while_the_page_looks_on(open_page, administrator, violations, tmp_path):
    path = tmp_path / "見本.txt"
    path.write_text("令和7年度 見本助成金のご案内\n\n助成限度額は123万円です。\n", encoding="utf-8")
    page = open_page(storage_state=administrator)
    page.goto("/admin/documents")
    page.get_by_label("ファイル", exact=True).set_input_files(path)
    page.get_by_label("資料名").fill("見本助成金")
    page.get_by_role("button", name="取り込む", exact=True).click()
    page.locator("#state").get_by_text("終わりました").wait_for(timeout=60_000)
    page.reload()
    looked_at(page, violations, "admin-documents-added")
    page.get_by_text("取り下げる：見本助成金").click()
    page.get_by_label("この資料を回答に使わないようにします").check()
    page.get_by_role("button", name="取り下げる").click()
    page.locator("#state").get_by_text("取り下げ：終わりました").wait_for(timeout=60_000)


def test_a_session_that_ends_in_a_form_gives_the_text_back(open_page, administrator):
    page = open_page(storage_state=administrator)
    page.goto("/admin/settings")
    page.get_by_label("署名").fill("書きかけの署名")
    page.context.clear_cookies()
    page.get_by_role("button", name="保存する").click()
    page.get_by_text("入力した内容は預かっています").wait_for()
    page.get_by_label("メールアドレス").fill("admin@mihon.example")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.get_by_role("definition").filter(has_text="書きかけの署名").wait_for()
    page.get_by_role("button", name="続ける").click()
    page.get_by_text("設定を保存しました。").wait_for()
    assert page.get_by_label("署名").input_value() == "書きかけの署名"
