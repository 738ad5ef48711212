"""Pictures of the programme browser: the list of pages, and a program that takes them from a server that runs for it.

python -m tools.programme_screenshots [--out docs/screenshots]
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.screenshots import PORT, SIZES, wait

PAGES = (
    ("programmes", "/programmes"),
    ("programmes-table", "/programmes?kind=grant&view=table"),
    ("programme", "/programmes/jigyo-shokei-saisei"),
    ("comparison", "/programmes/compare?id=dx-suishin-shien&id=asuni-challenge&id=digital-tool-donyu"),
    ("changes", "/changes?from=2020&to=2021"),
)
"""Name of the picture and address of the page."""


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


def take(out: Path) -> None:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for size, (width, height) in SIZES.items():
            for theme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
                for name, address in PAGES:
                    page.goto(f"http://127.0.0.1:{PORT}{address}")
                    page.screenshot(path=out / f"{name}-{size}-{theme}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
