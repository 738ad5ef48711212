"""Resemblance: how like a line is to a question by the vectors of both and by the letters that they share.

What words alone miss: another inflection, a part of a compound, a word of the same field.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ingest.embedder import StaticEmbedder, load_embedder
from ingest.index import Index
from ingest.tokens import bigrams
from ingest.types import Block, Embedder, Vectors
from rag.types import Question

_CACHE = 20_000  # lines whose vectors and letters are remembered; about 50 MB when full
_DIGITS = 4  # of a cosine: fewer than processors agree in
_HIRAGANA = re.compile("[ぁ-ん]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """Numbers from -1 (vectors) or 0 (letters) to 1.

    ``near``, ``near_led``: the cosine of the question and the line, without and with its headings; ``topic``,
    ``topic_led``: the same of the question's topic words. ``letters``, ``letters_led``: the share of the weight of the
    question's pairs of letters that the line holds, without and with its headings; ``echo``: the share of the line's
    own pairs that the question holds.
    """

    near: float
    near_led: float
    topic: float
    topic_led: float
    letters: float
    letters_led: float
    echo: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it is compared: vectors of shape (dimension,), pairs of letters with their weights."""

    vector: Vectors
    topic: Vectors
    pairs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Line:
    own: Vectors
    led: Vectors
    pairs: Mapping[str, float]
    led_pairs: frozenset[str]


@dataclass(frozen=True)
class Resemblance:
    """Compares questions with the lines of one index."""

    index: Index

    def query(self, question: Question) -> Query:
        vector = self._embedder.embed_query(question.text)[0]
        words = " ".join(term.lemma for term in question.topic)
        topic = self._embedder.embed_query(words)[0] if words else vector
        said = {pair for pair in bigrams(question.text) if not _HIRAGANA.fullmatch(pair)}
        return Query(vector, topic, {pair: self._weight(pair, unknown=0.0) for pair in sorted(said)})

    def of(self, query: Query, block: Block) -> Alike:
        line = self._line(block.headings, block.text)
        whole, own = sum(query.pairs.values()), sum(line.pairs.values())
        return Alike(
            near=_cosine(query.vector, line.own),
            near_led=_cosine(query.vector, line.led),
            topic=_cosine(query.topic, line.own),
            topic_led=_cosine(query.topic, line.led),
            letters=sum(w for pair, w in query.pairs.items() if pair in line.pairs) / whole if whole else 0.0,
            letters_led=sum(w for pair, w in query.pairs.items() if pair in line.led_pairs) / whole if whole else 0.0,
            echo=sum(w for pair, w in line.pairs.items() if pair in query.pairs) / own if own else 0.0,
        )

    def _weight(self, pair: str, unknown: float | None = None) -> float:
        """Inverse document frequency; ``unknown`` for what no document holds."""
        df, n = self.index.keywords.document_frequency("bigrams", pair), self.index.manifest.chunks
        return unknown if unknown is not None and not df else math.log(1 + (n - df + 0.5) / (df + 0.5))

    @cached_property
    def _line(self) -> Callable[[tuple[str, ...], str], _Line]:
        return lru_cache(maxsize=_CACHE)(self._read)

    def _read(self, headings: tuple[str, ...], text: str) -> _Line:
        led = "\n".join([*headings, text])
        own, with_headings = self._embedder.embed_passages([text, led])
        pairs = {pair: self._weight(pair) for pair in sorted(set(bigrams(text)))}
        return _Line(own, with_headings, pairs, frozenset(bigrams(led)))

    @cached_property
    def _embedder(self) -> Embedder:
        """The embedder that the weights were learned with: a slower one of an index would read every line anew."""
        own = self.index.embedder
        return own if isinstance(own, StaticEmbedder) else load_embedder("default")


def _cosine(one: Vectors, other: Vectors) -> float:
    """Of vectors of length 1."""
    return round(float(one @ other), _DIGITS)
