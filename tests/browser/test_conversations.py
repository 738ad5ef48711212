"""Conversations that the browser keeps, and citations that stay bound to their own sources whatever is reopened."""

import pytest

from tests.browser.steps import ASKED, ask, bound_quotes, finished

pytestmark = pytest.mark.browser
OTHER = "産業交流展の会場はどこですか？"


def all_bound(page, turn):
    pairs = bound_quotes(page, turn)
    assert pairs
    assert [listed for _, listed, _ in pairs] == [opened for _, _, opened in pairs]
    return pairs


def test_a_second_turn_leaves_the_first_ones_citations_as_they_were(page):
    page.goto("/")
    first = ask(page, ASKED)
    before = all_bound(page, first)
    second = ask(page, OTHER)
    assert all_bound(page, first) == before
    assert all_bound(page, second) != before


def test_a_reopened_conversation_opens_the_same_quotes(page):
    page.goto("/")
    before = [all_bound(page, ask(page, ASKED)), all_bound(page, ask(page, OTHER))]
    page.locator("#new-conversation").click()
    ask(page, "明日にチャレンジの助成限度額は？")
    page.locator("#history button.history-open", has_text=ASKED).evaluate("node => node.click()")
    assert page.locator(".turn").count() == 2
    assert [all_bound(page, page.locator(".turn").nth(n)) for n in range(2)] == before


def test_the_same_answer_in_two_tabs(page):
    page.goto("/")
    before = all_bound(page, ask(page, ASKED))
    other = page.context.new_page()
    other.goto("/")
    assert other.locator(".turn").count() == 0
    assert all_bound(other, ask(other, ASKED)) == before
    assert all_bound(page, page.locator(".turn").first) == before


def test_two_tabs_that_go_on_with_one_conversation_lose_no_turn(page):
    page.goto("/")
    ask(page, ASKED)
    other = page.context.new_page()
    other.goto("/")
    other.locator("#history button.history-open").first.evaluate("node => node.click()")
    ask(other, "助成率は？")
    ask(page, OTHER)
    turns = page.evaluate(
        "() => Object.keys(localStorage).filter(k => k.startsWith('sodan.talk.'))"
        ".map(k => JSON.parse(localStorage[k]).turns.map(t => t.question)).sort()"
    )
    assert turns == sorted([[ASKED, "助成率は？"], [ASKED, OTHER]])


def test_the_source_quoted_is_the_source_opened_even_for_many(page):
    page.goto("/")
    turn = ask(page, "躍進的な事業推進のための設備投資支援事業の助成率は？")
    assert len(all_bound(page, turn)) > 5


def test_a_citation_of_the_calculation_opens_its_own_quote(page):
    page.goto("/")
    turn = ask(page, "中小企業デジタルツール導入促進支援事業で150万円かけたらいくら助成されますか？")
    turn.locator("summary", has_text="計算する").click()
    chip = turn.locator(".case-steps button.chip").first
    chip.wait_for()
    chip.click()
    page.locator("#sheet mark").wait_for()
    assert "１／２" in page.locator("#sheet mark").text_content().replace("1/2", "１／２")


def test_a_conversation_is_renamed_and_deleted(page):
    page.goto("/")
    ask(page, ASKED)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".history-action", has_text="名前").evaluate("node => node.click()")
    page.locator(".history-rename input").evaluate("node => { node.value = '<b>ツール</b>' }")
    page.locator(".history-rename").evaluate("form => form.requestSubmit()")
    assert page.locator(".history-name").text_content() == "<b>ツール</b>"
    page.reload()
    assert page.locator(".history-name").text_content() == "<b>ツール</b>"
    page.locator(".history-action", has_text="消す").evaluate("node => node.click()")
    assert page.locator(".history-list li").count() == 0
    assert page.locator(".turn").count() == 0
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('sodan.talk.')).length") == 0


def test_everything_is_deleted_at_once(page):
    page.goto("/")
    ask(page, ASKED)
    page.locator("#new-conversation").click()
    ask(page, OTHER)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#history-clear").evaluate("node => node.click()")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('sodan.talk.')).length") == 0
    assert page.locator(".turn").count() == 0


def test_a_conversation_is_saved_as_markdown_with_its_sources(page):
    page.goto("/")
    ask(page, ASKED)
    ask(page, OTHER)
    with page.expect_download() as download:
        page.locator("#save-markdown").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith(".md")
    assert text.startswith(f"# {ASKED}")
    assert text.count("### 出典") == 2
    assert "100万円" in text
    assert "東京ビッグサイト" in text
    assert "/documents/r07/pages/9?start=" in text


def test_an_answer_is_copied_with_its_sources(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    turn = ask(page, ASKED)
    turn.get_by_role("button", name="回答をコピー").click()
    turn.get_by_text("回答と出典をコピーしました").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert "100万円" in text
    assert "出典1 令和7年度 東京都の中小企業支援策 9ページ" in text


def test_a_shared_link_shows_the_same_answer_to_somebody_else(page, browser, address):
    page.goto("/")
    ask(page, ASKED)
    turn = ask(page, "助成率は？")
    turn.get_by_role("button", name="リンクで共有").click()
    link = turn.locator(".tools-link")
    link.wait_for()
    context = browser.new_context(java_script_enabled=False)
    other = context.new_page()
    other.goto(link.input_value())
    assert "同じ回答です" in other.locator(".notice").inner_text()
    assert other.locator(".answer-text").inner_text() == turn.locator(".answer-text").inner_text()
    assert other.locator(".source-quote").all_text_contents() == turn.locator(".source-quote").all_text_contents()
    context.close()


def test_printing_shows_the_turns_and_their_sources_alone(page):
    page.goto("/")
    turn = ask(page, "躍進的な事業推進のための設備投資支援事業の助成率は？")
    page.emulate_media(media="print")
    for gone in ("#composer", ".site-nav", "#history", "#talk-bar", ".tools"):
        assert not page.locator(gone).first.is_visible(), gone
    assert turn.locator(".answer-text").is_visible()
    assert turn.locator(".source-quote").last.is_visible()
    assert finished(page, 0).locator(".question-text").is_visible()
