"""How words are read, in hiragana, by fugashi with unidic-lite."""

from collections.abc import Iterable

_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def hiragana(text: str) -> str:
    """``text`` with its katakana as hiragana; the long-vowel mark stays."""
    return text.translate(_TO_HIRAGANA)


def readings(words: Iterable[str]) -> list[str]:
    """The reading of each of ``words``; what the dictionary cannot read stays as it is spelt."""
    import fugashi
    import unidic_lite

    # One for this call: a tagger serves one thread, and its nodes go stale at the next word.
    tagger = fugashi.Tagger(f'-d "{unidic_lite.DICDIR}"')
    return [hiragana("".join(node.feature.kana or node.surface for node in tagger(word))) for word in words]
