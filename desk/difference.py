"""What was changed between the proposed and the sent text, word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from ingest.tokens import surfaces

Operation = Literal["equal", "insert", "delete", "replace"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One run of words: ``before`` of the proposed text and ``after`` of the sent one; "" where there is none.

    ``start`` and ``end`` are characters of the sent text.
    """

    operation: Operation
    before: str
    after: str
    start: int
    end: int


def difference(before: str, after: str) -> tuple[Edit, ...]:
    """The edits that make ``after`` of ``before``; together their ``after`` are that text, and likewise ``before``."""
    old, new = surfaces(before), surfaces(after)
    edits, at = [], 0
    for operation, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        said = "".join(new[m:n])
        edits.append(Edit(operation, "".join(old[i:j]), said, at, at + len(said)))
        at += len(said)
    return tuple(edits)


def changes(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that change something."""
    return tuple(edit for edit in edits if edit.operation != "equal")
