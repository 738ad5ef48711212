"""Adding files to the library: which are new, which are versions of one that is there, which are refused and why."""

import hashlib
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ingest.description import SIDE_FILE, Ask, Description, describe, printable, read_side_file
from ingest.eras import year_label
from ingest.errors import CorpusError
from ingest.layout import blocks_of
from ingest.lexicon import Lexicon
from ingest.loaded import layout_of
from ingest.loaders import load_file
from ingest.loaders.opening import check_file
from ingest.shelf import Record, digest_of, read_document, write_document

_NO_DOCUMENTS = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: its document, and what a person should look at."""

    file: str
    outcome: Literal["new", "replaced", "same", "refused"]
    document_id: str
    pages: int
    messages: tuple[str, ...]


@dataclass(slots=True)
class Adding:
    """One run over files. ``taken``: sha256 -> id of the catalogue's documents; ``records``: the library's, by id."""

    folder: Path
    lexicon: Lexicon
    taken: dict[str, str]
    ask: Ask | None
    records: dict[str, Record]
    _written: dict[str, Path] = field(default_factory=dict)

    def add(self, path: Path) -> Added:
        """Add one file; whatever is wrong with it is told and leaves the library as it was."""
        try:
            return self._add(path)
        except CorpusError as error:
            message = str(error)
        except OSError as error:
            message = (
                f"{path.name} を保存できませんでした（{error.strerror}）。ディスクの空きと権限を確かめてください。"
            )
        except Exception as error:  # noqa: BLE001 - the libraries raise whatever a broken file makes them stumble over
            message = (
                f"{path.name} を読めませんでした（{type(error).__name__}）。作成元のアプリで保存し直してください。"
            )
        return Added(_shown(path), "refused", "", 0, (_told(path, message),))

    def _add(self, path: Path) -> Added:
        _check(path)
        digest = _digest(path)
        if known := self._known(path, digest):
            message = f"{path.name} と同じ内容の文書 {known} がすでにあります。取り込みませんでした。"
            return Added(_shown(path), "same", known, 0, (_told(path, message),))
        loaded = load_file(path, self.lexicon)
        description = describe(path, loaded, self.ask)
        id = self._id(path, digest, description)
        layouts = [layout_of(id, page) for page in loaded.pages]
        if not any(True for layout in layouts for _ in blocks_of(layout)):
            raise CorpusError(f"{path.name} から本文を取り出せませんでした。文字のあるファイルに差し替えてください。")
        before = self.records.get(id)
        record = Record(
            id, description.title, description.publisher, description.date, description.fiscal_year,
            description.approximate, digest, _name(path),
        )  # fmt: skip
        write_document(self.folder, record, layouts, path)
        self.records[id], self._written[id] = record, path
        messages = [*_remarks(path, before, record), *(problem.message for problem in loaded.problems)]
        told = tuple(_told(path, message) for message in messages)
        return Added(_shown(path), "replaced" if before else "new", id, len(layouts), told)

    def _known(self, path: Path, digest: str) -> str | None:
        """The id of the document that has this content and needs nothing more."""
        if digest in self.taken:
            return self.taken[digest]
        record = self._same_content(digest)
        if record is None or _differs(record, read_side_file(path)):
            return None
        try:
            read_document(self.folder / record.id)
        except CorpusError:  # adding the file again mends it
            return None
        return record.id

    def _same_content(self, digest: str) -> Record | None:
        return next((record for record in self.records.values() if record.sha256 == digest), None)

    def _id(self, path: Path, digest: str, description: Description) -> str:
        """The id of the document that ``path`` is a version of, else a new one; raises CorpusError for one in use.

        A version keeps the id, so that citations stay. Files of one name but of different fiscal years are
        different documents; two of one run are never versions of each other.
        """
        name, year = _name(path), description.fiscal_year
        same = self._same_content(digest)
        named = next((r for r in self.records.values() if (r.file, r.fiscal_year) == (name, year)), None)
        if same:
            id = same.id
        elif description.id:
            id = description.id
        elif named:
            id = named.id
        else:
            id = _identity(name, str(year))
            if id in self.records:  # its year has been corrected since
                id = _identity(name, str(year), digest)
        if id in self.taken.values():
            raise CorpusError(f"{path.name}: id「{id}」は目録の文書が使っています。別の id にしてください。")
        if id in self._written:
            raise CorpusError(
                f"{path.name} は、今回取り込んだ {_shown(self._written[id])} と名前と年度（またはid）が同じです。"
                f"別の文書であれば、{path.name}{SIDE_FILE} を隣に置き、別の id を付けてください。"
            )
        return id


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The files themselves, and those of folders in order; side files and hidden ones are passed over.

    A folder in which there is nothing to add stands for itself, so that it is told.
    """
    for path in paths:
        if os.path.isdir(path):
            yield from list(_inside(path)) or [path]
        elif not (path.suffix == SIDE_FILE and os.path.isfile(path.with_suffix(""))):
            yield path


def _inside(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name.lower() in _NO_DOCUMENTS or entry.suffix == SIDE_FILE:
            continue
        if os.path.isdir(entry) and not os.path.islink(entry):
            yield from _inside(entry)
        else:
            yield entry


def _check(path: Path) -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        raise CorpusError(f"フォルダー {path} に取り込める文書がないか、開けません。中身と権限を確かめてください。")
    if path.suffix == SIDE_FILE:
        raise CorpusError(f"{path.name} は文書の説明のファイルです。文書のほうを指定してください。")
    check_file(path)


def _digest(path: Path) -> str:
    try:
        return digest_of(path)
    except OSError as error:
        raise CorpusError(f"{path.name} を読めません（{error.strerror}）。権限を確かめてください。") from None


def _identity(*parts: str) -> str:
    return "d-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def _name(path: Path) -> str:
    return printable(unicodedata.normalize("NFC", path.name))


def _shown(path: Path) -> str:
    return printable(str(path))


def _told(path: Path, message: str) -> str:
    """The message with the whole path where it has the name, for folders hold files of one name."""
    if str(path) not in message:
        message = message.replace(path.name, str(path), 1) if path.name in message else f"{path}: {message}"
    return printable(message)


def _differs(record: Record, said: dict[str, object]) -> bool:
    """Whether a side file says otherwise than the record; content keeps its id whatever it says."""
    is_guess = "fiscal_year" in said and record.approximate
    return is_guess or any(getattr(record, key) != value for key, value in said.items() if key != "id")


def _remarks(path: Path, before: Record | None, record: Record) -> Iterator[str]:
    if record.approximate:
        yield (
            f"{path.name} の年度は本文から{year_label(record.fiscal_year)}と推定しました。"
            f"違うときは {path.name}{SIDE_FILE} に fiscal_year を書いて取り込み直してください。"
        )
    if before and before.sha256 == record.sha256:
        yield f"{path.name} の題名や年度などを改めました。"
    elif before and before.title != record.title:
        yield (
            f"{path.name} は文書「{before.title}」の新しい版として差し替えました。"
            f"別の文書であれば、{path.name}{SIDE_FILE} に別の id を書いて、両方を取り込み直してください。"
        )
