"""What a file is, by its content: the ending of its name is only compared with it."""

import os
import stat
from pathlib import Path
from typing import Literal

from ingest.errors import CorpusError

Format = Literal["pdf", "docx", "pptx", "xlsx", "csv", "html", "markdown", "text"]

LARGEST = 200 * 2**20
"""Bytes of a file; larger ones are refused unread."""
LARGEST_TEXT = 20 * 2**20
_SUFFIXES: dict[str, Format] = {
    ".pdf": "pdf", ".docx": "docx", ".pptx": "pptx", ".xlsx": "xlsx", ".csv": "csv", ".tsv": "csv",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown",
    ".txt": "text", ".text": "text",
}  # fmt: skip
_TEXTS = ("csv", "html", "markdown", "text")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN_BINARIES = (
    (b"\x89PNG", "PNG画像"), (b"\xff\xd8\xff", "JPEG画像"), (b"GIF8", "GIF画像"), (b"II*\x00", "TIFF画像"),
    (b"MM\x00*", "TIFF画像"), (b"MZ", "実行ファイル"), (b"\x7fELF", "実行ファイル"), (b"\x1f\x8b", "gzip圧縮ファイル"),
    (b"7z\xbc\xaf", "7z圧縮ファイル"), (b"Rar!", "RAR圧縮ファイル"), (b"{\\rtf", "RTF文書"), (b"%!PS", "PostScript"),
)  # fmt: skip


def check_file(path: Path) -> None:
    """Refuse what is no plain file of a bearable size; raises CorpusError naming the file."""
    try:
        status = os.lstat(path)
    except OSError as error:
        raise CorpusError(
            f"{path.name} を開けません（{error.strerror}）。ファイルの場所と名前を確かめてください。"
        ) from None
    if stat.S_ISLNK(status.st_mode):
        raise CorpusError(f"{path.name} はシンボリックリンクです。元のファイルを置いてください。")
    if not stat.S_ISREG(status.st_mode):
        raise CorpusError(f"{path.name} は通常のファイルではありません。文書ファイルを指定してください。")
    if status.st_size == 0:
        raise CorpusError(f"{path.name} は空（0バイト）のファイルです。本文のあるファイルに差し替えてください。")
    if status.st_size > LARGEST:
        raise CorpusError(
            f"{path.name} は大きすぎます（{status.st_size // 2**20}MB）。{LARGEST // 2**20}MB以下に分けてください。"
        )


def read_bytes(path: Path, largest: int = LARGEST_TEXT) -> bytes:
    """The content of a text file; raises CorpusError for one above ``largest`` bytes or unreadable."""
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise CorpusError(f"{path.name} を読めません（{error.strerror}）。権限を確かめてください。") from None
    if len(content) > largest:
        raise CorpusError(f"{path.name} は大きすぎます。{largest // 2**20}MB以下に分けてください。")
    return content


def named_format(path: Path) -> Format | None:
    """The format that the name's ending promises, if it is one that can be read."""
    return _SUFFIXES.get(path.suffix.lower())


def sniff(path: Path) -> Format:
    """The format of the content; raises CorpusError for one that cannot be read."""
    with path.open("rb") as file:
        head = file.read(4096)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _office_format(path)
    if head.startswith(_OLE):
        raise CorpusError(_ole_message(path))
    for magic, name in _KNOWN_BINARIES:
        if head.startswith(magic):
            raise CorpusError(f"{path.name} は{name}で、文書として読めません。{_READABLE}")
    promised = named_format(path)
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CorpusError(f"{path.name} は文書として読めない形式です。{_READABLE}")
    if promised in _TEXTS and promised != "text":
        return promised
    return "html" if _looks_like_html(head) else "text"


_READABLE = "PDF、.docx、.pptx、.xlsx、CSV、HTML、Markdown、テキストのいずれかで用意してください。"


def _looks_like_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start)


def _office_format(path: Path) -> Format:
    from ingest.loaders.archives import check_archive

    return check_archive(path)


def _ole_message(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(LARGEST)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return f"{path.name} はパスワードで保護されています。保護を外して保存し直してください。"
    return f"{path.name} は古い形式（.doc・.xls・.pptなど）です。.docx、.xlsx、.pptx のいずれかで保存し直してください。"
