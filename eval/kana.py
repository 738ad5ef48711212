"""A text's key word and how it is read, by fugashi with unidic-lite."""

import re
from functools import cache
from typing import Any

from ingest.quantities import parse_quantities

_KANJI = re.compile(r"[一-鿿々]{2,}")
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def key_word(text: str) -> tuple[str, str] | None:
    """The longest common noun in kanji, the first of equals, and its reading in hiragana; None without one.

    A part of a figure (年度 in 令和7年度) and what a prefix stands before (規模 in 小規模) are no words of their own.
    """
    taken = [(quantity.start, quantity.end) for quantity in parse_quantities(text)]
    found: list[tuple[str, str]] = []
    at, prefixed = 0, False
    for node in _tagger()(text):
        at = text.find(node.surface, at)
        end, feature = at + len(node.surface), node.feature
        free = not prefixed and not any(start < end and at < stop for start, stop in taken)
        if free and feature.pos2 == "普通名詞" and feature.kana and _KANJI.fullmatch(node.surface):
            found.append((node.surface, feature.kana.translate(_TO_HIRAGANA)))
        at, prefixed = end, feature.pos1 == "接頭辞"
    return max(found, key=lambda word: len(word[0]), default=None)


@cache
def _tagger() -> Any:
    import fugashi
    import unidic_lite

    return fugashi.Tagger(f'-d "{unidic_lite.DICDIR}"')
