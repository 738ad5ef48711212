"""Subjects as the asker calls them: by which of their names, and where only a word stands for them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.fold import narrow
from ingest.ledger_store import Subject
from rag.subjects import names_of


@dataclass(frozen=True, slots=True)
class Named:
    """A subject, and the name by which the asker calls it: another of its names may mean a wider programme."""

    subject: Subject
    name: str


def named_in(subjects: Sequence[Subject], text: str) -> Named | None:
    """The last of the ``subjects`` that ``text`` names, as it names it."""
    if not subjects:
        return None
    found = _names(subjects[-1]).search(narrow(text))
    return Named(subjects[-1], found[0] if found else subjects[-1].name)


def without_names(text: str, subjects: Sequence[Subject]) -> str:
    text = narrow(text)
    for subject in subjects:
        text = _names(subject).sub("", text)
    return text


def _names(subject: Subject) -> re.Pattern[str]:
    """The names of ``subject`` as people write them, the longest first."""
    spaced = (r"\s*".join(map(re.escape, name)) for name in sorted(names_of(subject), key=len, reverse=True))
    return re.compile("|".join(spaced), re.IGNORECASE)
