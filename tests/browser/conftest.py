"""A server process over the real index, and a Chromium; skipped with the reason where there is none."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.settings import ChainSettings
from tests.end_to_end.real import REPOSITORY
from tests.end_to_end.running import environment

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
WAIT = 15_000  # milliseconds for anything that a page should show
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules of axe-core that depend on the theme


@pytest.fixture(scope="session")
def address(real_index: ChainSettings) -> Iterator[str]:
    """The address of a real server on a free port, as its own first line tells it."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, env=environment(real_index), cwd=REPOSITORY, encoding="utf-8"
    ) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        found = re.search(r"http://\S+:\d+", line)
        assert found, line + server.stderr.read()
        yield found[0]
        server.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.is_file():
        pytest.skip(f"no Chromium at {CHROMIUM}; set CHROMIUM to its path")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def violations() -> Callable[[Any], list[tuple[str, str, str]]]:
    """A function that gives what axe-core finds on a page as it stands: theme, rule and first place.

    Every rule is tried in light; in dark those about colours, since nothing else differs there.
    """
    module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing")
    script = module.Axe().axe_script

    def found(page: Any) -> list[tuple[str, str, str]]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        dark = found_in(page, "dark", {"runOnly": COLOURS})
        return [*found_in(page, "light", {}), *dark]

    return found


def found_in(page: Any, theme: str, options: dict[str, Any]) -> list[tuple[str, str, str]]:
    page.emulate_media(color_scheme=theme)
    results = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **options})
    return [(theme, each["id"], each["nodes"][0]["html"][:200]) for each in results["violations"]]


@pytest.fixture(scope="session")
def profile(browser: Any, address: str) -> Iterator[Any]:
    """What the tests of ``page`` browse with. A page stays open in it, beside which the next opens much faster."""
    made = browser.new_context(base_url=address, locale="ja-JP")
    made.new_page().goto("/static/sodan.css")  # an address of the site, where no script runs
    yield made
    made.close()


@pytest.fixture
def page(profile: Any) -> Iterator[Any]:
    """A page where nothing is kept; a console error, such as a policy violation, fails the test."""
    profile.clear_cookies()
    profile.clear_permissions()
    profile.pages[0].evaluate("localStorage.clear()")
    opened = profile.new_page()
    opened.set_default_timeout(WAIT)
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    for each in profile.pages[1:]:
        each.close()
    assert faults == []
