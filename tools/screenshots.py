"""``make screenshots``: pictures of the pages, taken from a server that runs for the purpose.

python -m tools.screenshots [--out docs/screenshots] [--only NAME]

Each area of the site brings its pages as data: a list of ``Shot`` in ``AREAS``. The pages of those who sign in show
sample data (見本) of a database that is made for the purpose. Pictures have 256 colours: a third of the bytes, and no
difference that the eye finds in a page of text.
"""

import argparse
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from tools.pages import add_samples, set_up
from tools.site import chromium, founding

SIZES = {"desk": (1440, 900), "phone": (360, 740)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ASKED = "明日にチャレンジの助成限度額は？"
CALCULATED = "中小企業デジタルツール導入促進支援事業で150万円かけたらいくら助成されますか？"
REFUSED = "DX推進支援事業の申請締切は？"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture's name, the address that is opened, and what is done there before it is taken."""

    name: str
    path: str
    journey: Callable[[Page], None] = lambda page: None
    signed_in: bool = False


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
PROGRAMMES = [
    Shot("programmes", "/programmes"),
    Shot("programmes-table", "/programmes?kind=grant&view=table"),
    Shot("programme", "/programmes/jigyo-shokei-saisei"),
    Shot("comparison", "/programmes/compare?id=dx-suishin-shien&id=asuni-challenge&id=digital-tool-donyu"),
    Shot("changes", "/changes?from=2020&to=2021"),
    Shot("windows", "/help/windows"),
]
FINDER = [
    Shot("finder", "/finder"),
    Shot("finder-result", "/finder?applicant=small&industry=D&employees=8&region=tokyo-tama#result"),
]
OFFICE = [
    Shot("login", "/login"),
    Shot("account", "/account", signed_in=True),
    Shot("admin-users", "/admin/users", signed_in=True),
    Shot("admin-documents", "/admin/documents", signed_in=True),
    Shot("admin-keys", "/admin/keys", signed_in=True),
    Shot("admin-settings", "/admin/settings", signed_in=True),
    Shot("admin-audit", "/admin/audit", signed_in=True),
    Shot("desk", "/desk", signed_in=True),
    Shot("desk-new", "/desk/inquiries/new", signed_in=True),
    Shot("evaluation-runs", "/evaluation", signed_in=True),
]
AREAS = (CHAT, PROGRAMMES, FINDER, OFFICE)
"""The shots of every area; another area adds its list."""


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    arguments.add_argument("--only", help="take only the pictures of this name")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with founding() as (address, link), chromium() as browser:
        state = set_up(browser, address, link)
        add_samples(browser, address, state)
        for path in take(browser, address, given.out, state, given.only):
            print(path)


def take(browser: Browser, address: str, out: Path, state: Any, only: str | None = None) -> Iterator[Path]:
    """Every shot in each size and theme, as ``NAME-SIZE-THEME.png``; ``state`` is an administrator's."""
    shots = [shot for area in AREAS for shot in area if only in (None, shot.name)]
    for shot, (size, (width, height)), theme in itertools.product(shots, SIZES.items(), THEMES):
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale="ja-JP",
            storage_state=state if shot.signed_in else None,
        )
        page = context.new_page()
        page.goto(shot.path)
        shot.journey(page)
        path = out / f"{shot.name}-{size}-{theme}.png"
        page.wait_for_timeout(500)  # smooth scrolling comes to its end
        picture = Image.open(io.BytesIO(page.screenshot()))
        picture.convert("RGB").quantize(256).save(path, optimize=True)
        context.close()
        yield path


if __name__ == "__main__":
    main()
