"""How fast the site feels in a browser, beside what the server itself says.

python -m tools.bench_browser [--rounds 10] [--json]

Measured in the page by the browser's own clock: first contentful paint of a page opened in a fresh browser profile, and
after Enter the first words of the answer and the whole answer with its sources, beside the server's ``elapsed_ms``.
"""

import argparse
import json
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from playwright.sync_api import Browser, Page

from tools.site import chromium, serving

PAGES = ("/", "/documents", "/documents/r07/pages/9", "/help")
QUESTIONS = (
    "デジタルツール導入の助成金はいくらまで？",
    "明日にチャレンジの助成限度額は？",
    "躍進的な事業推進のための設備投資支援事業の助成率は？",
    "大阪府の助成金を教えてください",
)
_PAINT = """() => new Promise((resolve) => new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.name === 'first-contentful-paint') resolve(entry.startTime);
}).observe({ type: 'paint', buffered: true }))"""
# Counts from the key itself, by the browser's clock, up to the frame in which the words can be seen.
_WATCH = """() => {
  const times = window.benched = {};
  document.addEventListener('keydown', (event) => { if (event.key === 'Enter') times.enter = event.timeStamp; }, true);
  const seen = (name) => { times[name] = null; requestAnimationFrame(() => { times[name] = performance.now(); }); };
  new MutationObserver(() => {
    const turn = document.querySelector('.turn:last-of-type');
    if (!('words' in times) && turn?.querySelector('.answer-text')?.textContent) seen('words');
    if (!('whole' in times) && turn?.querySelector('.answer:not(.growing)')) seen('whole');
  }).observe(document.getElementById('conversation'), { subtree: true, childList: true, characterData: true });
}"""


@dataclass(frozen=True, slots=True)
class Row:
    """Medians and the worst of a series, in milliseconds."""

    what: str
    median_ms: float
    worst_ms: float
    rounds: int


def row(what: str, values: Sequence[float]) -> Row:
    return Row(what, round(statistics.median(values), 1), round(max(values), 1), len(values))


def measure(address: str, rounds: int) -> list[Row]:
    """Every page's first paint, then the questions: one fresh profile a measurement."""
    with chromium() as browser:
        rows = [
            row(f"first contentful paint, {path}", [paint(browser, address, path) for _ in range(rounds)])
            for path in PAGES
        ]
        answers = [answered(browser, address, question) for _ in range(rounds) for question in QUESTIONS]
    return [
        *rows,
        row("Enter to first words", [words for words, _, _ in answers]),
        row("Enter to the whole answer", [whole for _, whole, _ in answers]),
        row("of which the server (elapsed_ms)", [server for _, _, server in answers]),
    ]


def paint(browser: Browser, address: str, path: str) -> float:
    page = fresh(browser, address)
    page.goto(path)
    first: float = page.evaluate(_PAINT)
    page.context.close()
    return first


def answered(browser: Browser, address: str, question: str) -> tuple[float, float, float]:
    """Milliseconds from Enter to the first words and to the whole answer, and the server's own."""
    page = fresh(browser, address)
    page.goto("/")
    page.locator("#q").fill(question)
    page.evaluate(_WATCH)
    page.locator("#q").press("Enter")
    page.locator(".answer:not(.growing)").wait_for()
    page.wait_for_timeout(100)  # until the frames that were asked for are drawn
    times = page.evaluate("window.benched")
    kept = page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.startsWith('sodan.talk.')).map(([, v]) => v)[0]"
    )
    page.context.close()
    server = json.loads(kept)["turns"][0]["answer"]["elapsed_ms"]
    return times["words"] - times["enter"], times["whole"] - times["enter"], server


def fresh(browser: Browser, address: str) -> Page:
    return browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}).new_page()


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=10)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with serving() as address:
        rows = measure(address, given.rounds)
    if given.json:
        print(json.dumps({"machine": platform.machine(), "rows": [asdict(each) for each in rows]}, ensure_ascii=False))
        return
    print("| what | median ms | worst ms | measured |\n| --- | --- | --- | --- |")
    for each in rows:
        print(f"| {each.what} | {each.median_ms} | {each.worst_ms} | {each.rounds} |")


if __name__ == "__main__":
    main()
