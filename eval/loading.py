"""Loading question sets: JSONL lines to items, each mistake with its file, line, field and reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.items import Item
from ingest.errors import SodanError


class SetError(SodanError):
    """A line of a set is not as the schema says."""

    def __init__(self, file: str, line: int, field: str, reason: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {field}: {reason}" if field else f"{where}: {reason}")
        self.file, self.line, self.field, self.reason = file, line, field, reason


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items: an empty field selects all. ``text`` is looked for in the id and the turns (widths folded)."""

    sets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    text: str = ""
    ids: frozenset[str] = frozenset()
    split: str = ""


def load_sets(folder: Path, select: Selection | None = None) -> tuple[Item, ...]:
    """The selected items of all ``*.jsonl`` files of ``folder``, by file and line, with their split.

    Raises SetError for the first mistake, also in items that are not selected.
    """
    raise NotImplementedError


def read_sets(folder: Path) -> tuple[tuple[Item, ...], tuple[SetError, ...]]:
    """All well-formed items of ``folder``, and every mistake that stands in the way of the others."""
    raise NotImplementedError


