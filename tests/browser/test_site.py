"""Every page of the site, those behind the sign-in too: axe-core, weight, width, paper, one header with every area."""

import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import WAIT
from tests.end_to_end.real import REPOSITORY
from tests.end_to_end.running import environment
from tools.pages import PASSWORD, PUBLIC, SIGNED_IN, set_up

pytestmark = pytest.mark.browser
LIMIT = 150_000  # bytes of everything that a page loads, uncompressed
AREAS = ["/", "/finder", "/programmes", "/changes", "/documents", "/help"]
THEMES = ("light", "dark")
PAGES = [*PUBLIC, *SIGNED_IN]


@pytest.fixture(scope="module")
def site(real_index, browser, tmp_path_factory) -> Iterator[tuple[str, Any]]:
    """The address of a server with an empty database, and what the browser of its first administrator keeps."""
    url = f"sqlite:///{tmp_path_factory.mktemp('site')}/desk.sqlite"
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    environ = environment(real_index, SODAN_DATABASE=url)
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environ, cwd=REPOSITORY, encoding="utf-8") as server:
        told = server.stderr.readline() + server.stderr.readline()
        link = re.search(r"(http://\S+?)(/setup/\S+)", told)
        assert link, told
        yield link[1], set_up(browser, link[1], link[2])
        server.terminate()


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


@pytest.mark.parametrize(("path", "theme"), list(itertools.product(PAGES, THEMES)))
def test_axe_finds_nothing_and_a_phone_needs_no_sideways_scrolling(open_page, path, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = open_page(path, color_scheme=theme, viewport={"width": 360, "height": 740})
    page.goto(path)
    found = axe.Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1440, "height": 900})
    wide = axe.Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in wide] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_asks_nobody_else_and_leads_to_every_area(open_page, site, path):
    page = open_page(path)
    got = {}
    page.on("response", lambda response: got.__setitem__(response.url, response))
    page.goto(path, wait_until="networkidle")
    assert sum(len(response.body()) for response in got.values() if response.status == 200) <= LIMIT
    assert [url for url in got if not url.startswith((site[0], "data:"))] == []
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
def test_on_paper_only_what_is_read_is_left(open_page, path):
    page = open_page(path)
    page.goto(path)
    page.emulate_media(media="print")
    hidden = page.locator(".site-nav, .site-tools, .composer, .skip, .footer-links")
    assert [node.evaluate("n => n.className") for node in hidden.all() if node.is_visible()] == []
    assert page.locator("h1").count() == 1
