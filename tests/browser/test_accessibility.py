"""axe-core finds nothing on the pages, in light and dark, wide and narrow."""

import itertools

import pytest

from tests.browser.test_chat_page import ASKED, ask

pytestmark = pytest.mark.browser


@pytest.fixture
def violations():
    """What axe-core finds on a page, each as its rule and the first place."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

    def find(page):
        found = axe.Axe().run(page).response["violations"]
        return [(each["id"], each["nodes"][0]["html"][:200]) for each in found]

    return find


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_home_page(page, violations, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_conversation_with_an_answer_and_a_refusal(page, violations, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    ask(page, ASKED)
    ask(page, "大阪府の助成金を教えてください")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_sheet(page, violations, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    ask(page, ASKED).locator("button.chip").first.click()
    page.locator("#sheet mark").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_document_page_with_marked_words(page, violations, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/documents/r07/pages/9?start=1&end=20#cited")
    assert violations(page) == []


def test_a_narrow_screen(page, violations):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/")
    ask(page, ASKED)
    assert violations(page) == []


def test_the_page_without_javascript_has_headings_in_order(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/?q={ASKED}")
    levels = [
        int(name[1]) for name in page.locator("h1, h2, h3, h4").evaluate_all("nodes => nodes.map(n => n.tagName)")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    context.close()
