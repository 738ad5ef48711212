"""The keyword leg: BM25 (Lù 2024, bm25s) over lemmas and over character bigrams."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ingest.errors import IndexDamagedError
from ingest.tokens import bigrams, lemmas
from ingest.types import Vectors

LEGS = {"lemmas": lemmas, "bigrams": bigrams}


def write_keywords(folder: Path, texts: Sequence[str]) -> None:
    """Write the BM25 index of each leg under ``folder``."""
    import bm25s

    for name, terms in LEGS.items():
        index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        index.index([terms(text) or [""] for text in texts], show_progress=False)
        index.save(folder / name, corpus=None)


class Keywords:
    """BM25 scores of a question against every chunk, by leg."""

    def __init__(self, folder: Path) -> None:
        import bm25s

        try:
            self._legs: dict[str, Any] = {name: bm25s.BM25.load(folder / name, mmap=True) for name in LEGS}
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(
                f"キーワード索引 {folder} を読めません（{error}）。sodan ingest で作り直してください。"
            ) from None

    def scores(self, leg: str, terms: list[str]) -> Vectors:
        """One score a chunk, shape (chunks,); zeros where no term is known."""
        index = self._legs[leg]
        known = [term for term in terms if term and term in index.vocab_dict]
        if not known:
            return np.zeros(index.scores["num_docs"], np.float32)
        return np.asarray(index.get_scores(known), np.float32)

    def document_frequency(self, leg: str, term: str) -> int:
        """In how many chunks ``term`` occurs."""
        index = self._legs[leg]
        place = index.vocab_dict.get(term)
        if place is None:
            return 0
        indptr = index.scores["indptr"]
        return int(indptr[place + 1] - indptr[place])
