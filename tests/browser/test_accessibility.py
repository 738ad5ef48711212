"""axe-core finds nothing in any state of the chat, in light and dark, wide and narrow.

``test_site.py`` looks at every page as it opens.
"""

import itertools
import json

import pytest

from tests.browser.steps import ASKED, CALCULATED, ask

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>相談</p>", []),
        (
            "<p style='color: #999; background: #fff'>相談</p>",
            [("light", "color-contrast"), ("dark", "color-contrast")],
        ),
        (
            "<style>@media (prefers-color-scheme: dark) { p { color: #444; background: #000 } }</style><p>相談</p>",
            [("dark", "color-contrast")],
        ),
        ("<p>相談</p><img src='data:,'>", [("light", "image-alt")]),
    ],
)
def test_what_is_wrong_in_either_theme_is_found(browser, violations, markup, found):
    page = browser.new_page()
    page.set_content(f"<html lang=ja><title>見本</title><main><h1>見本</h1>{markup}</main></html>")
    assert [(theme, rule) for theme, rule, _ in violations(page)] == found
    page.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_conversation_with_every_kind_of_answer_and_all_that_opens(page, violations, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/")
    turn = ask(page, CALCULATED)
    turn.locator("summary", has_text="計算する").click()
    turn.locator(".case").first.wait_for()
    turn.locator("summary", has_text="評価する").click()
    turn.get_by_role("button", name="リンクで共有").click()
    turn.locator(".tools-link").wait_for()
    ask(page, "大阪府の助成金を教えてください")
    ask(page, "教えてください")
    ask(page, "躍進的な事業推進のための設備投資支援事業の助成率は？")
    if page.locator("#history-open").is_visible():
        page.locator("#history-open").click()
    assert violations(page) == []


def test_the_open_sheet(page, violations):
    page.goto("/")
    ask(page, ASKED).locator("button.chip").first.click()
    page.locator("#sheet mark").wait_for()
    assert violations(page) == []


def test_a_shared_answer(page, violations):
    page.goto("/")
    page.goto(page.request.post("/v1/shares", data={"questions": [ASKED, "助成率は？"]}).json()["url"])
    assert violations(page) == []


def test_the_page_with_readings_and_a_table(page, violations):
    answer = json.dumps({
        "answer": "| 事業 | 率 |\n| --- | --- |\n| 甲 | 2/3 |", "status": "answered", "reason": None, "citations": [],
        "facts": [], "suggestions": [], "answer_id": "a", "conversation_id": "c", "engine": "extractive",
        "elapsed_ms": 1, "furigana": [[2, 4, "じぎょう"]],
    })  # fmt: skip
    body = f"event: done\ndata: {answer}\n\n"
    page.route("**/v1/chat", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    page.goto("/")
    assert ask(page, "表").locator("ruby").count() == 1
    assert violations(page) == []


def test_the_largest_text_on_the_smallest_screen(page, violations):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    page.get_by_role("button", name="文字の大きさ 特大").click()
    ask(page, ASKED)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_page_without_javascript_has_headings_in_order(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    for path in (f"/?q={ASKED}", "/documents", "/help", "/accessibility"):
        page.goto(path)
        levels = [
            int(name[1]) for name in page.locator("h1, h2, h3, h4").evaluate_all("nodes => nodes.map(n => n.tagName)")
        ]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), path
    context.close()
