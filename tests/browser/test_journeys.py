"""The main journeys by mouse and by the keyboard alone, on a phone, a tablet and a desk."""

import pytest

from tests.browser.steps import ASKED, CALCULATED, ask, finished, tab_to

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1440)


@pytest.fixture(params=WIDTHS)
def wide(page, request):
    """The chat page at each width; nothing may need sideways scrolling at the end."""
    page.set_viewport_size({"width": request.param, "height": 800})
    page.goto("/")
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= request.param


def test_by_mouse_ask_look_at_the_source_calculate_and_say_what_one_thinks(wide):
    turn = ask(wide, CALCULATED)
    turn.locator(".answer-text button.chip").first.click()
    wide.locator("#sheet mark").wait_for()
    assert "東京都産業労働局" in wide.locator("#sheet-about").inner_text()
    wide.locator("#sheet-next").click()
    wide.locator("#sheet-about", has_text="10 / 31").wait_for()
    wide.locator("#sheet-close").click()
    turn.locator("summary", has_text="計算する").click()
    turn.locator(".case-result", has_text="助成額 75万円").wait_for()
    turn.get_by_label("小規模企業").check()
    turn.locator(".case-result", has_text="助成額 100万円").wait_for()
    turn.locator("summary", has_text="評価する").click()
    turn.get_by_label("良い").check()
    turn.get_by_role("button", name="評価を送る").click()
    turn.get_by_text("評価を受け付けました").wait_for()


def test_by_keyboard_ask_look_at_the_source_and_calculate(wide):
    tab_to(wide, "#q")
    wide.keyboard.type(CALCULATED)
    wide.keyboard.press("Enter")
    turn = finished(wide, 0)
    tab_to(wide, ".answer-text button.chip", "Shift+Tab")
    wide.keyboard.press("Enter")
    wide.locator("#sheet mark").wait_for()
    tab_to(wide, "#sheet-next")
    wide.keyboard.press("Enter")
    wide.locator("#sheet-about", has_text="10 / 31").wait_for()
    wide.keyboard.press("Escape")
    wide.locator("#sheet").wait_for(state="hidden")
    tab_to(wide, ".answer > .more > summary")
    wide.keyboard.press("Enter")
    turn.locator(".case-result", has_text="助成額 75万円").wait_for()
    tab_to(wide, ".calculation input[type=text]")
    wide.keyboard.press("Control+A")
    wide.keyboard.type("３０")
    turn.locator(".case-result", has_text="助成額 15万円").wait_for()
    tab_to(wide, ".calculation input[type=checkbox]")
    wide.keyboard.press("Space")
    turn.locator(".case-result", has_text="助成額 20万円").wait_for()


def test_by_keyboard_share_say_what_one_thinks_and_go_on(wide):
    tab_to(wide, "#q")
    wide.keyboard.type(ASKED)
    wide.keyboard.press("Enter")
    turn = finished(wide, 0)
    tab_to(wide, ".feedback button, .tools .more > summary", "Shift+Tab")
    wide.keyboard.press("Enter")
    tab_to(wide, ".feedback input[type=radio]")
    wide.keyboard.press("ArrowDown")
    wide.keyboard.press("Tab")
    wide.keyboard.type("限度額を確かめたい")
    tab_to(wide, ".feedback button")
    wide.keyboard.press("Enter")
    turn.get_by_text("評価を受け付けました").wait_for()
    tab_to(wide, ".suggestions button", "Shift+Tab")
    wide.keyboard.press("Enter")
    finished(wide, 1)
    assert wide.evaluate("document.activeElement.closest('.turn') !== null")


def test_by_keyboard_reopen_rename_and_begin_anew(wide):
    tab_to(wide, "#q")
    wide.keyboard.type(ASKED)
    wide.keyboard.press("Enter")
    finished(wide, 0)
    tab_to(wide, "#new-conversation", "Shift+Tab")
    wide.keyboard.press("Enter")
    assert wide.locator(".turn").count() == 0
    assert wide.evaluate("document.activeElement.id") == "q"
    if wide.locator("#history-open").is_visible():
        tab_to(wide, "#history-open", "Shift+Tab")
        wide.keyboard.press("Enter")
    tab_to(wide, "#history .history-action")
    wide.keyboard.press("Enter")
    wide.keyboard.press("Control+A")
    wide.keyboard.type("ツールの件")
    wide.keyboard.press("Enter")
    wide.locator(".history-name", has_text="ツールの件").wait_for()
    tab_to(wide, "#history button.history-open", "Shift+Tab")
    wide.keyboard.press("Enter")
    assert ASKED in finished(wide, 0).locator(".question-text").inner_text()


def test_the_way_around_the_site_by_keyboard(wide):
    for name, heading in (("資料", "回答のもとにしている資料"), ("使い方", "使い方"), ("相談する", "中小企業の支援策")):
        wide.locator(".site-nav a", has_text=name).focus()
        wide.keyboard.press("Enter")
        wide.locator("h1", has_text=heading).wait_for(state="attached")
        assert wide.locator(".site-nav a[aria-current=page]").inner_text() == name


@pytest.mark.parametrize("size", ["大", "特大"])
def test_larger_text_stays_on_every_page_and_needs_no_sideways_scrolling(wide, size):
    before = wide.locator("h1").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    wide.get_by_role("button", name=f"文字の大きさ {size}", exact=True).click()
    assert wide.locator("h1").evaluate("node => parseFloat(getComputedStyle(node).fontSize)") > before
    ask(wide, CALCULATED).locator("summary", has_text="計算する").click()
    width = wide.viewport_size["width"]
    assert wide.evaluate("document.documentElement.scrollWidth") <= width
    for path in ("/documents", "/help", "/documents/r07/pages/9"):
        wide.goto(path)
        assert wide.evaluate("document.documentElement.className") in ("text-large", "text-largest")
        assert wide.evaluate("document.documentElement.scrollWidth") <= width
