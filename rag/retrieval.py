"""Hybrid retrieval: BM25 over lemmas and bigrams and dense vectors, fused by rank."""

from dataclasses import dataclass

import numpy as np

from ingest.index import Index
from ingest.keywords import LEGS
from ingest.types import Vectors
from rag.fusion import fuse
from rag.types import Passage, Question

DEPTH = 50  # what each leg gives to the fusion
SURE = 2  # the first places of each leg that are kept whatever the fusion says


@dataclass(frozen=True)
class Retriever:
    """Finds the passages of an index for a question."""

    index: Index

    def retrieve(self, question: Question, k: int = 10) -> list[Passage]:
        """The best passages: ``k`` of any year and, where years are named, ``k`` of those years before them."""
        found = self.search(question, question.fiscal_years, k) if question.fiscal_years else []
        known = {passage.ord for passage in found}
        return found + [p for p in self.search(question, (), k) if p.ord not in known]

    def search(self, question: Question, fiscal_years: tuple[int, ...], k: int) -> list[Passage]:
        """The ``k`` best passages of ``fiscal_years`` (of any year where none is given), and each leg's first."""
        query = question.query
        rankings = {leg: self._keyword_ranking(leg, query, fiscal_years) for leg in LEGS}
        if question.keys:
            # A leg of its own: the documents' headings of an attribute stand on every sheet and would drown its name.
            headed = " ".join([query, *question.keys])
            rankings["keys"] = self._keyword_ranking("lemmas", headed, fiscal_years)
        nearest = self.index.vectors.nearest(self.index.embedder.embed_query(query), DEPTH, fiscal_years)
        rankings["dense"] = [item for item, _ in nearest]
        ranked = fuse(rankings)
        # What one leg is surest of is never voted down by the others.
        sure = {item for ranking in rankings.values() for item in ranking[:SURE]}
        fused = [pair for place, pair in enumerate(ranked) if place < k or pair[0] in sure]
        chunks = self.index.store.chunks(item for item, _ in fused)
        return [
            Passage(chunk, item, score, {leg: _rank(ranking, item) for leg, ranking in rankings.items()})
            for chunk, (item, score) in zip(chunks, fused, strict=True)
        ]

    def _keyword_ranking(self, leg: str, query: str, fiscal_years: tuple[int, ...]) -> list[int]:
        scores = self.index.keywords.scores(leg, LEGS[leg](query))
        if fiscal_years:
            scores = np.where(np.isin(self.index.years, fiscal_years), scores, 0)
        return _best(scores, DEPTH)


def _best(scores: Vectors, k: int) -> list[int]:
    """Places of the ``k`` largest positive scores, best first; ties by place, so that runs agree."""
    order = np.lexsort((np.arange(len(scores)), -scores))[:k]
    return [int(item) for item in order if scores[item] > 0]


def _rank(ranking: list[int], item: int) -> int | None:
    return ranking.index(item) + 1 if item in ranking else None
