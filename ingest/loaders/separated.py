"""CSV and TSV: one page with one table. Every cell is text: nothing in it is ever calculated."""

import csv
import io
from pathlib import Path

from ingest.errors import CorpusError
from ingest.lexicon import Lexicon
from ingest.loaders.grids import write_grid
from ingest.loaders.plain import decoded
from ingest.loaders.types import LoadedFile, Problem
from ingest.loaders.writing import Cell, PageWriter

MOST_CELLS = 200_000


def read_separated(path: Path, lexicon: Lexicon) -> LoadedFile:
    """The table of a CSV or TSV file; raises CorpusError naming the line that is broken."""
    text = decoded(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[list[Cell]] = []
    problems: list[Problem] = []
    cells = 0
    try:
        for row in reader:
            cells += len(row)
            if cells > MOST_CELLS:
                problems.append(_cut(path, reader.line_num))
                break
            rows.append([Cell(tuple(filter(str.strip, value.splitlines()))) for value in row])
    except csv.Error as error:
        raise CorpusError(
            f"{path.name} の{reader.line_num}行目をCSVとして読めません（{error}）。"
            "引用符の閉じ忘れなどを確かめてください。"
        ) from None
    writer = PageWriter()
    write_grid(writer, rows, lexicon)
    return LoadedFile((writer.finish(1, "csv"),), tuple(problems))


def _cut(path: Path, line: int) -> Problem:
    return Problem(1, f"{path.name} はセルが多いため、{line}行目より前だけを読み込みました。ファイルを分けてください。")


def _delimiter(text: str) -> str:
    """What the first line has most of; a comma when it has none."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(",\t;", key=lambda mark: (first.count(mark), mark == ","))
