"""Occasions: which of several that are numbered (第1回, 第2回 …) a question means by its place among them."""

import re
from collections.abc import Sequence

from ingest.facts import Fact
from rag.matching import squeezed

_NUMBERED = re.compile(r":第(\d+)[回期次]$")
_LAST = re.compile(r"最後|最終回|ラスト|しまい|最終(?=[のにはで])")
_FIRST = re.compile(r"最初|初回|初めて|はじめて|一番目|1番目|皮切り")
_PLACES = ("最後", "最終", "最初", "初回", "ラスト")
_FEWEST = 2


def of_place(text: str, facts: Sequence[Fact]) -> tuple[list[Fact], frozenset[str]]:
    """Of numbered ``facts`` those of the first or last occasion that ``text`` asks for, and the words for it."""
    last, first = _LAST.search(text), _FIRST.search(text)
    numbers = sorted({number for fact in facts if (number := _number(fact))})
    if len(numbers) < _FEWEST or bool(last) == bool(first):
        return list(facts), frozenset()
    meant = numbers[-1] if last else numbers[0]
    return [fact for fact in facts if _number(fact) == meant], frozenset(_PLACES)


def _number(fact: Fact) -> int:
    """The number of the occasion of which ``fact`` is; 0 where it is of none."""
    return next((int(found[1]) for c in fact.conditions if (found := _NUMBERED.search(squeezed(c)))), 0)
