"""What a screen reader hears: the start and the whole answer, once each."""

import pytest

from tests.browser.steps import ASKED, ask

pytestmark = pytest.mark.browser
LISTEN = """() => {
  window.heard = [];
  const live = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]';
  new MutationObserver((changes) => {
    const places = new Set();
    for (const { target } of changes) {
      const node = target.nodeType === 1 ? target : target.parentElement;
      const region = node?.closest(live);
      if (region && !node.closest('[aria-hidden=true], [aria-live=off]')) places.add(region);
    }
    for (const place of places) if (place.textContent.trim()) window.heard.push(place.textContent.trim());
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def test_the_start_and_the_whole_answer_are_announced_once_each(page):
    page.goto("/")
    page.evaluate(LISTEN)
    turn = ask(page, ASKED)
    page.wait_for_timeout(300)
    heard = page.evaluate("window.heard")
    assert len(heard) == 2
    assert heard[0] == "資料を調べています。"
    assert heard[1].startswith("お答えです。")
    assert "100万円" in heard[1]
    assert "[1]" not in heard[1]
    assert f"出典は{turn.locator('.source').count()}件です。" in heard[1]


def test_a_kept_conversation_is_not_announced_as_news(page):
    page.goto("/")
    ask(page, ASKED)
    page.reload()
    assert page.locator("#status").text_content() == ""
    assert page.locator("[aria-live=polite], [role=log]").count() == 0


def test_a_failure_is_announced(page, browser, address):
    context = browser.new_context(base_url=address)
    other = context.new_page()
    other.goto("/")
    other.route("**/v1/chat", lambda route: route.abort())
    other.locator("#q").fill(ASKED)
    other.locator("#send").click()
    other.locator(".failure [role=alert]", has_text="つながりませんでした").wait_for()
    context.close()
