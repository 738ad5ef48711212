"""What is known of a file beside its text: title, publisher, date, fiscal year.

It comes from a side file (``sheet.pdf.toml`` beside ``sheet.pdf``), else from the file's own words, else
from the person who adds it. A fiscal year is never guessed from today's date.
"""

import hashlib
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import CorpusError
from ingest.fold import narrow
from ingest.layout import atoms_text
from ingest.loaders import LoadedFile
from ingest.quantities import parse_quantities
from ingest.reading import Item

Ask = Callable[[str], str]
"""Asks a person one thing and gives the answer, "" where there is none."""
SIDE_FILE = ".toml"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_KEYS: dict[str, type] = {"id": str, "title": str, "publisher": str, "date": str, "fiscal_year": int}


@dataclass(frozen=True, slots=True)
class Description:
    """The catalogue's fields for a file that was added by its path."""

    id: str
    title: str
    publisher: str
    date: str
    fiscal_year: int
    approximate: bool


def describe(path: Path, loaded: LoadedFile, ask: Ask | None) -> Description:
    """The description of ``path``; raises CorpusError where the year cannot be known."""
    said = _side_file(path)
    title = said.get("title") or _title(loaded) or path.stem
    year, approximate = said.get("fiscal_year"), False
    if year is None:
        year, approximate = _fiscal_year(path, title, loaded)
    if year is None and ask is not None:
        year = _asked_year(ask(f"{path.name} は何年度の資料ですか（例: 令和7年度）: "))
    if year is None:
        raise CorpusError(
            f"{path.name} の年度が分かりません。{path.name}{SIDE_FILE} を隣に置き、"
            "fiscal_year = 2025 のように西暦で書いてください。"
        )
    return Description(
        id=said.get("id") or identity(path.name),
        title=title,
        publisher=said.get("publisher", ""),
        date=said.get("date", ""),
        fiscal_year=year,
        approximate=approximate,
    )


def identity(name: str) -> str:
    """An id for a file by its name, so that a new version of the file keeps its citations' document."""
    return "d-" + hashlib.sha256(unicodedata.normalize("NFC", name).encode("utf-8", "surrogateescape")).hexdigest()[:10]


def _side_file(path: Path) -> dict[str, Any]:
    side = path.with_name(path.name + SIDE_FILE) if len(path.name.encode()) < 250 else path.with_suffix(SIDE_FILE)
    if not side.is_file():
        return {}
    try:
        table = tomllib.loads(side.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{side.name} を読めません: {error}") from None
    for key, value in table.items():
        if key not in _KEYS:
            raise CorpusError(f"{side.name} に知らない項目 {key} があります。使えるのは {'、'.join(_KEYS)} です。")
        if not isinstance(value, _KEYS[key]) or isinstance(value, bool):
            raise CorpusError(f"{side.name} の {key} の形が違います（{_KEYS[key].__name__}が必要です）。")
    if "id" in table and not _ID.fullmatch(table["id"]):
        raise CorpusError(f"{side.name} の id「{table['id']}」は使えません。半角の英小文字と数字で付けてください。")
    return table


def _title(loaded: LoadedFile) -> str:
    for page in loaded.pages:
        for node in page.nodes:
            if isinstance(node, Item) and node.kind == "heading":
                return atoms_text(node.atoms)[:120]
    return ""


def _fiscal_year(path: Path, title: str, loaded: LoadedFile) -> tuple[int | None, bool]:
    """The year that the name or title prints, else the one that the text names most (approximate)."""
    for text in (narrow(unicodedata.normalize("NFC", path.stem)), title):
        if years := _years(text):
            return years[0], False
    counted = Counter(year for page in loaded.pages[:5] for year in _years(page.text))
    if not counted:
        return None, False
    return max(counted, key=lambda year: (counted[year], year)), True


def _years(text: str) -> list[int]:
    return [int(q.canonical[3:]) for q in parse_quantities(text) if q.kind == "fiscal_year"]


def _asked_year(answer: str) -> int | None:
    years = _years(answer) or _years(f"{answer.strip()}年度")
    return years[0] if years else None
