"""The catalogue: which documents there are, and their pages.

``catalogue.toml`` stands at the root of a corpus folder, the files under ``sources/``.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.decoding import decode
from ingest.errors import CorpusError
from ingest.types import Document, Page

PAGE_RULES = ("blank-lines", "whole")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``[[document]]`` of the catalogue."""

    id: str
    title: str
    publisher: str
    date: str
    fiscal_year: int
    approximate: bool
    file: str
    sha256: str
    page_rule: str


def read_catalogue(corpus: Path) -> tuple[Entry, ...]:
    """The entries of ``corpus/catalogue.toml``; raises CorpusError for what is missing or malformed."""
    path = corpus / "catalogue.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CorpusError(f"{path} がありません。文書の目録 catalogue.toml を置いてください。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} を読めません: {error}") from None
    rows = table.get("document", [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise CorpusError(f"{path} に [[document]] が1件もありません。文書ごとに [[document]] と書いてください。")
    entries = tuple(_entry(path, number, row) for number, row in enumerate(rows, 1))
    _refuse_twins(path, entries)
    return entries


def load_document(corpus: Path, entry: Entry) -> Document:
    """Read the file of ``entry``, check its hash and cut it into pages."""
    path = corpus / "sources" / entry.file
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise CorpusError(f"{entry.id}: {path} がありません。catalogue.toml の file を確かめてください。") from None
    except OSError as error:
        raise CorpusError(f"{entry.id}: {path} を開けません（{error.strerror}）。") from None
    actual = hashlib.sha256(content).hexdigest()
    if actual != entry.sha256:
        raise CorpusError(
            f"{entry.id}: {entry.file} の内容が目録と違います（目録 {entry.sha256[:12]}…、実物 {actual[:12]}…）。"
            f'差し替えた場合は catalogue.toml の sha256 を "{actual}" に直してください。'
        )
    pages = split_pages(decode(f"{entry.id}: {entry.file}", content), entry.page_rule)
    return Document(
        id=entry.id,
        title=entry.title,
        publisher=entry.publisher,
        date=entry.date,
        fiscal_year=entry.fiscal_year,
        year_is_approximate=entry.approximate,
        sha256=actual,
        pages=tuple(Page(entry.id, number, text) for number, text in enumerate(pages, 1)),
    )


def split_pages(text: str, rule: str) -> list[str]:
    """Pages of ``text``: with ``blank-lines`` the non-empty parts between two blank lines, else the whole."""
    parts = text.split("\n\n\n") if rule == "blank-lines" else [text]
    return [part for part in parts if part.strip()]


def unlisted_files(corpus: Path, entries: tuple[Entry, ...]) -> list[str]:
    """Names of files under ``sources/`` that the catalogue does not list."""
    listed = {entry.file for entry in entries}
    folder = corpus / "sources"
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return sorted(name for path in found if (name := path.relative_to(folder).as_posix()) not in listed)


def _entry(path: Path, number: int, row: dict[str, Any]) -> Entry:
    expected = {
        "id": str, "title": str, "publisher": str, "date": str, "fiscal_year": int,
        "approximate": bool, "file": str, "sha256": str, "page_rule": str,
    }  # fmt: skip
    defaults: dict[str, Any] = {"publisher": "", "date": "", "approximate": False, "page_rule": "blank-lines"}
    row = defaults | row
    for key, kind in expected.items():
        is_kind = isinstance(row.get(key), kind) and isinstance(row.get(key), bool) == (kind is bool)
        if not is_kind or (key in ("id", "title", "file") and not row[key]):
            raise CorpusError(
                f"{path}: {number}番目の文書の {key} がないか、形が違います（{kind.__name__}が必要です）。"
            )
    if unknown := sorted(set(row) - set(expected)):
        raise CorpusError(f"{path}: {number}番目の文書に知らない項目 {'、'.join(unknown)} があります。")
    if not _ID.fullmatch(row["id"]):
        raise CorpusError(f"{path}: id「{row['id']}」は使えません。半角の英小文字と数字で付けてください。")
    if row["page_rule"] not in PAGE_RULES:
        raise CorpusError(
            f"{path}: page_rule「{row['page_rule']}」は {' / '.join(PAGE_RULES)} のどれかにしてください。"
        )
    file = Path(row["file"])
    if file.is_absolute() or ".." in file.parts:
        raise CorpusError(f"{path}: file「{row['file']}」は sources/ の中のファイル名にしてください。")
    return Entry(**row)


def _refuse_twins(path: Path, entries: tuple[Entry, ...]) -> None:
    for field in ("id", "file", "sha256"):
        seen: dict[str, str] = {}
        for entry in entries:
            value = getattr(entry, field)
            if value in seen:
                raise CorpusError(f"{path}: {seen[value]} と {entry.id} の {field} が同じです（{value[:40]}）。")
            seen[value] = entry.id
