"""The chat in a real browser against a real server: asking, evidence, keyboard, small screens, no JavaScript."""

import re

import pytest

from tests.browser.steps import ASKED, ask, tab_to

pytestmark = pytest.mark.browser


def test_a_question_is_answered_with_its_sources(page):
    page.goto("/")
    turn = ask(page, ASKED)
    assert turn.locator(".question-text").inner_text() == ASKED
    assert "100万円" in turn.locator(".answer-text").inner_text()
    assert "令和7年度 東京都の中小企業支援策" in turn.locator(".source-title").first.inner_text()
    assert page.locator("#q").input_value() == ""


def test_the_answer_comes_as_a_stream(page):
    page.goto("/")
    with page.expect_response("**/v1/chat") as response:
        ask(page, ASKED)
    assert response.value.header_value("content-type").startswith("text/event-stream")


def test_a_chip_opens_the_page_with_the_quoted_words_marked(page):
    page.goto("/")
    turn = ask(page, ASKED)
    quotes = turn.locator(".source-quote").all_text_contents()
    chips = turn.locator("button.chip")
    assert chips.count() == len(quotes) >= 1
    for number, quote in enumerate(quotes):
        chips.nth(number).click()
        mark = page.locator("#sheet mark")
        mark.wait_for()
        assert mark.text_content() == quote
        assert mark.is_visible()
        page.locator("#sheet-close").click()
        assert chips.nth(number).evaluate("node => node === document.activeElement")


def test_the_sheet_turns_pages_and_comes_back_to_the_mark(page):
    page.goto("/")
    ask(page, ASKED).locator("button.chip").first.click()
    page.locator("#sheet mark").wait_for()
    page.locator("#sheet-next").click()
    page.locator("#sheet-about", has_text="10 / 31").wait_for()
    page.locator("#sheet-message", has_text="別のページ").wait_for()
    assert page.locator("#sheet mark").count() == 0
    page.locator("#sheet-previous").click()
    page.locator("#sheet mark").wait_for()


def test_every_turns_marks_are_bound_to_its_own_sources(page):
    page.goto("/")
    first, second = ask(page, ASKED), ask(page, "産業交流展の会場はどこですか？")
    for turn, words, number in ((first, "１００万円", "9"), (second, "東京ビッグサイト", "18")):
        turn.locator("button.chip").first.click()
        page.locator("#sheet mark").wait_for()
        marked = page.locator("#sheet mark").text_content()
        assert marked == turn.locator(".source-quote").first.text_content()
        assert words in "".join(turn.locator(".source-quote").all_text_contents())
        assert f"{number} / 31ページ" in page.locator("#sheet-about").inner_text()
        page.keyboard.press("Escape")


def test_a_follow_up_is_understood_and_a_reload_keeps_the_conversation(page):
    page.goto("/")
    ask(page, ASKED)
    assert "1/2" in ask(page, "助成率は？").locator(".answer-text").inner_text()
    page.reload()
    assert page.locator(".turn").count() == 2
    page.locator("#new-conversation").click()
    page.wait_for_load_state()
    assert page.locator(".turn").count() == 0


def test_the_keyboard_alone_is_enough(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, "#q")
    page.keyboard.type(ASKED)
    page.keyboard.press("Enter")
    page.locator(".answer:not(.growing)").wait_for()
    page.keyboard.press("Shift+Tab")
    tab_to(page, "button.chip", "Shift+Tab")
    page.keyboard.press("Enter")
    page.locator("#sheet mark").wait_for()
    page.keyboard.press("Escape")
    page.locator("#sheet").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.matches('button.chip')")


def test_focus_is_always_visible(page):
    page.goto("/")
    page.keyboard.press("Tab")
    for _ in range(8):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow }"
        )
        assert style != "nonenone", page.evaluate("document.activeElement.outerHTML")[:200]


def test_shift_and_enter_begins_a_line_instead_of_sending(page):
    page.goto("/")
    page.locator("#q").fill("産業交流展")
    page.keyboard.press("Shift+Enter")
    assert page.locator("#q").input_value() == "産業交流展\n"
    assert page.locator(".turn").count() == 0


@pytest.mark.parametrize(
    ("path", "width"), [("/", 360), ("/", 320), ("/documents/r07/pages/9?start=1&end=5#cited", 320)]
)
def test_a_small_screen_needs_no_sideways_scrolling(page, path, width):
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(path)
    if path == "/":
        ask(page, "躍進的な事業推進のための設備投資支援事業の助成率は？")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_refusal_is_told_as_one(page):
    page.goto("/")
    turn = ask(page, "大阪府の助成金を教えてください")
    assert "見つかりませんでした" in turn.locator(".verdict").inner_text()


def test_an_empty_question_is_told_and_not_sent(page):
    page.goto("/")
    page.locator("#q").fill("   ")
    page.locator("#send").click()
    assert "質問を入力してください" in page.locator("#composer-notice").inner_text()
    assert page.locator(".turn").count() == 0


def test_an_example_and_a_suggestion_can_be_pressed(page):
    page.goto("/")
    page.locator("#examples button").first.click()
    turn = page.locator(".turn").first
    turn.locator(".answer:not(.growing)").wait_for()
    turn.locator(".suggestions button").first.click()
    page.locator(".turn").nth(1).locator(".answer:not(.growing)").wait_for()


def test_markup_in_a_question_is_shown_as_text(page):
    page.goto("/")
    turn = ask(page, "<img src=x onerror=alert(1)>産業交流展の会場は？[1]")
    assert "<img src=x" in turn.locator(".question-text").inner_text()
    assert turn.locator("img").count() == 0


def test_a_server_that_is_gone_is_told_and_can_be_tried_again(browser, address):
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/")
    page.route("**/v1/chat", lambda route: route.abort())
    page.locator("#q").fill(ASKED)
    page.locator("#send").click()
    failure = page.locator(".turn .failure")
    failure.wait_for()
    assert "つながりませんでした" in failure.inner_text()
    page.unroute("**/v1/chat")
    failure.locator("button").click()
    page.locator(".answer:not(.growing)").wait_for()
    assert "100万円" in page.locator(".answer-text").inner_text()
    context.close()


def test_without_javascript_the_form_asks_and_the_chip_is_a_link(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("#q").fill(ASKED)
    page.locator("#send").click()
    page.wait_for_url("**/?q=*")
    assert "100万円" in page.locator(".answer-text").inner_text()
    quote = page.locator(".source-quote").first.text_content()
    page.locator("a.chip").first.click()
    page.wait_for_url(re.compile(r"/documents/r07/pages/9\?start=\d+&end=\d+#cited$"))
    assert page.locator("mark.cited").text_content() == quote
    context.close()


def test_a_script_that_the_page_did_not_bring_is_refused(browser, address):
    page = browser.new_page(base_url=address)
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.goto("/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in told)
    page.close()


def test_nothing_is_asked_of_any_other_server(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    ask(page, ASKED).locator("button.chip").first.click()
    page.locator("#sheet mark").wait_for()
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
