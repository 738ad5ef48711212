"""The process that opens a PDF: whatever the file does to it, only this process is lost.

PDFs can nest, repeat and inflate without end. Here memory is limited by the system; time is limited
by the parent (``ingest.loaders.pdf``), which gets each page as soon as it is read.
"""

import os
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal

from ingest.lexicon import Lexicon
from ingest.loaders.pdf_page import read_page
from ingest.loaders.pdf_tables import is_too_dense
from ingest.loaders.plain import plain_page
from ingest.loaders.types import LoadedPage
from ingest.quality import Verdict, judge_text

MOST_PAGES = 3_000
_RANK: dict[Verdict, int] = {"good": 0, "suspect": 1, "bad": 2}


@dataclass(frozen=True, slots=True)
class Task:
    """What to read: ``first`` is the page to begin with, ``memory`` the most address space in bytes."""

    path: Path
    lexicon: Lexicon
    first: int
    memory: int


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page read, and what is to be said of it."""

    page: LoadedPage
    remarks: tuple[str, ...] = ()
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """No more pages, and why; ``detail`` names the error for the report."""

    why: Literal["done", "password", "broken", "too many", "memory"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The file could be opened; what fails from here on is a page."""


Message = Opened | PageRead | Ended


def main() -> None:
    """Read a Task from standard input and write messages to standard output."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not break the messages
    task: Task = pickle.load(sys.stdin.buffer)
    _limit_memory(task.memory)
    try:
        for message in _messages(task.path, task.lexicon, task.first):
            _send(out, message)
    except MemoryError:
        _send(out, Ended("memory"))


def _send(out: BinaryIO, message: Message) -> None:
    pickle.dump(message, out)
    out.flush()


def _limit_memory(limit: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, ValueError, OSError):  # not every system can; time is limited in any case
        pass


def _messages(path: Path, lexicon: Lexicon, first: int) -> Iterator[Message]:
    import pdfplumber

    try:
        pdf = pdfplumber.open(path)
    except (MemoryError, KeyboardInterrupt):
        raise
    except BaseException as error:  # noqa: BLE001 - pdfminer raises whatever a broken file makes it stumble over
        if "Password" in repr(error):
            yield Ended("password")
        else:
            yield from _mended(path, lexicon, first, type(error).__name__)
        return
    yield Opened()
    with pdf:
        yield from _pages(pdf, path, lexicon, first)


def _mended(path: Path, lexicon: Lexicon, first: int, detail: str) -> Iterator[Message]:
    """The pages of a damaged file, as far as PDFium can mend it."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            count = len(document)
    except pypdfium2.PdfiumError:
        yield Ended("broken", detail)
        return
    yield Ended("too many") if count > MOST_PAGES else Opened()
    for number in range(first, count + 1):
        page = _fallback(path, number, lexicon) or LoadedPage(number, "", (), {}, "pypdfium2", judge_text(""))
        yield PageRead(page, ("ファイルが壊れているため、配置は読まず、文字だけを読み込みました。",))
    yield Ended("done")


def _pages(pdf: Any, path: Path, lexicon: Lexicon, first: int) -> Iterator[Message]:
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.page import Page

    try:
        raw_pages = list(islice(PDFPage.create_pages(pdf.doc), MOST_PAGES + 1))
        if len(raw_pages) > MOST_PAGES:
            yield Ended("too many")
            return
        for number, raw in enumerate(raw_pages[first - 1 :], first):
            page = Page(pdf, raw, page_number=number, initial_doctop=0)
            yield _read(page, path, number, lexicon)
            page.close()
        yield Ended("done")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - as above
        yield Ended("broken", type(error).__name__)


def _read(page: Any, path: Path, number: int, lexicon: Lexicon) -> PageRead:
    remarks: list[str] = []
    is_picture = False
    try:
        loaded, hidden = read_page(page, number, lexicon)
        is_picture = not loaded.text and bool(page.images)
        if hidden:
            remarks.append(f"白い文字や4ポイント未満の文字など、目に見えない文字が{hidden}字あり、除きました。")
        if is_too_dense(page):
            remarks.append("図形の線が多いため、罫線の表として読んでいません。")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one broken page must not lose the others
        remarks.append(f"配置を読み取れなかったため、文字だけを読み込みました（{type(error).__name__}）。")
        loaded = LoadedPage(number, "", (), {}, "pdfplumber", judge_text(""))
    hid_all = not loaded.text and any("見えない" in remark for remark in remarks)
    if loaded.quality.verdict != "good" and not is_picture and not hid_all:
        loaded = _better(loaded, _fallback(path, number, lexicon))
    return PageRead(loaded, tuple(remarks), is_picture)


def _better(first: LoadedPage, second: LoadedPage | None) -> LoadedPage:
    if second is None or _RANK[second.quality.verdict] >= _RANK[first.quality.verdict]:
        return first
    return second


def _fallback(path: Path, number: int, lexicon: Lexicon) -> LoadedPage | None:
    """The page's text as PDFium has it: better with odd fonts, without a layout."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            text = document[number - 1].get_textpage().get_text_range()
    except (pypdfium2.PdfiumError, IndexError, UnicodeError):
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return plain_page(text, number, "pypdfium2", lexicon) if text.strip() else None
