"""Ten tasks of somebody who is new to the site, in a real browser: how many steps, how long, what is seen at the end.

python -m tools.tasks [--out docs/tasks.md] [--pictures FOLDER] [--only TASK]

The tasks are data (``tasks.toml``). A step is one click, one thing typed, one choice or one Enter; after each the page
must show what the step names, so that a way that is blocked fails here. Seconds are those of the site and the browser,
not of the reader.
"""

import argparse
import re
import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from tools.site import chromium, serving

DATA = Path(__file__).with_suffix(".toml")
SIZES = {"phone": (360, 740), "desk": (1440, 900)}
WAIT = 20_000  # milliseconds that a step may take before the task counts as blocked
LONGEST = 90  # characters of what is seen that the table quotes


@dataclass(frozen=True, slots=True)
class Step:
    """``act`` on the last that ``at`` finds in view; afterwards ``shows`` must be there. ``only``: phone or desk."""

    act: str
    at: str
    text: str = ""
    shows: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """``result`` is where the end of the task can be read; ``changed`` says what the pages owe to it."""

    id: str
    wanted: str
    result: str
    changed: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A task as it was done at a size."""

    task: Task
    size: str
    steps: int
    seconds: float
    seen: str


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--out", type=Path, default=Path("docs/tasks.md"))
    arguments.add_argument("--pictures", type=Path, help="a folder for a picture after every step")
    arguments.add_argument("--only", help="do only the task of this id, and write nothing")
    given = arguments.parse_args()
    tasks = [task for task in read_tasks(DATA) if given.only in (None, task.id)]
    with serving() as address, chromium() as browser:
        runs = []
        for run in done(browser, address, tasks, given.pictures):
            print(f"{run.task.id} {run.size}: {run.steps} steps, {run.seconds:.1f} s, {run.seen}")
            runs.append(run)
    if not given.only:
        given.out.write_text(report(runs), encoding="utf-8")


def read_tasks(path: Path) -> list[Task]:
    """The tasks of a file."""
    rows: list[Mapping[str, object]] = tomllib.loads(path.read_text(encoding="utf-8"))["task"]
    return [_task(row) for row in rows]


def done(browser: Browser, address: str, tasks: list[Task], pictures: Path | None) -> Iterator[Run]:
    """Every task at every size, each in a fresh browser profile that begins at the first page."""
    for task in tasks:
        for size, (width, height) in SIZES.items():
            context = browser.new_context(
                base_url=address, viewport={"width": width, "height": height}, locale="ja-JP", accept_downloads=True
            )
            page = context.new_page()
            page.set_default_timeout(WAIT)
            # The print dialogue of a browser without a screen would wait for ever.
            page.add_init_script("window.print = () => document.documentElement.setAttribute('data-printed', '')")
            page.goto("/")
            yield _run(page, task, size, pictures)
            context.close()


def report(runs: list[Run]) -> str:
    """The table of ``docs/tasks.md``."""
    rows = []
    for phone, desk in zip(runs[::2], runs[1::2], strict=True):
        steps, seconds = f"{phone.steps} / {desk.steps}", f"{phone.seconds:.1f} / {desk.seconds:.1f}"
        rows.append(f"| {phone.task.wanted} | {steps} | {seconds} | {phone.seen} | {phone.task.changed} |")
    return _HEAD + "\n".join(rows) + "\n"


_HEAD = """# Ten tasks of a new user

Written by `python -m tools.tasks` from `tools/tasks.toml`, each task from the first page in a fresh profile of a real
browser, without knowing a programme's name. A step is one click, one thing typed, one choice or one Enter. Phone (360
pixels) / desk (1440). Seconds are those of the server and the browser together, not the reader's. The run fails where
a step does not show what it should.

| task | steps | seconds | result seen | what was changed because of it |
| --- | --- | --- | --- | --- |
"""


def _task(row: Mapping[str, object]) -> Task:
    steps = row["steps"]
    assert isinstance(steps, list)
    return Task(
        str(row["id"]), str(row["wanted"]), str(row["result"]), str(row["changed"]), tuple(Step(**s) for s in steps)
    )


def _run(page: Page, task: Task, size: str, pictures: Path | None) -> Run:
    began, steps, downloaded = time.perf_counter(), 0, ""
    for step in task.steps:
        if step.only not in ("", size):
            continue
        downloaded = _take(page, step) or downloaded
        steps += 1
        if pictures:
            page.wait_for_timeout(400)  # smooth scrolling comes to its end
            pictures.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=pictures / f"{task.id}-{size}-{steps:02}.png")
    seconds = time.perf_counter() - began
    seen = downloaded or _in_view(page, task.result).inner_text()
    return Run(task, size, steps, seconds, _short(seen))


def _take(page: Page, step: Step) -> str:
    """Do a step and wait for what it shows; the name of a file that it brought."""
    name = ""
    if step.act == "download":
        with page.expect_download() as download:
            _in_view(page, step.at).click()
        name = download.value.suggested_filename
    elif step.act == "go":
        with page.expect_navigation():
            _in_view(page, step.at).click()
    else:
        _touch(_in_view(page, step.at), step)
    if step.shows:
        page.locator(step.shows).last.wait_for()
    return name


def _touch(found: Locator, step: Step) -> None:
    if step.act == "type":
        found.fill(step.text)
    elif step.act == "choose":
        found.select_option(label=step.text)
    elif step.act == "press":
        found.press(step.text)
    elif step.act == "click":
        found.click()
    else:
        raise SystemExit(f"tasks.toml: unknown act {step.act!r}; known: click, go, type, choose, press, download")


def _in_view(page: Page, selector: str) -> Locator:
    return page.locator(selector).locator("visible=true").last


def _short(text: str) -> str:
    line = re.sub(r"\s+", " ", text).replace("|", "／").strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


if __name__ == "__main__":
    main()
