"""Stability: whether an answer stays the same when the question is written otherwise, and when it is asked again."""

from collections.abc import Iterable
from dataclasses import dataclass

from eval.results import Result
from eval.summary import Rate, rate
from eval.variants import RULES, unchanged


@dataclass(frozen=True, slots=True)
class Determinism:
    """Of the items that were asked several times: how often, how many gave the same bytes each time, the others."""

    repeats: int
    stable: Rate
    unstable: tuple[str, ...]


def kept(results: Iterable[Result]) -> dict[str, Rate]:
    """By rule, of the variants of items that passed, how many get the very same answer and citations."""
    known = list(results)
    originals = {result.item.id: result for result in known if not result.is_variant and result.verdict.passed}
    found = {}
    for rule in RULES:
        made = [one for one in known if one.rule == rule and one.origin in originals]
        if made:
            found[rule] = rate(unchanged(originals[one.origin].given, one.given) for one in made)
    return found


def determinism(results: Iterable[Result]) -> Determinism:
    """Over the results that were asked more than once."""
    again = [result for result in results if len(result.digests) > 1]
    repeats = min((len(result.digests) for result in again), default=1)
    unstable = tuple(result.item.id for result in again if not result.is_stable)
    return Determinism(repeats, rate(result.is_stable for result in again), unstable)
