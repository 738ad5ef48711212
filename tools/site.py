"""A server of this checkout on a free port, and a Chromium, for tools that look at the pages."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server over the index that the environment names (SODAN_INDEX)."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        found = re.search(r"http://\S+:\d+", line)
        if not found:
            raise SystemExit(line + server.stderr.read())
        try:
            yield found[0]
        finally:
            server.terminate()


@contextmanager
def founding(environ: Mapping[str, str] = os.environ) -> Iterator[tuple[str, str]]:
    """The address of a server over an empty database, and the path of its set-up link for the first administrator."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = {**environ, "SODAN_DATABASE": f"sqlite:///{folder}/desk.sqlite"}
        command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, env=fresh, cwd=ROOT, encoding="utf-8") as server:
            assert server.stderr is not None
            told = server.stderr.readline() + server.stderr.readline()
            link = re.search(r"(http://\S+?)(/setup/\S+)", told)
            if not link:
                raise SystemExit(told + server.stderr.read())
            try:
                yield link[1], link[2]
            finally:
                server.terminate()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium at CHROMIUM or /usr/bin/chromium."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
