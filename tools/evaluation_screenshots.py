"""Pictures of an evaluation report: its figures, and a question's answer beside its evidence.

python -m tools.evaluation_screenshots data/eval/<run>/report/report.html [--out docs/screenshots]
"""

import argparse
import os
from pathlib import Path

from playwright.sync_api import Page, sync_playwright


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("report", type=Path)
    arguments.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    options = arguments.parse_args()
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        # Offline: the report must need nothing but itself.
        page = browser.new_context(viewport={"width": 1280, "height": 1000}, offline=True).new_page()
        page.goto(options.report.resolve().as_uri())
        page.screenshot(path=options.out / "evaluation.png")
        show_question(page)
        page.screenshot(path=options.out / "evaluation-question.png")
        browser.close()


def show_question(page: Page) -> None:
    """Open the first question of the development half, passed, that cites a page."""
    page.locator("select[name=split]").select_option("dev")
    page.locator("select[name=result]").select_option("passed")
    page.locator("tbody.item:visible", has=page.locator("mark")).first.get_by_role("button").click()
    page.locator("#questions").evaluate("heading => heading.scrollIntoView()")


if __name__ == "__main__":
    main()
