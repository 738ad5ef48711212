"""How words are read, in hiragana, by fugashi with unidic-lite."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Token:
    """A word as the dictionary parts it: its kind (名詞 …), and its reading in katakana, "" where there is none."""

    surface: str
    kind: str
    reading: str
    is_person: bool = False


def hiragana(text: str) -> str:
    """``text`` with its katakana as hiragana; the long-vowel mark stays."""
    return text.translate(_TO_HIRAGANA)


def tokens(text: str) -> list[Token]:
    """The words of ``text``, in order."""
    # MeCab's nodes go stale at the next call: strings at once.
    return [
        Token(node.surface, node.feature.pos1, node.feature.kana or "", node.feature.pos3 == "人名")
        for node in _tagger()(text)
    ]


def readings(words: Iterable[str]) -> list[str]:
    """The reading of each of ``words``; what the dictionary cannot read stays as it is spelt."""
    return [hiragana("".join(one.reading or one.surface for one in tokens(word))) for word in words]


def _tagger() -> Any:
    if not hasattr(_local, "tagger"):  # a tagger serves one thread
        import fugashi
        import unidic_lite

        _local.tagger = fugashi.Tagger(f'-d "{unidic_lite.DICDIR}"')
    return _local.tagger
