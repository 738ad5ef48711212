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
from tests.end_to_end.real import REPOSITORY, build_real_index
from tests.end_to_end.running import environment

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
WAIT = 15_000  # milliseconds for anything that a page should show


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> ChainSettings:
    return build_real_index(tmp_path_factory)


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
def violations() -> Callable[[Any], list[tuple[str, str]]]:
    """A function that gives what axe-core finds on a page: rule and first place."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

    def found(page: Any) -> list[tuple[str, str]]:
        result = axe.Axe().run(page).response["violations"]
        return [(each["id"], each["nodes"][0]["html"][:200]) for each in result]

    return found


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A fresh page that fails the test where the console told an error, a policy violation among them."""
    context = browser.new_context(base_url=address, locale="ja-JP")
    opened = context.new_page()
    opened.set_default_timeout(WAIT)
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    context.close()
    assert faults == []
