"""PDF files, read page by page in a process of their own, each page within a time limit."""

import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import CorpusError
from ingest.lexicon import Lexicon
from ingest.loaders.pdf_furniture import without_furniture
from ingest.loaders.pdf_worker import MOST_PAGES, Ended, Message, Opened, PageRead, Task
from ingest.loaders.types import LoadedFile, LoadedPage, Problem
from ingest.quality import judge_text

_MOST_RESTARTS = 3
_TAIL = 2048
_START = "from ingest.loaders.pdf_worker import main; main()"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a PDF may cost: seconds a page and for the whole file, bytes of memory."""

    page_seconds: float = 40.0
    file_seconds: float = 1800.0
    memory: int = 2 * 2**30


def read_pdf(path: Path, lexicon: Lexicon, limits: Limits | None = None) -> LoadedFile:
    """The pages of a PDF; raises CorpusError where no page can be read.

    A page that goes beyond the limits is left empty with a Problem, and so is all that follows when
    the file's time is over.
    """
    reading = _Reading(path, lexicon, limits or Limits())
    reading.run()
    pages = without_furniture(reading.pages)
    if not any(page.text.strip() for page in pages):
        raise CorpusError(_empty_message(path, reading))
    problems = reading.problems
    if not _has_end(path):
        problems.insert(0, Problem(None, f"{path.name} は途中で切れているおそれがあります。入手し直してください。"))
    return LoadedFile(pages, tuple(problems))


class _Reading:
    """Runs workers until the file's end is reached: a new one after a page that was the end of the last."""

    def __init__(self, path: Path, lexicon: Lexicon, limits: Limits) -> None:
        self.path, self.lexicon, self.limits = path, lexicon, limits
        self.until = time.monotonic() + limits.file_seconds
        self.pages: list[LoadedPage] = []
        self.problems: list[Problem] = []
        self.pictures = 0
        self.is_open = False

    def run(self) -> None:
        for _ in range(_MOST_RESTARTS + 1):
            ended = self._run_worker()
            if ended is None or ended.why == "memory":
                if not self._skip_page():
                    return
            else:
                self._end(ended)
                return
        self._stop("読めないページが続いたため、以降を読み込みませんでした。")

    def _run_worker(self) -> Ended | None:
        """None when the worker was killed or lost."""
        task = Task(self.path.absolute(), self.lexicon, len(self.pages) + 1, self.limits.memory)
        with _Worker(task) as worker:
            while True:
                message = worker.next(min(self.limits.page_seconds, self.until - time.monotonic()))
                if isinstance(message, PageRead):
                    self._take(message)
                elif isinstance(message, Opened):
                    self.is_open = True
                else:
                    return message

    def _take(self, message: PageRead) -> None:
        number = message.page.number
        self.pages.append(message.page)
        self.problems += [Problem(number, f"{self.path.name} の{number}ページ: {remark}") for remark in message.remarks]
        if message.is_picture:
            self.pictures += 1
            self.problems.append(
                Problem(
                    number,
                    f"{self.path.name} の{number}ページは画像だけで文字がありません。"
                    "OCRで文字にしたPDFを用意してください。",
                )
            )

    def _skip_page(self) -> bool:
        """Leave the page that stopped the worker empty; False when the file's time is over."""
        number = len(self.pages) + 1
        if not self.is_open:
            raise CorpusError(
                f"{self.path.name} は時間またはメモリの上限を超えたため、読み込みを中止しました。"
                "ファイルを確かめ、作成元のアプリでPDFに書き出し直してください。"
            )
        if time.monotonic() >= self.until:
            self._stop("時間の上限に達したため、以降を読み込みませんでした。")
            return False
        self.pages.append(LoadedPage(number, "", (), {}, "pdfplumber", judge_text("")))
        self._stop("時間またはメモリの上限を超えたため、読み込めませんでした。")
        return True

    def _stop(self, what: str) -> None:
        number = max(1, len(self.pages))
        self.problems.append(Problem(number, f"{self.path.name} の{number}ページ: {what}"))

    def _end(self, ended: Ended) -> None:
        name = self.path.name
        if ended.why == "password":
            raise CorpusError(f"{name} はパスワードで保護されています。保護を外したPDFを用意してください。")
        if ended.why == "too many":
            raise CorpusError(
                f"{name} は{MOST_PAGES:,}ページを超えています。{MOST_PAGES:,}ページ以下に分けてください。"
            )
        if ended.why == "broken" and not self.pages:
            raise CorpusError(
                f"{name} は壊れているか、途中で切れています（{ended.detail}）。"
                "入手し直すか、PDFに書き出し直してください。"
            )
        if ended.why == "broken":
            self._stop("以降のページは壊れていて読めません。")
        if not self.pages:
            raise CorpusError(f"{name} にはページがありません。内容のあるPDFに差し替えてください。")


class _Worker:
    """The worker process and the thread that takes its messages."""

    def __init__(self, task: Task) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        self._messages: queue.Queue[Message | None] = queue.Queue()
        assert self._process.stdin
        with self._process.stdin as stdin:
            stdin.write(pickle.dumps(task))
        self._thread = threading.Thread(target=self._receive, daemon=True)
        self._thread.start()

    def __enter__(self) -> "_Worker":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout
        self._process.stdout.close()

    def next(self, seconds: float) -> Message | None:
        """The next message; None when there is none within ``seconds`` or the worker is gone."""
        try:
            return self._messages.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None

    def _receive(self) -> None:
        assert self._process.stdout
        try:
            while True:
                self._messages.put(pickle.load(self._process.stdout))
        except Exception:  # noqa: BLE001 - a worker that dies may leave half a message of any shape
            self._messages.put(None)


def _empty_message(path: Path, reading: _Reading) -> str:
    if reading.pictures:
        return f"{path.name} は画像だけのPDF（スキャン）で、文字がありません。OCRで文字にしたPDFを用意してください。"
    hidden = "".join(problem.message for problem in reading.problems[:1])
    return f"{path.name} から文字を取り出せませんでした。文字を選択できるPDFを用意してください。{hidden}"


def _has_end(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - _TAIL))
        return b"%%EOF" in file.read()
