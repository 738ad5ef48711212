"""Retrieval measured by page: where among the found pages the expected ones stand, fused and by leg."""

import math
from collections.abc import Iterable, Sequence

from eval.given import Address, FoundPassage

FUSED = "fused"
CUTS = (1, 3, 5, 10)
_DEPTH = 10


def rankings(passages: Sequence[FoundPassage]) -> dict[str, tuple[Address, ...]]:
    """The pages by leg, best first, each once, at the place of its best passage; ``fused`` is the given order."""
    legs = dict.fromkeys(leg for passage in passages for leg in passage.ranks)
    ranked = {FUSED: _pages(passages)}
    for leg in legs:
        found = [(rank, passage) for passage in passages if (rank := passage.ranks.get(leg)) is not None]
        ranked[leg] = _pages(passage for _, passage in sorted(found, key=lambda pair: pair[0]))
    return ranked


def hit(ranking: Sequence[Address], wanted: frozenset[Address], k: int) -> float:
    """1 where one of the wanted pages is among the first ``k``, else 0."""
    return float(bool(wanted & set(ranking[:k])))


def reciprocal_rank(ranking: Sequence[Address], wanted: frozenset[Address], k: int = _DEPTH) -> float:
    """1 / the place of the first wanted page among the first ``k``, 0 where there is none."""
    return next((1 / place for place, page in enumerate(ranking[:k], 1) if page in wanted), 0.0)


def ndcg(ranking: Sequence[Address], wanted: frozenset[Address], k: int = _DEPTH) -> float:
    """Normalised discounted cumulative gain at ``k`` with binary relevance (Järvelin, Kekäläinen 2002)."""
    gain = math.fsum(1 / math.log2(place + 1) for place, page in enumerate(ranking[:k], 1) if page in wanted)
    ideal = math.fsum(1 / math.log2(place + 1) for place in range(1, min(k, len(wanted)) + 1))
    return gain / ideal if ideal else 0.0


def retrieval_measures(wanted: Iterable[Address], passages: Sequence[FoundPassage]) -> dict[str, float | None]:
    """``fused.hit@1``, ``fused.mrr@10``, ``fused.ndcg@10`` and the same by leg; empty where nothing was measured."""
    pages = frozenset(wanted)
    if not pages or not passages:
        return {}
    measures: dict[str, float | None] = {}
    for leg, ranking in rankings(passages).items():
        measures |= {f"{leg}.hit@{k}": hit(ranking, pages, k) for k in CUTS}
        measures[f"{leg}.mrr@{_DEPTH}"] = reciprocal_rank(ranking, pages)
        measures[f"{leg}.ndcg@{_DEPTH}"] = ndcg(ranking, pages)
    return measures


def _pages(passages: Iterable[FoundPassage]) -> tuple[Address, ...]:
    return tuple(dict.fromkeys(passage.address for passage in passages))
