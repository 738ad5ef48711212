"""An uploaded file, kept in a folder of its own until it has been taken in."""

import json
import re
import shutil
import tempfile
from pathlib import Path

from fastapi import HTTPException
from starlette.datastructures import UploadFile

from api.forms import Fields
from desk.errors import InputError
from ingest.description import SIDE_FILE, printable
from ingest.errors import CorpusError
from ingest.loaders.opening import named_format, sniff

KINDS = "PDF、Word（docx）、PowerPoint（pptx）、Excel（xlsx）、CSV、HTML、Markdown、テキスト"
_NAME_BYTES = 120


def keep_upload(given: UploadFile, form: Fields, limit: int) -> Path:
    """The file in a folder of its own with what the form says beside it; raises HTTPException 413 or 415."""
    name = _name(given.filename or "")
    if named_format(Path(name)) is None:
        raise HTTPException(415, f"この種類のファイルは取り込めません。取り込めるのは {KINDS} です。")
    if (given.size or 0) > limit:
        raise HTTPException(413, f"ファイルが大きすぎます。{limit // 1_000_000}MB以内にしてください。")
    side = _side(form)
    folder = Path(tempfile.mkdtemp(prefix="sodan-upload-"))
    path = folder / name
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(given.file, file)
        if path.stat().st_size:  # an empty file is told by the reader, as on the command line
            sniff(path)
        if side:
            path.with_name(name + SIDE_FILE).write_text(side, encoding="utf-8")
    except CorpusError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise HTTPException(415, for_page(str(error))) from None
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise HTTPException(503, "ファイルを一時的に保存できませんでした。ディスクの空きを確かめてください。") from None
    return path


def _name(given: str) -> str:
    """The last part of the name that the browser tells, short enough for a file system, and no way out of a folder."""
    name = printable(given.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    path = Path(name or "document")
    stem = path.stem.encode()[: _NAME_BYTES - len(path.suffix.encode())].decode(errors="ignore")
    return stem + path.suffix


def _side(form: Fields) -> str:
    """The side file that says what the form says."""
    lines = [f"{key} = {json.dumps(form[key].strip(), ensure_ascii=False)}" for key in ("title", "publisher", "id")
             if form.get(key, "").strip()]  # fmt: skip
    year = form.get("fiscal_year", "").strip()
    if year:
        if not re.fullmatch(r"(19|20)[0-9]{2}", year):
            raise InputError("年度は西暦4桁で入力してください。例: 2025")
        lines.append(f"fiscal_year = {year}")
    return "\n".join(lines)


_ON_PAGE = (
    (r"\S*\.toml を隣に置き、fiscal_year = 2025 のように西暦で書いて", "「年度」の欄に 2025 のように西暦で入力して"),
    (r"\S*\.toml に fiscal_year を書いて取り込み直して", "「年度」の欄に入力して取り込み直して"),
    (r"\S*\.toml に別の id を書いて、両方を取り込み直して", "別の名前のファイルにして取り込み直して"),
    (r"\S*/sodan-upload-[^/\s]*/", ""),
)


def for_page(message: str) -> str:
    """A message of the ingest with the remedies that this page has."""
    for pattern, words in _ON_PAGE:
        message = re.sub(pattern, words, message)
    return message
