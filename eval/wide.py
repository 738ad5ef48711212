"""Widths of Japanese text: the same letters written wide and half-width."""

import unicodedata

_WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_NARROW = {wide: half for half, wide in _WIDE.items()}
# Half-width katakana and its marks; a voiced letter is two: ガ -> ｶﾞ.
_KATAKANA = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
_VOICING = {"\u3099": "\uff9e", "\u309a": "\uff9f"}


def widened(text: str) -> str:
    """``text`` with half-width letters, figures and marks written wide."""
    return "".join(_WIDE.get(character, character) for character in text)


def halved(text: str) -> str:
    """``text`` with wide letters, figures and marks, and katakana, written half-width."""
    return "".join(_NARROW.get(character) or _half_kana(character) for character in text)


def _half_kana(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    base, marks = parts[0], parts[1:]
    if base not in _KATAKANA or any(mark not in _VOICING for mark in marks):
        return character
    return _KATAKANA[base] + "".join(_VOICING[mark] for mark in marks)
