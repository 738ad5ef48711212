"""Tables for the terminal, aligned by display width, and as CSV that a spreadsheet opens safely."""

import csv
import io
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

Rows = Sequence[Sequence[str]]
_GAP = "  "
_NARROWEST = 8  # columns that a cell is given at least
# What a spreadsheet takes for a formula at the beginning of a cell, full width too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def text_table(header: Sequence[str], rows: Rows, width: int) -> str:
    """The table in ``width`` terminal columns, or as near to it as its columns can be cut; cells wrap."""
    widths = _fitted([max(map(_cell_width, column)) for column in zip(header, *rows, strict=True)], width)
    rule = _GAP.join("-" * one for one in widths)
    body = [line for row in rows for line in _lines(row, widths)]
    return "\n".join([*_lines(header, widths), rule, *body])


def print_csv(header: Sequence[str], rows: Rows) -> None:
    """Write the table to standard output as UTF-8 with a byte order mark, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(csv_bytes(header, rows))
    sys.stdout.buffer.flush()


def csv_bytes(header: Sequence[str], rows: Rows) -> bytes:
    """The table as CSV: UTF-8 with a byte order mark; a cell that looks like a formula gets an apostrophe before it."""
    out = io.StringIO()
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in (header, *rows))
    return out.getvalue().encode("utf-8-sig", "replace")


def display_width(text: str) -> int:
    """Terminal columns that one line of ``text`` takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cell_width(cell: str) -> int:
    return max(map(display_width, cell.split("\n")))


def _fitted(widths: list[int], width: int) -> list[int]:
    """The widest column gives way, column by column, until the table fits."""
    widths = list(widths)
    room = width - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (part + " " * (width - display_width(part)) for part, width in zip(parts, widths, strict=True))
        yield _GAP.join(padded).rstrip()


def _wrapped(cell: str, width: int) -> list[str]:
    lines: list[str] = []
    for line in cell.split("\n"):
        taken = ""
        for character in line:
            if taken and display_width(taken) + _columns(character) > width:
                lines.append(taken)
                taken = ""
            taken += character
        lines.append(taken)
    return lines
