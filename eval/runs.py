"""Run folders: one a run, named by its time, never overwritten; an interrupted run is taken up where it stopped.

``run.json``      what was asked, and the stamp of versions, hashes and settings
``results.jsonl`` a line an item, written as soon as it is judged; of two lines of an item the last holds
``pages.json``    the text of the pages that are cited or hold evidence
``finished.json`` how it ended; a folder without it was interrupted
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from eval.given import Address, Json
from eval.lines import open_lines, read_lines
from eval.results import Result, result_from, result_line
from ingest.errors import SodanError

HEAD, RESULTS, PAGES, FINISHED = "run.json", "results.jsonl", "pages.json", "finished.json"


class RunError(SodanError):
    """There is no such run, or it cannot be read."""


@dataclass(frozen=True)
class Run:
    """A run as it lies on the disk."""

    folder: Path
    head: Json
    results: tuple[Result, ...]
    finished: Json

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def items(self) -> tuple[Result, ...]:
        """The results of the items themselves, without variants."""
        return tuple(result for result in self.results if not result.is_variant)

    @cached_property
    def pages(self) -> dict[Address, str]:
        rows = _read(self.folder / PAGES, {"pages": []})["pages"]
        return {(row["document"], row["page"]): row["text"] for row in rows}


class OpenRun:
    """A run that is being written; only one process has it open."""

    def __init__(self, folder: Path, lock: FileLock) -> None:
        self.folder = folder
        self._lock = lock
        # What failed for a reason outside (a server that was down) is tried again.
        known = [result for result in _results(folder) if result.given.error is None]
        self.done = {result.item.id: result for result in known}
        self._file = open_lines(folder / RESULTS)

    def add(self, result: Result) -> None:
        self._file.write(result_line(result))
        self._file.flush()
        self.done[result.item.id] = result

    def finish(self, told: Mapping[str, object], pages: Mapping[Address, str]) -> None:
        rows = [{"document": document, "page": page, "text": text} for (document, page), text in sorted(pages.items())]
        _write(self.folder / PAGES, {"pages": rows})
        _write(self.folder / FINISHED, {"finished_at": _now().isoformat(timespec="seconds"), **told})

    def close(self) -> None:
        self._file.close()
        self._lock.release()


def open_run(root: Path, fingerprint: str, head: Mapping[str, object], is_new: bool = False) -> OpenRun:
    """The interrupted run of the same ``fingerprint`` where there is one and it is not ``is_new``, else a new one."""
    root.mkdir(parents=True, exist_ok=True)
    for folder in [] if is_new else reversed(_folders(root)):
        if (folder / FINISHED).exists() or _read(folder / HEAD, {}).get("fingerprint") != fingerprint:
            continue
        if lock := _locked(folder):
            return OpenRun(folder, lock)
    return _created(root, fingerprint, head)


def read_run(folder: Path) -> Run:
    """The run at ``folder``; raises RunError for what is no run or damaged."""
    head = _read(folder / HEAD, None)
    return Run(folder, head, tuple(_results(folder)), _read(folder / FINISHED, {}))


def find_run(root: Path, name: str = "") -> Run:
    """The run called ``name`` under ``root``, or at that path; without a name the newest that is finished.

    The beginning of a name will do. Raises RunError.
    """
    if not name or name == "latest":
        finished = [folder for folder in _folders(root) if (folder / FINISHED).exists()]
        if not finished:
            raise RunError(f"{root} に、終わった測定がありません。sodan eval run で測ってください。")
        return read_run(finished[-1])
    if (Path(name) / HEAD).is_file():
        return read_run(Path(name))
    found = [folder for folder in _folders(root) if folder.name.startswith(name)]
    if len(found) != 1 and not (root / name / HEAD).is_file():
        known = "、".join(folder.name for folder in _folders(root)[-5:]) or "なし"
        what = "という測定はありません" if not found else "で始まる測定が複数あります"
        raise RunError(f"「{name}」{what}。新しいもの: {known}（{root}）")
    return read_run(root / name if (root / name / HEAD).is_file() else found[0])


def _created(root: Path, fingerprint: str, head: Mapping[str, object]) -> OpenRun:
    now = _now()
    for number in range(1, 1000):
        folder = root / (now.strftime("%Y%m%dT%H%M%SZ") + (f"-{number}" if number > 1 else ""))
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        lock = _locked(folder)
        if lock is None:  # another process found it in the moment between
            continue
        _write(folder / HEAD, {"fingerprint": fingerprint, "started_at": now.isoformat(timespec="seconds"), **head})
        return OpenRun(folder, lock)
    raise RunError(f"{root} に新しい測定のフォルダーを作れません。")


def _locked(folder: Path) -> FileLock | None:
    lock = FileLock(folder / "writer.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock


def _folders(root: Path) -> list[Path]:
    """Run folders, oldest first."""
    return sorted((path.parent for path in root.glob(f"*/{HEAD}")), key=_order) if root.is_dir() else []


def _order(folder: Path) -> tuple[str, int]:
    stamp, _, number = folder.name.partition("-")
    return stamp, int(number) if number.isdigit() else 0


def _results(folder: Path) -> list[Result]:
    found: dict[str, Result] = {}
    for row in read_lines(folder / RESULTS):
        try:
            result = result_from(row)
        except (KeyError, TypeError, ValueError) as error:
            raise RunError(f"{folder / RESULTS} は、この版では読めない形です（{error}）。") from None
        found[result.item.id] = result
    return list(found.values())


def _read(path: Path, otherwise: Json | None) -> Json:
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(row, dict):
            return row
    except FileNotFoundError:
        if otherwise is not None:
            return otherwise
    except (OSError, ValueError):
        pass
    raise RunError(f"{path} を読めません。測定のフォルダーを確かめてください。")


def _write(path: Path, value: Mapping[str, object]) -> None:
    """Write whole or not at all."""
    work = path.with_suffix(".part")
    work.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="surrogatepass")
    work.replace(path)


def _now() -> datetime:
    return datetime.now(UTC)
