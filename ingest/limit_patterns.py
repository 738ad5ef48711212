"""Limit patterns: questions that no document of this kind answers, as regular expressions of the lexicon."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.fold import squeeze


@dataclass(frozen=True, slots=True)
class LimitPattern:
    """``reason`` is reached where ``wanted`` is found in a squeezed question and ``unless`` is not.

    ``anyhow``: also where the question names a subject of the documents.
    """

    reason: str
    wanted: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    anyhow: bool = False

    def holds(self, squeezed: str) -> bool:
        """Whether the pattern is found."""
        return bool(self.wanted.search(squeezed)) and not (self.unless and self.unless.search(squeezed))


def compiled(patterns: Iterable[str], words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """One expression for all ``patterns``, ``{name}`` standing for any of ``words[name]``; raises re.error."""
    expressions = []
    for pattern in patterns:
        expression = pattern
        for name, alternatives in words.items():
            longest = sorted(map(squeeze, alternatives), key=len, reverse=True)
            expression = expression.replace(f"{{{name}}}", f"(?:{'|'.join(map(re.escape, longest))})")
        expressions.append(f"(?:{expression})")
    return re.compile("|".join(expressions) or "(?!)", re.IGNORECASE)
