"""``make screenshots``: pictures of the pages, taken from a server that runs for the purpose.

python -m tools.screenshots [--out docs/screenshots]
"""

import argparse
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PORT = 8790
QUESTION = "明日にチャレンジの助成限度額は？"
SIZES = {"desk": (1280, 800), "phone": (360, 740)}


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    out = arguments.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen([sys.executable, "-m", "api.cli", "serve", "--port", str(PORT)])
    try:
        wait()
        take(out)
    finally:
        server.terminate()
        server.wait()


def wait() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz")
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    raise SystemExit("the server did not become ready within 60 seconds")


def take(out: Path) -> None:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
                shoot(page, out, f"{size}-{theme}")
                page.close()
        browser.close()


def shoot(page: Page, out: Path, suffix: str) -> None:
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.screenshot(path=out / f"home-{suffix}.png")
    page.get_by_role("textbox").fill(QUESTION)
    page.get_by_role("textbox").press("Enter")
    page.locator("#log .answer .chip, .answer .chip").first.wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=out / f"answer-{suffix}.png")
    page.locator(".answer .chip").first.click()
    page.locator("dialog mark").first.wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=out / f"source-{suffix}.png")


if __name__ == "__main__":
    main()
