"""Tables to take away: CSV and Excel files whose cells are text and never formulas."""

import io
from collections.abc import Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from starlette.responses import Response

from api.tables import Rows, csv_bytes, display_width

Format = Literal["csv", "xlsx"]
FORMATS: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WIDEST, _NARROWEST = 60, 8  # columns of half-width characters
_LONGEST = 32_767  # characters that Excel takes in a cell


def download(header: Sequence[str], rows: Rows, name: str, form: str) -> Response:
    """The table as a file ``sodan-{name}.{form}``; ``form`` is one of ``FORMATS``."""
    body = csv_bytes(header, rows) if form == "csv" else xlsx_bytes(header, rows)
    headers = {"Content-Disposition": f'attachment; filename="sodan-{name}.{form}"'}
    return Response(body, media_type=FORMATS[form], headers=headers)


def xlsx_bytes(header: Sequence[str], rows: Rows) -> bytes:
    """The table as a workbook of one sheet; every cell is typed as text, so that nothing in it is worked out."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sodan")
    sheet.freeze_panes = "A2"
    for at, column in enumerate(zip(header, *rows, strict=True), 1):
        width = max(display_width(line) for cell in column for line in (cell.split("\n") or [""]))
        sheet.column_dimensions[get_column_letter(at)].width = min(max(width + 2, _NARROWEST), _WIDEST)
    wrapped, fonts = Alignment(wrap_text=True, vertical="top"), (Font(bold=True), Font())
    for number, row in enumerate((header, *rows)):
        sheet.append([_text_cell(sheet, cell, wrapped, fonts[number > 0]) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: object, text: str, alignment: Alignment, font: Font) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST])
    cell.data_type = "s"  # openpyxl would take a leading "=" for a formula
    cell.number_format = "@"
    cell.quotePrefix = True  # Excel keeps the text a text when somebody edits the cell, too
    cell.alignment, cell.font = alignment, font
    return cell
