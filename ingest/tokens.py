"""Japanese text to search terms: lemmas by fugashi with unidic-lite, and character bigrams.

Indexing and questions use the same two functions, so that they cannot drift apart.
"""

import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ingest.fold import folded

# Particles, auxiliaries, marks, blanks and greetings carry no topic.
_STOP_POS = frozenset(["助詞", "助動詞", "補助記号", "記号", "空白", "接頭辞", "感動詞"])
_HONORIFIC = "御"
_SHORT = 300  # letters up to which the lemmas of a text are remembered: names and lines, not messages
_CACHE = 20_000
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: its dictionary form, folded, whether it names something (a noun or a number), where it
    stands in the folded text, and how many letters of it are a prefix."""

    lemma: str
    is_noun: bool
    start: int
    end: int
    prefix: int = 0


def content_words(text: str) -> list[Word]:
    """The content words of ``text``, in order; a prefix belongs to its noun (小規模, 新製品)."""
    # MeCab's nodes go stale at the next call, and a Tagger serves one thread: strings at once, a Tagger each.
    words: list[Word] = []
    at, prefix = 0, ""
    for node in _tagger()(folded(text)):
        at += len(node.white_space)
        end, kind = at + len(node.surface), node.feature.pos1
        if kind not in _STOP_POS:
            lemma = prefix + _lemma(node.surface, node.feature)
            words.append(Word(lemma, kind == "名詞", at - len(prefix), end, len(prefix)))
        prefix = node.surface if kind == "接頭辞" and node.feature.lemma != _HONORIFIC else ""
        at = end
    return words


def is_place(text: str) -> bool:
    """Whether the dictionary knows a word of ``text`` as the name of a place (幕張メッセ)."""
    return any(node.feature.pos3 == "地名" for node in _tagger()(folded(text)))


def lemmas(text: str) -> list[str]:
    """Search terms of ``text``, in order: lemmas, folded; one with a prefix gives its noun too (新製品, 製品)."""
    return list(_remembered(text) if len(text) <= _SHORT else _lemmas(text))


def _lemmas(text: str) -> tuple[str, ...]:
    words = content_words(text)
    return tuple(term for word in words for term in dict.fromkeys((word.lemma, word.lemma[word.prefix :])))


_remembered = lru_cache(maxsize=_CACHE)(_lemmas)


def surfaces(text: str) -> list[str]:
    """The words of ``text`` as they stand, with the blanks before each; joined they are the text again.

    Not folded: this is for telling two texts apart, not for finding one.
    """
    words: list[str] = []
    for line in text.splitlines(keepends=True):
        ends = len(line) - len(line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
        body, end = line[: len(line) - ends], line[len(line) - ends :]
        at = 0
        for node in _tagger()(body):
            start = body.find(node.surface, at)
            if start < 0:  # what the tokenizer changed stays with the word after it
                continue
            words.append(body[at : start + len(node.surface)])
            at = start + len(node.surface)
        words += [rest] if (rest := body[at:] + end) else []
    return words


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
