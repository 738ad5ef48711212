"""``make screenshots``: pictures of the pages, taken from a server that runs for the purpose.

python -m tools.screenshots [--out docs/screenshots] [--only NAME]

Each area of the site brings its pages as data: a list of ``Shot`` in ``AREAS``.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tools.site import chromium, serving

SIZES = {"desk": (1440, 900), "phone": (360, 740)}
THEMES = ("light", "dark")
ASKED = "明日にチャレンジの助成限度額は？"
CALCULATED = "中小企業デジタルツール導入促進支援事業で150万円かけたらいくら助成されますか？"
REFUSED = "DX推進支援事業の申請締切は？"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture's name, the address that is opened, and what is done there before it is taken."""

    name: str
    path: str
    journey: Callable[[Page], None] = lambda page: None


def ask(page: Page, question: str) -> None:
    page.locator("#q").fill(question)
    page.locator("#send").click()
    page.locator(".turn").last.locator(".answer:not(.growing)").wait_for()


def answered(page: Page) -> None:
    ask(page, ASKED)


def refused(page: Page) -> None:
    ask(page, REFUSED)


def source(page: Page) -> None:
    ask(page, ASKED)
    page.locator(".answer .chip").first.click()
    page.locator("#sheet mark").first.wait_for()


def calculated(page: Page) -> None:
    ask(page, CALCULATED)
    page.locator(".answer summary", has_text="計算する").click()
    page.locator(".case-result").first.wait_for()
    page.locator(".answer summary", has_text="計算する").evaluate("node => node.scrollIntoView()")


def history(page: Page) -> None:
    answered(page)
    page.locator("#new-conversation").click()
    ask(page, CALCULATED)
    if page.locator("#history-open").is_visible():
        page.locator("#history-open").click()
        page.evaluate("scrollTo(0, 0)")


def shared(page: Page) -> None:
    answer = page.request.post("/v1/shares", data={"questions": [ASKED]}).json()
    page.goto(answer["url"])


CHAT = [
    Shot("home", "/"),
    Shot("answer", "/", answered),
    Shot("refusal", "/", refused),
    Shot("source", "/", source),
    Shot("calculation", "/", calculated),
    Shot("history", "/", history),
    Shot("shared", "/", shared),
    Shot("documents", "/documents"),
    Shot("page", "/documents/r07/pages/9?start=109&end=120#cited"),
    Shot("help", "/help"),
    Shot("accessibility", "/accessibility"),
    Shot("error", "/nothing"),
]
AREAS = (CHAT,)
"""The shots of every area; another area adds its list."""


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    arguments.add_argument("--only", help="take only the pictures of this name")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with serving() as address:
        for path in take(address, given.out, given.only):
            print(path)


def take(address: str, out: Path, only: str | None = None) -> Iterator[Path]:
    """Every shot in each size and theme, as ``NAME-SIZE-THEME.png``."""
    shots = [shot for area in AREAS for shot in area if only in (None, shot.name)]
    with chromium() as browser:
        for shot in shots:
            for size, (width, height) in SIZES.items():
                for theme in THEMES:
                    context = browser.new_context(
                        base_url=address,
                        viewport={"width": width, "height": height},
                        color_scheme=theme,
                        locale="ja-JP",
                    )
                    page = context.new_page()
                    page.goto(shot.path)
                    shot.journey(page)
                    path = out / f"{shot.name}-{size}-{theme}.png"
                    page.wait_for_timeout(500)  # smooth scrolling comes to its end
                    page.screenshot(path=path)
                    context.close()
                    yield path


if __name__ == "__main__":
    main()
