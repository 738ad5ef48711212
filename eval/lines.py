"""Files of JSON lines that a killed process may have left torn: appended whole, read without what is broken."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from eval.given import Json


def open_lines(path: Path) -> IO[str]:
    """``path`` for appending; a torn last line is ended first, so that the next one stands alone."""
    is_torn = path.exists() and path.stat().st_size > 0 and not _ends_whole(path)
    file = path.open("a", encoding="utf-8", errors="surrogatepass")
    if is_torn:
        file.write("\n")
    return file


def read_lines(path: Path) -> Iterator[Json]:
    """The objects of ``path``; a line that is none is passed over."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                row = json.loads(line.decode("utf-8", "surrogatepass"))
            except ValueError:
                continue
            if isinstance(row, dict):
                yield row


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"\n"
