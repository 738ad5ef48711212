"""Working stand-ins for what is slow or large in production."""

import time
import zlib

import numpy as np

from ingest.tokens import bigrams
from ingest.types import Vectors


class HashEmbedder:
    """An ``ingest.types.Embedder`` that counts character bigrams into buckets by a fixed hash.

    Equal texts get equal vectors in every process and similar texts similar ones. ``calls`` counts
    the calls of ``embed_passages`` and ``passages`` the texts that they were given; ``delay`` is
    slept at every call, in seconds. A text without letters is a zero vector, as in the real one.
    """

    def __init__(self, dimension: int = 64, delay: float = 0.0) -> None:
        self.fingerprint = f"hash-{dimension}"
        self.dimension = dimension
        self.delay = delay
        self.calls = 0
        self.passages: list[str] = []

    def embed_passages(self, texts: list[str]) -> Vectors:
        self.calls += 1
        self.passages += texts
        time.sleep(self.delay)
        return np.stack([self._vector(text) for text in texts]) if texts else self._nothing()

    def embed_query(self, text: str) -> Vectors:
        return self._vector(text)[np.newaxis]

    def _vector(self, text: str) -> Vectors:
        counts = np.zeros(self.dimension, np.float32)
        for term in bigrams(text):
            counts[zlib.crc32(term.encode()) % self.dimension] += 1.0
        length = float(np.linalg.norm(counts))
        return counts / np.float32(length) if length else counts

    def _nothing(self) -> Vectors:
        return np.zeros((0, self.dimension), np.float32)
