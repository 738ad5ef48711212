"""Every page of the site, those behind the sign-in too: axe-core, weight, width, paper, one header with every area."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import WAIT
from tests.browser.steps import looked_at
from tests.end_to_end.running import environment
from tools.pages import PASSWORD, PUBLIC, SIGNED_IN, set_up
from tools.site import founding

pytestmark = pytest.mark.browser
LIMIT = 150_000  # bytes of everything that a page loads, as they are sent
AREAS = ["/", "/finder", "/programmes", "/changes", "/documents", "/help"]
PAGES = [*PUBLIC, *SIGNED_IN]


@pytest.fixture(scope="module")
def site(real_index, browser) -> Iterator[tuple[str, Any]]:
    """The address of a server with an empty database, and what the browser of its first administrator keeps."""
    with founding(environment(real_index)) as (address, link):
        yield address, set_up(browser, address, link)


@pytest.fixture
def open_page(browser, site):
    """Opens an address of the site, signed in where it must be."""
    contexts = []

    def opened(path: str, **options: Any):
        state = {"storage_state": site[1]} if path in SIGNED_IN else {}
        context = browser.new_context(base_url=site[0], locale="ja-JP", **state, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def shown(browser, site):
    """Shows an address of the site in a page that is kept for all tests that leave nothing behind: that is quick."""
    public = browser.new_context(base_url=site[0], locale="ja-JP")
    signed_in = browser.new_context(base_url=site[0], locale="ja-JP", storage_state=site[1])
    for context in (public, signed_in):
        context.add_init_script("localStorage.clear(); sessionStorage.clear()")
    pages = {False: public.new_page(), True: signed_in.new_page()}

    def show(path: str):
        page = pages[path in SIGNED_IN]
        page.set_default_timeout(WAIT)
        page.emulate_media(media="screen")
        page.goto(path)
        return page

    yield show
    public.close()
    signed_in.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_no_screen_needs_sideways_scrolling(shown, violations, path):
    looked_at(shown(path), violations, path)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_asks_nobody_else_and_leads_to_every_area(open_page, site, path):
    page = open_page(path)
    got = {}
    page.on("response", lambda response: got.__setitem__(response.url, response))
    page.goto(path, wait_until="networkidle")
    sent = (r.request.sizes()["responseBodySize"] for r in got.values() if r.status == 200)
    assert 0 < sum(sent) <= LIMIT
    assert [url for url in got if not url.startswith((site[0], "data:"))] == []
    assert " object at 0x" not in page.content(), "a template shows a thing of Python"
    links = page.locator(".site-nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == AREAS
    assert page.locator(".site-header .brand").count() == page.locator("#text-size:visible").count() == 1
    assert page.locator("[style], style, script:not([src])").count() == 0


def test_pages_of_those_who_sign_in_show_who_they_are_and_the_way_out(open_page):
    page = open_page("/account")
    page.goto("/account")
    assert "見本" in page.locator(".who").inner_text()
    page.get_by_role("button", name="ログアウト").click()
    page.get_by_label("パスワード").wait_for()
    assert PASSWORD not in page.content()


@pytest.mark.parametrize("path", PUBLIC)
def test_on_paper_only_what_is_read_is_left(shown, path):
    page = shown(path)
    page.emulate_media(media="print")
    hidden = page.locator(".site-nav, .site-tools, .composer, .skip, .footer-links")
    assert [node.evaluate("n => n.className") for node in hidden.all() if node.is_visible()] == []
    assert page.locator("h1").count() == 1
