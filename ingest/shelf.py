"""The library's folders, one a document: ``<id>/``.

``document.json`` describes the document and names by hash the version that counts; ``layout-<hash>.json`` is what
the loader read of a version and ``source-<hash>`` the file itself. Versions are only added, and ``document.json``
is replaced in one step: a reader needs no lock, and a kill leaves the version before.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import BinaryIO

from ingest.errors import CorpusError
from ingest.layout import PageLayout
from ingest.layout_file import layout_from_json, layout_to_json
from ingest.types import Document

_RECORD, _LAYOUTS, _UNFINISHED = "document.json", "layout-*.json", ".adding-"
_WITHDRAWN = ".withdrawn"
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a document; ``file`` is the name it was added by, ``sha256`` the version that counts."""

    id: str
    title: str
    publisher: str
    date: str
    fiscal_year: int
    approximate: bool
    sha256: str
    file: str


def places_of(library: Path) -> list[Path]:
    """The folders of the library's documents, by id."""
    return sorted(record.parent for record in library.glob(f"*/{_RECORD}"))


def parts_of(library: Path) -> list[Path]:
    """The files that an index is made of."""
    return sorted([*library.glob(f"*/{_RECORD}"), *library.glob(f"*/{_LAYOUTS}")])


def records_of(library: Path) -> dict[str, Record]:
    """The records by id; those that cannot be read are left out, so that adding their files again mends them."""
    records = {}
    for place in places_of(library):
        try:
            records[place.name] = _read_record(place)
        except (OSError, ValueError, TypeError, RecursionError):
            continue
    return records


def read_document(place: Path) -> tuple[Document, list[PageLayout]]:
    """The document of a folder with its layouts; raises CorpusError naming the folder and what to do."""
    try:
        record = _read_record(place)
        pages = json.loads((place / _layout_name(record.sha256)).read_text(encoding="utf-8"))
        layouts = [layout_from_json(record.id, page) for page in pages]
        if not layouts or [layout.page.number for layout in layouts] != list(range(1, len(layouts) + 1)):
            raise ValueError("pages are missing")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise CorpusError(
            f"文書の記録 {place} を読めません（{error}）。"
            "元のファイルをもう一度取り込むか、このフォルダーを取り除いてください。"
        ) from None
    document = Document(
        record.id, record.title, record.publisher, record.date, record.fiscal_year, record.approximate,
        record.sha256, tuple(layout.page for layout in layouts),
    )  # fmt: skip
    return document, layouts


def write_document(library: Path, record: Record, layouts: list[PageLayout], source: Path) -> None:
    """Add a version and make it the one that counts; raises CorpusError where ``source`` changed meanwhile."""
    place = library / record.id
    place.mkdir(exist_ok=True)
    _copy(source, place / _source_name(record.sha256, source), record.sha256)
    _write_json(place / _layout_name(record.sha256), [layout_to_json(layout) for layout in layouts])
    _write_json(place / _RECORD, asdict(record))


def take_out(library: Path, id: str) -> None:
    """Take a document out of the library; its folder is kept aside, so that it can be put back."""
    aside = library / _WITHDRAWN / id
    aside.parent.mkdir(exist_ok=True)
    shutil.rmtree(aside, ignore_errors=True)
    os.replace(library / id, aside)


def put_back(library: Path, record: Record) -> None:
    """Make ``record`` the one that counts again: of a document that is there, or that was taken out last."""
    if not (library / record.id).exists():
        os.replace(library / _WITHDRAWN / record.id, library / record.id)
    _write_json(library / record.id / _RECORD, asdict(record))


def sweep(library: Path) -> None:
    """Remove what a killed process left unfinished; only the holder of the lock may."""
    for leftover in library.glob(f"*/{_UNFINISHED}*"):
        leftover.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_record(place: Path) -> Record:
    record = Record(**json.loads((place / _RECORD).read_text(encoding="utf-8")))
    for one in fields(Record):
        if type(getattr(record, one.name)) is not one.type:
            raise ValueError(f"{one.name}: {getattr(record, one.name)!r}")
    if record.id != place.name:
        raise ValueError(f"id: {record.id!r}")
    return record


def _layout_name(digest: str) -> str:
    return f"layout-{digest[:16]}.json"


def _source_name(digest: str, source: Path) -> str:
    """A name of the library's own; of the file's it keeps a plain ending, so that a person can open it."""
    ending = source.suffix.lower()
    return f"source-{digest[:16]}" + (ending if ending[1:].isascii() and ending[1:].isalnum() else "")[:9]


def _copy(source: Path, target: Path, digest: str) -> None:
    copied = hashlib.sha256()
    with source.open("rb") as file, _replaced(target) as out:
        while block := file.read(_BLOCK):
            copied.update(block)
            out.write(block)
        if copied.hexdigest() != digest:
            raise CorpusError(f"{source.name} は取り込みの途中で内容が変わりました。もう一度取り込んでください。")


def _write_json(target: Path, value: object) -> None:
    with _replaced(target) as out:
        out.write(json.dumps(value, ensure_ascii=False).encode())


@contextmanager
def _replaced(target: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of ``target`` once all of it is on the disk."""
    handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=target.parent)
    work = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        work.chmod(0o644)
        os.replace(work, target)
    finally:
        work.unlink(missing_ok=True)
