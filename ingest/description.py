"""What is known of a file beside its text: title, publisher, date, fiscal year.

It comes from a side file (``sheet.pdf.toml`` beside ``sheet.pdf``), else from the file's own words, else
from the person who adds it. A fiscal year is never guessed from today's date.
"""

import os
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
from ingest.quantities import parse_fiscal_years
from ingest.reading import Item

Ask = Callable[[str], str]
"""Asks a person one thing and gives the answer, "" where there is none."""
SIDE_FILE = ".toml"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_KEYS: dict[str, type] = {"id": str, "title": str, "publisher": str, "date": str, "fiscal_year": int}
_YEARS = range(1900, 2101)
_LONGEST_NAME = 255
"""Bytes that a file system gives to one name."""
_TITLE = 120
_ASKED = 3


@dataclass(frozen=True, slots=True)
class Description:
    """The catalogue's fields for a file that was added by its path; ``id`` is "" where the side file chose none."""

    id: str
    title: str
    publisher: str
    date: str
    fiscal_year: int
    approximate: bool


def describe(path: Path, loaded: LoadedFile, ask: Ask | None) -> Description:
    """The description of ``path``; raises CorpusError where the year cannot be known."""
    said = read_side_file(path)
    title = printable(said.get("title") or _title(loaded) or path.stem)
    year, approximate = said.get("fiscal_year"), False
    if year is None:
        year, approximate = _fiscal_year(path, title, loaded)
    if year is None and ask is not None:
        year = _asked_year(ask, path)
    if year is None:
        raise CorpusError(f"{path.name} の年度が分かりません。{_remedy(path)}")
    return Description(
        id=said.get("id", ""),
        title=title,
        publisher=printable(said.get("publisher", "")),
        date=printable(said.get("date", "")),
        fiscal_year=year,
        approximate=approximate,
    )


def read_side_file(path: Path) -> dict[str, Any]:
    """What the side file of ``path`` says, {} where there is none; raises CorpusError naming it and the key."""
    side = path.with_name(path.name + SIDE_FILE)
    if not os.path.isfile(side):  # unlike Path.is_file, it takes a name that is too long for one that is not there
        return {}
    try:
        table = tomllib.loads(side.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise CorpusError(f"{side.name} を読めません（{error}）。") from None
    for key, value in table.items():
        if key not in _KEYS:
            raise CorpusError(f"{side.name} に知らない項目 {key} があります。使えるのは {'、'.join(_KEYS)} です。")
        if not isinstance(value, _KEYS[key]) or isinstance(value, bool):
            form = "整数" if _KEYS[key] is int else '"…"で囲んだ文字列'
            raise CorpusError(f"{side.name} の {key} の形が違います（{form}が必要です）。")
    if "id" in table and not _ID.fullmatch(table["id"]):
        raise CorpusError(f"{side.name} の id「{table['id']}」は使えません。半角の英小文字と数字で付けてください。")
    if table.get("fiscal_year", _YEARS[0]) not in _YEARS:
        raise CorpusError(
            f"{side.name} の fiscal_year「{table['fiscal_year']}」は使えません。2025 のように西暦で書いてください。"
        )
    return table


def printable(text: str) -> str:
    """``text`` in one line, without characters that steer a terminal or cannot be written to a file."""
    kept = []
    for character in " ".join(text.splitlines()).replace("\t", " "):
        kind = unicodedata.category(character)
        kept.append("" if kind == "Cf" else "\ufffd" if kind.startswith("C") else character)
    return "".join(kept).strip()


def _remedy(path: Path) -> str:
    side = path.name + SIDE_FILE
    if len(os.fsencode(side)) > _LONGEST_NAME:
        return "ファイルの名前に「令和7年度」のように年度を入れ、短くしてください。"
    return f"{side} を隣に置き、fiscal_year = 2025 のように西暦で書いてください。"


def _title(loaded: LoadedFile) -> str:
    for page in loaded.pages:
        if page.quality.verdict == "bad":
            continue
        for node in page.nodes:
            if isinstance(node, Item) and node.kind == "heading":
                return atoms_text(node.atoms)[:_TITLE]
    return ""


def _fiscal_year(path: Path, title: str, loaded: LoadedFile) -> tuple[int | None, bool]:
    """The year that the name or title prints, else the one that the text names most (approximate)."""
    for text in (narrow(unicodedata.normalize("NFC", path.stem)), title):
        if years := _years(text):
            return max(years), len(set(years)) > 1
    counted = Counter(year for page in loaded.pages[:5] for year in _years(page.text))
    # Of years that are named equally often, most_common gives the one that comes first in the text.
    return (counted.most_common(1)[0][0], True) if counted else (None, False)


def _years(text: str) -> list[int]:
    years = (int(quantity.canonical.removeprefix("fy:")) for quantity in parse_fiscal_years(text))
    return [year for year in years if year in _YEARS]


def _asked_year(ask: Ask, path: Path) -> int | None:
    """The year that a person names; asked again while the answer is none, until it is empty."""
    for _ in range(_ASKED):
        try:
            answer = ask(f"{printable(path.name)} は何年度の資料ですか（例: 令和7年度）: ").strip()
        except EOFError:
            break
        if years := _years(answer) or _years(f"{answer}年度"):
            return years[0]
        if not answer:
            break
    return None
