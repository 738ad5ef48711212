"""Reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009)."""

from collections.abc import Mapping, Sequence

K = 60  # the paper's constant: large enough that no single leg's first place decides alone


def fuse(rankings: Mapping[str, Sequence[int]]) -> list[tuple[int, float]]:
    """Fuse rankings (leg -> items, best first) into (item, score), best first; ties by item."""
    scores: dict[int, float] = {}
    for ranking in rankings.values():
        for rank, item in enumerate(ranking, 1):
            scores[item] = scores.get(item, 0.0) + 1 / (K + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
