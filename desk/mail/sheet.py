"""Inquiries of a sheet (CSV or Excel): columns are found by the words of their headings."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from desk.clean import clean_line, clean_text
from desk.errors import InquiryError
from desk.inquiry import Inquiry
from desk.mail.decoding import decode
from desk.mail.wording import MailWording
from ingest.errors import SodanError
from ingest.fold import squeeze
from ingest.loaders.archives import check_archive

ROWS = 5_000
_HEADING_ROWS = 10  # above the heading a sheet may have a title
_CELL = 200_000  # characters
Row = Sequence[object]


def read_csv(data: bytes, wording: MailWording) -> list[Inquiry]:
    """The inquiries of a CSV or TSV file; raises InquiryError where it has no column of texts."""
    text = decode(data)
    first = text.split("\n", 1)[0]
    csv.field_size_limit(_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ","))
    except csv.Error as error:
        raise InquiryError(f"表として読めません（{error}）。カンマ区切りのCSVで保存してください。") from None
    return _inquiries(rows, wording)


def read_excel(path: Path, wording: MailWording) -> list[Inquiry]:
    """The inquiries of the first sheet of a workbook; a formula is text, and is not worked out."""
    try:
        check_archive(path)
    except SodanError as error:
        raise InquiryError(str(error)) from None
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=False)
        sheet = book.worksheets[0]
        rows = [row for row, _ in zip(sheet.iter_rows(values_only=True), range(ROWS + _HEADING_ROWS + 1), strict=False)]
        book.close()
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever a broken file makes it run into
        raise InquiryError(f"Excelのファイルとして読めません（{type(error).__name__}）。") from None
    return _inquiries(rows, wording)


def _inquiries(rows: Sequence[Row], wording: MailWording) -> list[Inquiry]:
    if len(rows) > ROWS + _HEADING_ROWS:
        raise InquiryError(f"行が多すぎます。1つのファイルは{ROWS:,}行までにしてください。")
    at, columns = _columns(rows[:_HEADING_ROWS], wording)
    read = [_inquiry(row, columns) for row in rows[at + 1 :]]
    inquiries = [one for one in read if one.text]
    if not inquiries:
        raise InquiryError("表に問い合わせの本文がありません。")
    return inquiries


def _columns(rows: Iterable[Row], wording: MailWording) -> tuple[int, dict[str, int]]:
    """The heading row and, by field, its column."""
    for at, row in enumerate(rows):
        names = [squeeze(_text(cell)) for cell in row]
        columns: dict[str, int] = {}
        for field, words in wording.columns.items():
            fits = [n for n, name in enumerate(names) if n not in columns.values() and _fits(name, words)]
            if fits:
                columns[field] = fits[0]
        if "text" in columns:
            return at, columns
    named = "、".join(wording.columns["text"][:4])
    raise InquiryError(f"本文の列が見つかりません。見出しの行に {named} のいずれかを書いてください。")


def _fits(name: str, words: Sequence[str]) -> bool:
    return bool(name) and len(name) <= 20 and any(word in name for word in words)


def _inquiry(row: Row, columns: dict[str, int]) -> Inquiry:
    def cell(field: str) -> str:
        at = columns.get(field, len(row))
        return _text(row[at]) if at < len(row) else ""

    address = clean_line(cell("address"))
    return Inquiry(
        text=clean_text(cell("text")).strip(),
        subject=clean_line(cell("subject")),
        sender_name=clean_line(cell("name")),
        sender_address=address if "@" in address else "",
        received=clean_line(cell("received")),
    )


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
