"""Japanese text to search terms: lemmas by fugashi with unidic-lite, and character bigrams.

Indexing and questions use the same two functions, so that they cannot drift apart.
"""

import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.fold import folded

# Particles, auxiliaries, marks and blanks carry no topic.
_STOP_POS = frozenset(["助詞", "助動詞", "補助記号", "記号", "空白", "接頭辞"])
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: its dictionary form, folded, and whether it names something (a noun or a number)."""

    lemma: str
    is_noun: bool


def content_words(text: str) -> list[Word]:
    """The content words of ``text``, in order."""
    # MeCab's nodes go stale at the next call, and a Tagger serves one thread: strings at once, a Tagger each.
    return [
        Word(_lemma(node.surface, node.feature), node.feature.pos1 == "名詞")
        for node in _tagger()(folded(text))
        if node.feature.pos1 not in _STOP_POS
    ]


def lemmas(text: str) -> list[str]:
    """Dictionary forms of the content words of ``text``, folded, in order."""
    return [word.lemma for word in content_words(text)]


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of the folded characters of ``text``; blanks and marks part them."""
    terms: list[str] = []
    run = ""
    for character in folded(text) + " ":
        if character.isalnum() or character == "ー":
            run += character
            continue
        terms += [run[i : i + 2] for i in range(len(run) - 1)] if len(run) > 1 else [run] * bool(run)
        run = ""
    return terms


@cache
def dictionary_version() -> str:
    """Name and version of the dictionary, for the manifest of an index."""
    from importlib.metadata import version

    return f"unidic-lite {version('unidic-lite')}"


def _tagger() -> Any:
    if not hasattr(_local, "tagger"):
        import fugashi
        import unidic_lite

        # Named outright: with another dictionary installed beside it, fugashi would choose that one.
        _local.tagger = fugashi.Tagger(f'-d "{unidic_lite.DICDIR}"')
    return _local.tagger


def _lemma(surface: str, feature: Any) -> str:
    # unidic spells the lemma of a proper noun in kana (東京 -> トウキョウ) and of a loan word as デジタル-digital.
    lemma: str | None = feature.lemma
    if not lemma or feature.pos2 == "固有名詞":
        return surface
    return folded(lemma.split("-")[0]) or surface
