"""What goes wrong for real people: broken connections, reloads, double clicks, no storage, hostile input."""

import json

import pytest

from tests.browser.steps import ASKED, ask, finished

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>"\'`{{7*7}}'
CUT = 'event: delta\ndata: {"text": "助成限度額は、９９９"}\n\n'


def asked_questions(page):
    """A list that grows with every question that the page asks the server."""
    asked = []
    page.on("request", lambda r: asked.append(r.post_data) if r.url.endswith("/v1/chat") else None)
    return asked


def test_markup_in_any_field_is_inert(page):
    page.goto("/")
    turn = ask(page, HOSTILE + "産業交流展の会場は？")
    turn.locator("summary", has_text="評価する").click()
    turn.locator(".feedback textarea").fill(HOSTILE)
    turn.get_by_label("わかりにくい").check()
    turn.get_by_role("button", name="評価を送る").click()
    turn.get_by_text("評価を受け付けました").wait_for()
    page.locator(".history-action", has_text="名前").evaluate("node => node.click()")
    page.locator(".history-rename input").evaluate("(node, text) => { node.value = text }", HOSTILE)
    page.locator(".history-rename").evaluate("form => form.requestSubmit()")
    assert page.locator(".history-name").text_content() == HOSTILE[:100]
    page.reload()
    assert page.evaluate("window.ran") is None
    assert page.locator("main img").count() == 0
    page.goto(f"/?q={HOSTILE}産業交流展")
    assert page.evaluate("window.ran") is None


def test_markup_in_an_answer_is_text_and_its_tables_keep_their_marks(page):
    citation = {
        "n": 1, "document_id": "r07", "title": "<b>題</b>", "fiscal_year": 2025, "page": 9, "quote": "<i>引用</i>",
        "start": 1, "end": 5, "url": "javascript:alert(1)",
    }  # fmt: skip
    text = f"| 事業 | 率 |\n| --- | --- |\n| {HOSTILE[:60].replace('|', '')} | 1/2[1] |\n\n[2]は出典ではない"
    answer = {
        "answer": text, "status": "answered", "reason": None, "citations": [citation], "facts": [],
        "suggestions": [HOSTILE], "answer_id": "a1", "conversation_id": "c", "engine": "extractive", "elapsed_ms": 1,
        "furigana": [[2, 4, "じぎょう"], [3, 900, "x"], [-1, 2, "y"]],
    }  # fmt: skip
    body = f"event: done\ndata: {json.dumps(answer)}\n\n"
    page.route("**/v1/chat", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    page.goto("/")
    turn = ask(page, "表")
    assert turn.locator("table th").count() == 2
    assert turn.locator("table td").nth(1).locator("button.chip").count() == 1
    assert turn.locator("ruby rt").all_text_contents() == ["じぎょう"]
    assert "[2]は出典ではない" in turn.inner_text()
    assert page.evaluate("window.ran") is None
    assert turn.locator("img, i, b").count() == 0
    assert turn.locator("[href^=javascript]").count() == 0


def test_a_broken_stream_is_asked_again_and_never_shown_as_whole(page):
    asked = asked_questions(page)
    answers = []

    def once_broken(route):
        answers.append(1)
        if len(answers) == 1:
            route.fulfill(body=CUT, content_type="text/event-stream")
        else:
            route.continue_()

    page.route("**/v1/chat", once_broken)
    page.goto("/")
    turn = ask(page, ASKED)
    assert "100万円" in turn.locator(".answer-text").inner_text()
    assert "９９９" not in page.locator("main").inner_text()
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_a_stream_that_breaks_twice_is_told_and_nothing_of_it_kept(page):
    page.route("**/v1/chat", lambda route: route.fulfill(body=CUT, content_type="text/event-stream"))
    page.goto("/")
    page.locator("#q").fill(ASKED)
    page.locator("#send").click()
    page.locator(".failure", has_text="通信が切れました").wait_for()
    assert "９９９" not in page.locator("main").inner_text()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('sodan.talk.')).length") == 0
    page.unroute("**/v1/chat")
    page.locator(".failure button").click()
    assert "100万円" in finished(page, 0).locator(".answer-text").inner_text()


def test_a_reload_in_the_middle_of_an_answer_asks_again(page):
    page.goto("/")
    page.route("**/v1/chat", lambda route: None)  # never answered
    page.locator("#q").fill(ASKED)
    page.locator("#send").click()
    page.locator(".growing").wait_for()
    page.unroute("**/v1/chat")
    page.reload()
    turn = finished(page, 0)
    assert turn.locator(".question-text").inner_text() == ASKED
    assert "100万円" in turn.locator(".answer-text").inner_text()
    page.reload()
    assert page.locator(".turn").count() == 1


def test_a_stopped_answer_is_not_asked_again_by_a_reload(page):
    page.goto("/")
    page.route("**/v1/chat", lambda route: None)
    page.locator("#q").fill(ASKED)
    page.locator("#send").click()
    page.wait_for_timeout(600)
    page.locator("#stop").click()
    page.locator(".failure", has_text="止めました").wait_for()
    page.unroute("**/v1/chat")
    page.reload()
    assert page.locator(".turn").count() == 0


