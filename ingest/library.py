"""The library: documents that were added by their path, beside those of the catalogue.

Each has a folder of its own, ``<id>/``: the description, the layout that the loader read, and the file
itself under its hash; earlier versions of the file stay beside it.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from ingest.description import SIDE_FILE, Ask, Description, describe
from ingest.errors import CorpusError, IndexLockedError
from ingest.layout import PageLayout
from ingest.layout_file import layout_from_json, layout_to_json
from ingest.lexicon import Lexicon
from ingest.loaders import LoadedFile, LoadedPage, load_file
from ingest.reading import Item, Node, Row
from ingest.types import Document, Page

_RECORD, _LAYOUT = "document.json", "layout.json"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: its document, and what a person should look at."""

    file: str
    outcome: Literal["new", "replaced", "same", "refused"]
    document_id: str
    pages: int
    messages: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """The library in one folder."""

    folder: Path

    def documents(self) -> list[tuple[Document, list[PageLayout]]]:
        """Every document with its layouts, by id."""
        return [self._read(record.parent) for record in sorted(self.folder.glob(f"*/{_RECORD}"))]

    def hashes(self) -> dict[str, str]:
        """What the recipe of an index keeps of the library."""
        files = sorted(self.folder.glob(f"*/{_RECORD}")) + sorted(self.folder.glob(f"*/{_LAYOUT}"))
        return {f"library/{f.parent.name}/{f.name}": hashlib.sha256(f.read_bytes()).hexdigest() for f in files}

    def add(self, paths: Sequence[Path], lexicon: Lexicon, taken: dict[str, str], ask: Ask | None) -> list[Added]:
        """Add files and folders of files, each for itself; ``taken``: sha256 -> id of the catalogue's documents."""
        with self._only_writer():
            return [self._add(path, lexicon, taken, ask) for path in _files(paths)]

    def _add(self, path: Path, lexicon: Lexicon, taken: dict[str, str], ask: Ask | None) -> Added:
        try:
            if not path.exists():
                raise CorpusError(f"{path} がありません。")
            digest = _digest(path)
            known = taken | {document.sha256: document.id for document, _ in self.documents()}
            if digest in known:
                message = f"同じ内容の文書 {known[digest]} がすでにあります。取り込みませんでした。"
                return Added(path.name, "same", known[digest], 0, (message,))
            loaded = load_file(path, lexicon)
            description = describe(path, loaded, ask)
            if description.id in taken.values():
                raise CorpusError(f"{path.name}: id「{description.id}」は目録の文書が使っています。")
            outcome: Literal["new", "replaced"] = "replaced" if (self.folder / description.id).exists() else "new"
            self._write(path, digest, loaded, description)
        except CorpusError as error:
            return Added(path.name, "refused", "", 0, (str(error),))
        messages = tuple(problem.message for problem in loaded.problems)
        return Added(path.name, outcome, description.id, len(loaded.pages), messages)

    def _write(self, path: Path, digest: str, loaded: LoadedFile, description: Description) -> None:
        """Write a folder of its own, then put it in the place of the one before."""
        work = Path(tempfile.mkdtemp(prefix=".adding-", dir=self.folder))
        place = self.folder / description.id
        if place.exists():
            shutil.copytree(place, work, dirs_exist_ok=True)
        shutil.copyfile(path, work / f"source-{digest[:16]}{path.suffix[:16].lower()}")
        record = asdict(description) | {"sha256": digest, "file": path.name}
        layouts = [layout_to_json(_layout(description.id, page)) for page in loaded.pages]
        _write_json(work / _RECORD, record)
        _write_json(work / _LAYOUT, layouts)
        old = work.with_name(work.name.replace(".adding-", ".old-"))
        if place.exists():
            place.rename(old)
        work.rename(place)
        shutil.rmtree(old, ignore_errors=True)

    def _read(self, folder: Path) -> tuple[Document, list[PageLayout]]:
        try:
            record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
            layouts = [
                layout_from_json(record["id"], page)
                for page in json.loads((folder / _LAYOUT).read_text(encoding="utf-8"))
            ]
            document = Document(
                record["id"], record["title"], record["publisher"], record["date"], record["fiscal_year"],
                record["approximate"], record["sha256"], tuple(layout.page for layout in layouts),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{folder} の記録を読めません（{error}）。文書をもう一度取り込んでください。") from None
        return document, layouts

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "writer.lock", timeout=0):
                for leftover in (*self.folder.glob(".adding-*"), *self.folder.glob(".old-*")):
                    _restore_or_remove(leftover)
                yield
        except Timeout:
            raise IndexLockedError("別の取り込みが実行中です。終わってからもう一度実行してください。") from None
        except PermissionError as error:
            raise IndexLockedError(f"フォルダー {self.folder} に書き込めません（{error.strerror}）。") from None


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files themselves, and those of folders in order; side files and hidden ones are passed over."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            hidden = any(part.startswith((".", "~$")) for part in inner.relative_to(path).parts)
            if inner.is_file() and not hidden and inner.suffix != SIDE_FILE:
                yield inner


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CorpusError(f"{path.name} を読めません（{error.strerror}）。権限を確かめてください。") from None


def _layout(document_id: str, page: LoadedPage) -> PageLayout:
    """The layout of a loaded page; what a damaged page says is tied to nothing, so that no figure of it answers."""
    nodes = page.nodes
    if page.quality.verdict == "bad":
        reason = "".join(page.quality.reasons)
        nodes = tuple(_untied(node, reason) for node in nodes)
    return PageLayout(Page(document_id, page.number, page.text), nodes, page.spans, "automatic")


def _untied(node: Node, reason: str) -> Node:
    if isinstance(node, Item):
        return replace(node, tied="untied", reason=reason)
    rows: tuple[Row, ...] = tuple(replace(row, tied="untied", reason=reason) for row in node.rows)
    return replace(node, rows=rows)


def _write_json(path: Path, value: object) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def _restore_or_remove(leftover: Path) -> None:
    """A kill between the two renames leaves the old folder aside and nothing in its place: put it back."""
    record = leftover / _RECORD
    if leftover.name.startswith(".old-") and record.is_file():
        place = leftover.parent / json.loads(record.read_text(encoding="utf-8"))["id"]
        if not place.exists():
            leftover.rename(place)
            return
    shutil.rmtree(leftover, ignore_errors=True)
