"""Office files are ZIP archives: nothing in them is unpacked before their sizes, macros and XML are checked."""

import zipfile
from pathlib import Path
from typing import Literal

from ingest.errors import CorpusError

LARGEST_UNPACKED = 200 * 2**20
"""Bytes that all parts together may unpack to."""
LARGEST_XML = 64 * 2**20
"""Bytes that one XML part may unpack to; parsed it takes about twenty times as much memory."""
HIGHEST_RATIO = 200
_RATIO_FROM = 2**20
_MOST_PARTS = 10_000
_MAIN_PARTS: dict[str, Literal["docx", "pptx", "xlsx"]] = {
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "xl/workbook.xml": "xlsx",
}


def check_archive(path: Path) -> Literal["docx", "pptx", "xlsx"]:
    """The Office format of ``path``; raises CorpusError for bombs, macros, document types and other archives."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_sizes(path, infos)
            found = _format(path, {info.filename for info in infos})
            _check_parts(path, archive, infos)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise CorpusError(
            f"{path.name} は壊れているか、途中で切れています（{error}）。元のファイルを開いて保存し直してください。"
        ) from None
    return found


def _check_sizes(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    # zipfile reads no further than the declared size, so that a false one cannot unpack to more.
    total = sum(info.file_size for info in infos)
    too_dense = any(
        info.file_size > _RATIO_FROM and info.file_size > HIGHEST_RATIO * max(1, info.compress_size) for info in infos
    )
    too_long = any(info.file_size > LARGEST_XML and _is_xml(info.filename) for info in infos)
    if total > LARGEST_UNPACKED or len(infos) > _MOST_PARTS or too_dense or too_long:
        raise CorpusError(
            f"{path.name} は展開すると大きくなりすぎるため、読み込みを中止しました（{total // 2**20}MB）。"
            "内容を確かめ、必要な部分だけを別のファイルに保存してください。"
        )


def _format(path: Path, names: set[str]) -> Literal["docx", "pptx", "xlsx"]:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise CorpusError(
            f"{path.name} にはマクロが含まれています。マクロを除いた形式（.docx・.xlsx・.pptx）で保存し直してください。"
        )
    for part, found in _MAIN_PARTS.items():
        if part in names:
            return found
    raise CorpusError(
        f"{path.name} はZIP形式ですが、Word・Excel・PowerPointの文書ではありません。"
        ".docx、.xlsx、.pptx のいずれかで用意してください。"
    )


def _check_parts(path: Path, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    for info in infos:
        if info.filename == "[Content_Types].xml" and b"macroEnabled" in archive.read(info):
            raise CorpusError(f"{path.name} はマクロ有効形式です。マクロを除いた形式で保存し直してください。")
        if _is_xml(info.filename):
            _check_prolog(path, archive, info)


def _check_prolog(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """A document type, where entities are defined, can only stand before the first element."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        with archive.open(info) as part:
            for _ in iterparse(part, events=("start",), forbid_dtd=True):
                break
    except DefusedXmlException:
        raise CorpusError(
            f"{path.name} は外部参照や実体定義を含むため、安全に読めません（{info.filename}）。"
            "元のアプリで保存し直してください。"
        ) from None
    except (ParseError, UnicodeError, LookupError) as error:
        raise CorpusError(
            f"{path.name} の {info.filename} が壊れています（{error}）。元のアプリで保存し直してください。"
        ) from None


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))
