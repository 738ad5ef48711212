"""Excel books: a sheet is a page; its tables stand apart by empty rows. Formulas give their saved results."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.errors import CorpusError
from ingest.lexicon import Lexicon
from ingest.loaders.grids import EMPTY, write_grid
from ingest.loaders.number_formats import shown
from ingest.loaders.sheet_xml import SheetFacts, sheet_facts
from ingest.loaders.types import LoadedFile, LoadedPage, Problem
from ingest.loaders.writing import Cell, PageWriter

MOST_CELLS = 200_000
_MOST_PLACES = 2_000_000
_GENERIC = ("sheet", "シート")
Places = dict[tuple[int, int], Cell]


def read_xlsx(path: Path, lexicon: Lexicon) -> LoadedFile:
    """The sheets of a book; raises CorpusError for what cannot be opened."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever a broken part makes it stumble over
        raise CorpusError(
            f"{path.name} をExcel文書として読めません（{error}）。Excelで開き、保存し直してください。"
        ) from None
    pages: list[LoadedPage] = []
    problems: list[Problem] = []
    try:
        for number, sheet in enumerate(book.worksheets, 1):
            pages.append(_page(path, sheet, number, lexicon, problems))
    except Exception as error:  # noqa: BLE001 - as above
        raise CorpusError(
            f"{path.name} の{len(pages) + 1}枚目のシートを読めません（{error}）。保存し直してください。"
        ) from None
    finally:
        book.close()
    return LoadedFile(tuple(pages), tuple(problems))


def _page(path: Path, sheet: Any, number: int, lexicon: Lexicon, problems: list[Problem]) -> LoadedPage:
    writer = PageWriter()
    name = f"{path.name} のシート「{sheet.title}」"
    if sheet.sheet_state != "visible":
        problems.append(Problem(number, f"{name}は非表示のため、読み込みませんでした。"))
        return writer.finish(number, "openpyxl")
    if not sheet.title.lower().startswith(_GENERIC):
        writer.heading(sheet.title, 1)
    facts = sheet_facts(path, sheet._worksheet_path)
    places = _places(sheet, facts, name, number, problems)
    if facts.unsaved:
        problems.append(
            Problem(
                number,
                f"{name}に計算結果が保存されていない数式が{facts.unsaved}個あります。Excelで開き、保存し直してください。",
            )
        )
    _merge(places, facts)
    for region in _regions(places):
        write_grid(writer, region, lexicon)
    return writer.finish(number, "openpyxl")


def _places(sheet: Any, facts: SheetFacts, name: str, number: int, problems: list[Problem]) -> Places:
    # A sheet may claim any size; without its claim only what is there is read.
    sheet.reset_dimensions()
    places: Places = {}
    seen = 0
    for row in sheet.iter_rows():
        seen += len(row) + 1
        for cell in row:
            if cell.value is None or cell.row in facts.hidden_rows or cell.column in facts.hidden_columns:
                continue
            text = shown(cell.value, cell.number_format or "General")
            if lines := tuple(filter(str.strip, text.splitlines())):
                places[cell.row, cell.column] = Cell(lines)
        if len(places) > MOST_CELLS or seen > _MOST_PLACES:
            problems.append(
                Problem(number, f"{name}は大きすぎるため、途中までを読み込みました。シートを分けてください。")
            )
            break
    return places


def _merge(places: Places, facts: SheetFacts) -> None:
    for top, left, bottom, right in facts.merged:
        cell = places.get((top, left))
        # A merge over a whole row or column of the sheet is for looks: it ends where the values do.
        if cell is None or (bottom - top + 1) * (right - left + 1) > 10_000:
            continue
        places.update({(row, column): cell for row in range(top, bottom + 1) for column in range(left, right + 1)})


def _regions(places: Places) -> Iterator[list[list[Cell]]]:
    """Blocks of rows without an empty row between them, each as wide as its filled columns."""
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in places.items():
        rows.setdefault(row, {})[column] = cell
    block: list[int] = []
    for row in [*sorted(rows), -1]:
        if block and row != block[-1] + 1:
            columns = sorted({column for at in block for column in rows[at]})
            yield [[rows[at].get(column, EMPTY) for column in columns] for at in block]
            block = []
        block.append(row)
