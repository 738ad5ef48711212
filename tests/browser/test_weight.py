"""What a page costs: bytes, requests to others, code in the page."""

import re

import pytest

from tests.browser.steps import ASKED, ask

pytestmark = pytest.mark.browser
LIMIT = 150_000  # bytes of everything that the first view loads, uncompressed
PAGES = ["/", "/documents", "/documents/r07/pages/9?start=1&end=20", "/help", "/accessibility", f"/?q={ASKED}"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_weighs_at_most_150_kilobytes_and_asks_nobody_else(page, address, path):
    got = {}
    page.on("response", lambda response: got.__setitem__(response.url, response))
    page.goto(path, wait_until="networkidle")
    assert sum(len(response.body()) for response in got.values() if response.status == 200) <= LIMIT
    assert [url for url in got if not url.startswith((address, "data:"))] == []


def test_no_element_carries_code_or_style_even_after_an_answer(page):
    page.goto("/")
    turn = ask(page, "躍進的な事業推進のための設備投資支援事業で3000万円の設備を買うと助成額はいくらになりますか？")
    turn.locator("summary", has_text="計算する").click()
    turn.locator(".case").first.wait_for()
    assert page.locator("[style], style, script:not([src])").count() == 0
    handlers = (
        "() => [...document.querySelectorAll('*')].filter(n => [...n.attributes].some(a => a.name.startsWith('on')))"
    )
    assert page.evaluate(f"({handlers})().length") == 0


def test_every_module_that_the_chat_imports_is_asked_for_at_once(page):
    loaded = set()
    page.on("request", lambda request: loaded.add(request.url.rpartition("/")[2]))
    page.goto("/", wait_until="networkidle")
    preloaded = page.locator("link[rel=modulepreload]").evaluate_all("links => links.map(l => l.href.split('/').pop())")
    modules = {name for name in loaded if name.endswith(".js")} - {"early.js", "display.js", "chat.js"}
    source = page.evaluate(
        """async (names) => (await Promise.all(names.map(async (n) => (await fetch('/static/' + n)).text()))).join()""",
        sorted(modules | {"chat.js"}),
    )
    imported = set(re.findall(r'from "\./(\w+\.js)"', source))
    assert imported == set(preloaded) == modules
