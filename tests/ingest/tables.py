"""Tables of cases: tab-separated, one case a line; ``#`` begins a comment, the first line names the columns.

Characters that cannot be seen are written as in Python: ``\\u200b``, ``\\U000e0100``, ``\\n``, ``\\t``.
"""

import re
from pathlib import Path

_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|n|t)")


def read_table(name: str) -> list[tuple[str, ...]]:
    """The rows of the table ``name`` beside this file, without the row of column names."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    widths = {len(row) for row in rows}
    assert len(widths) == 1, f"{name}: rows of different widths {widths}"
    return [tuple(unescape(cell) for cell in row) for row in rows[1:]]


def unescape(cell: str) -> str:
    return _ESCAPE.sub(_character, cell)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else {"\\n": "\n", "\\t": "\t"}[match[0]]
