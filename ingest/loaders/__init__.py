"""Files to pages: the automatic reading of PDF, Office, HTML, Markdown, CSV and text files.

``load_file`` is the one way in. What it cannot read it refuses with a CorpusError that says what to
do; what it read only in part it reports as a Problem. It runs no macro, follows no reference and
opens nothing but the file itself.
"""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ingest.errors import CorpusError
from ingest.lexicon import Lexicon
from ingest.loaders.opening import Format, check_file, named_format, sniff
from ingest.loaders.types import LoadedFile, LoadedPage, Problem

__all__ = ["LoadedFile", "LoadedPage", "Problem", "load_file"]

_READERS: dict[Format, str] = {
    "pdf": "pdf.read_pdf", "docx": "docx.read_docx", "pptx": "pptx.read_pptx", "xlsx": "xlsx.read_xlsx",
    "csv": "separated.read_separated", "html": "html.read_html", "markdown": "markdown.read_markdown",
    "text": "plain.read_text",
}  # fmt: skip


def load_file(path: Path, lexicon: Lexicon) -> LoadedFile:
    """The pages of ``path``, read as what its content is; raises CorpusError naming the file and what to do."""
    check_file(path)
    try:
        found = sniff(path)
        loaded = _reader(found)(path, lexicon)
    except OSError as error:
        raise CorpusError(f"{path.name} を読めません（{error.strerror or error}）。権限を確かめてください。") from None
    except (MemoryError, RecursionError):
        raise CorpusError(f"{path.name} は複雑すぎて読めません。内容を分けるか、保存し直してください。") from None
    if not any(page.text.strip() for page in loaded.pages):
        raise CorpusError(f"{path.name} に本文の文字がありません。文字のあるファイルに差し替えてください。")
    return replace(loaded, problems=(*_name_problems(path, found), *loaded.problems, *_quality_problems(path, loaded)))


def _reader(found: Format) -> Callable[[Path, Lexicon], LoadedFile]:
    # The libraries behind a format are loaded only for a file of it.
    module, _, name = _READERS[found].partition(".")
    reader: Callable[[Path, Lexicon], LoadedFile] = getattr(import_module(f"ingest.loaders.{module}"), name)
    return reader


def _name_problems(path: Path, found: Format) -> list[Problem]:
    promised = named_format(path)
    if promised == found:
        return []
    return [
        Problem(
            None, f"{path.name} は拡張子と内容が違います。{found.upper()}として読み込みました。名前を確かめてください。"
        )
    ]


def _quality_problems(path: Path, loaded: LoadedFile) -> list[Problem]:
    return [
        Problem(
            page.number,
            f"{path.name} の{page.number}ページは文字の読み取りに疑いがあります。{''.join(page.quality.reasons)}",
        )
        for page in loaded.pages
        if page.text.strip() and page.quality.verdict != "good"
    ]
