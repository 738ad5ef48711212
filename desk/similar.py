"""Past inquiries like a new one: BM25 over the lemmas of their texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.tokens import lemmas


@dataclass(frozen=True, slots=True)
class Similar:
    """``index`` counts the texts given, from 0; ``score`` is BM25's, higher is more alike."""

    index: int
    score: float


def similar(text: str, past: Sequence[str], k: int = 5) -> list[Similar]:
    """The ``k`` of the ``past`` texts most like ``text``, best first, ties in their order; none that shares no word."""
    query = list(dict.fromkeys(lemmas(text)))
    corpus = [lemmas(one) for one in past]
    if not query or not any(corpus):
        return []
    import bm25s

    index = bm25s.BM25()
    index.index(corpus, show_progress=False)
    known = [term for term in query if any(term in one for one in corpus)]
    if not known:
        return []
    scores = index.get_scores(known)
    ranked = sorted(range(len(past)), key=lambda at: (-round(float(scores[at]), 6), at))
    return [Similar(at, round(float(scores[at]), 6)) for at in ranked[:k] if scores[at] > 0]