def test_a_double_click_asks_once(page):
    asked = asked_questions(page)
    page.goto("/")
    page.locator("#q").fill(ASKED)
    page.locator("#send").dblclick()
    finished(page, 0)
    page.wait_for_timeout(300)
    assert len(asked) == 1
    assert page.locator(".turn").count() == 1
    assert page.locator(".failure, #composer-notice:visible").count() == 0


def test_the_back_button_comes_back_to_the_conversation(page):
    page.goto("/")
    quote = ask(page, ASKED).locator(".source-quote").first.text_content()
    page.goto("/documents")
    page.go_back()
    turn = finished(page, 0)
    assert turn.locator(".source-quote").first.text_content() == quote
    turn.locator("button.chip").first.click()
    page.locator("#sheet mark").wait_for()


def test_ten_thousand_characters_and_more_are_told_before_they_are_sent(page):
    asked = asked_questions(page)
    page.goto("/")
    page.locator("#q").fill("あ" * 10_001)
    page.locator("#send").click()
    assert "10,001文字" in page.locator("#composer-notice").inner_text()
    assert asked == []
    page.locator("#q").fill("産業交流展の会場は？" + "𠮟" * 9_900)
    page.locator("#send").click()
    finished(page, 0)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/documents/nothing/pages/1?start=1&end=2#cited", "ありません"),
        ("/documents/r07/pages/99", "31ページまで"),
        ("/nothing", "お探しのページ"),
        ("/a/broken", "リンクは途中で切れているか"),
    ],
)
def test_an_address_that_leads_nowhere_says_so_in_japanese(browser, address, path, words):
    page = browser.new_page(base_url=address)
    response = page.goto(path)
    assert response.status in (404, 422)
    assert words in page.locator("main").inner_text()
    page.locator("main a", has_text="相談のページへ").click()
    page.locator("#q").wait_for()
    page.close()


def test_a_citation_whose_page_is_gone_is_told_in_the_sheet(browser, address):
    page = browser.new_page(base_url=address)
    page.goto("/")
    turn = ask(page, ASKED)
    page.route("**/pages/*", lambda route: route.fulfill(status=404, json={"detail": "31ページまでです。"}))
    turn.locator("button.chip").first.click()
    page.locator("#sheet-message", has_text="31ページまでです。").wait_for()
    page.close()


def test_without_storage_the_conversation_lives_on_the_page(browser, address):
    context = browser.new_context(base_url=address)
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('off', 'SecurityError'); } });"
    )
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/")
    ask(page, ASKED)
    assert "1/2" in ask(page, "助成率は？").locator(".answer-text").inner_text()
    assert page.locator(".history-list li").count() == 1
    page.get_by_role("button", name="文字の大きさ 大", exact=True).click()
    assert page.evaluate("document.documentElement.className") == "text-large"
    context.close()
    assert faults == []


def test_what_is_kept_in_another_form_is_passed_over(page):
    page.goto("/")
    page.evaluate(
        "() => { localStorage['sodan.talk.x'] = '{'; localStorage['sodan.talk.y'] = '{\"turns\": 1}';"
        " localStorage['sodan.size'] = '<b>'; localStorage['sodan.wishes'] = '3';"
        " sessionStorage['sodan.current'] = 'x'; }"
    )
    page.reload()
    assert "100万円" in ask(page, ASKED).locator(".answer-text").inner_text()
    assert page.locator(".history-list li").count() == 1


def test_a_full_storage_gives_up_the_oldest_conversation(page):
    page.goto("/")
    ask(page, ASKED)
    page.evaluate(
        "() => { localStorage.filler = 'x'.repeat(5 * 1024 * 1024 - JSON.stringify(localStorage).length - 9000); }"
    )
    for _ in range(2):
        page.locator("#new-conversation").click()
        ask(page, "明日にチャレンジの助成限度額は？")
    assert page.locator(".turn").count() == 1


def test_without_javascript_a_refusal_says_why_and_pages_are_linked(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("#q").fill("DX推進支援事業の申請締切は？")
    page.locator("#send").click()
    page.wait_for_url("**/?q=*")
    assert "次にできること" in page.locator(".answer").inner_text()
    assert page.locator("#history, #switches, #talk-bar, #text-size").filter(visible=True).count() == 0
    page.locator(".site-nav a", has_text="資料").click()
    assert page.locator("h1").inner_text() == "回答のもとにしている資料"
    context.close()


def test_switches_send_their_wishes_and_are_kept(page):
    asked = asked_questions(page)
    page.goto("/")
    ask(page, ASKED)
    page.get_by_label("やさしい日本語").check()
    page.get_by_label("ふりがな").check()
    ask(page, "助成率は？")
    page.reload()
    assert page.get_by_label("ふりがな").is_checked()
    sent = [json.loads(each) for each in asked]
    assert "style" not in sent[0]
    assert (sent[1]["style"], sent[1]["furigana"]) == ("plain", True)
