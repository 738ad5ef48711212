"""Habits: what staff change again and again in what is proposed to them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from desk.difference import changes, difference

_LONGEST = 60  # characters; a longer change is a new passage, no habit


@dataclass(frozen=True, slots=True)
class Habit:
    """A change made in ``times`` of the letters; ``after`` is "" for what is always struck out."""

    before: str
    after: str
    times: int


def habits(pairs: Iterable[tuple[str, str]], at_least: int = 2, k: int = 20) -> list[Habit]:
    """The most frequent changes over (proposed, sent) pairs, each counted once a letter, most frequent first."""
    counted: Counter[tuple[str, str]] = Counter()
    for before, after in pairs:
        found = {(edit.before.strip(), edit.after.strip()) for edit in changes(difference(before, after))}
        counted.update(pair for pair in found if any(pair) and max(map(len, pair)) <= _LONGEST)
    frequent = [(pair, times) for pair, times in counted.items() if times >= at_least]
    ranked = sorted(frequent, key=lambda one: (-one[1], one[0]))
    return [Habit(before, after, times) for (before, after), times in ranked[:k]]
