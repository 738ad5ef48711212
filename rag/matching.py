"""Whether a text holds a word of a question: by lemma, by letters, or by a word that means the same."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from ingest.fold import squeeze
from ingest.tokens import lemmas
from rag.types import Term

_CACHE = 20_000  # texts of blocks, headings and their groups; about 20 MB when full


def holds(term: Term, text: str) -> bool:
    """Whether ``text`` holds ``term`` or one of its alternatives."""
    words, letters = _words(text)
    if term.lemma in words or (len(term.lemma) > 1 and squeezed(term.lemma) in letters):
        return True
    return any(squeezed(word) in letters for word in term.alternatives)


@dataclass(frozen=True, eq=False)
class TermSpotter:
    """Says which of ``terms`` a text holds; each text is looked through once."""

    terms: tuple[Term, ...]

    @cached_property
    def of(self) -> Callable[[str], tuple[bool, ...]]:
        """Whether a text holds each of the terms, in their order."""
        return cache(lambda text: tuple(holds(term, text) for term in self.terms))


def words_of(text: str) -> frozenset[str]:
    """The lemmas of ``text``, remembered."""
    return _words(text)[0]


@lru_cache(maxsize=_CACHE)
def squeezed(text: str) -> str:
    """``squeeze``, remembered."""
    return squeeze(text)


@lru_cache(maxsize=_CACHE)
def _words(text: str) -> tuple[frozenset[str], str]:
    return frozenset(lemmas(text)), squeeze(text)
