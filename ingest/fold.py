"""Text folding: one spelling for matching, with a map back to the source's characters.

Used by indexing, questions, the grounding check and the evaluation alike, so that no two of them
drift apart. Folding is for matching only: what is quoted is always the source's own text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# Circled and parenthesised numbers would turn into figures (①② -> 12), ㎡ into "m2", m² into "m2".
_KEPT = frozenset(
    [chr(c) for c in range(0x2460, 0x2500)]
    + [chr(c) for c in range(0x3200, 0x3300) if c not in range(0x3231, 0x323A)]
    + [chr(c) for c in range(0x3371, 0x3400)]
    + list("²³¹⁰⁴⁵⁶⁷⁸⁹")
)
_HALF_WIDTH_VOICING = "\uff9e\uff9f"
# NFKC keeps the wave dash apart from the full-width tilde, and a fraction slash apart from "/".
_REPLACED = {"〜": "~", "～": "~", "∼": "~", "⁄": "/", "∕": "/", "∶": ":"} | dict.fromkeys("‐‑‒–—―−﹣－", "-")
# Japanese punctuation stays wide in running text.
_KEPT_WIDE = "（）！？：；，．～"
_MARK_IN_NUMBER = re.compile(r"(?<=\d)(?:，(?=\d{3}(?!\d))|．(?=\d))")
_DROPPED_CATEGORIES = ("Cf", "Cc", "Cs", "Co")
# Combining marks of one character; real text has three or four, and normalising a long run is quadratic.
_LONGEST = 16
_SHORT = 200  # characters: names, keys and lines are folded again and again, pages are not


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``text[i]`` comes from ``source[starts[i]:ends[i]]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source range that gave ``text[start:end]``; the range must not be empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"empty or outside range {start}:{end} of a folded text of {len(self.text)}")
        return self.starts[start], self.ends[end - 1]


def fold(source: str) -> Folded:
    """Fold ``source`` and keep the map.

    Steps, in order: (1) NFKC by combining sequence, but for circled numbers, squared units and
    superscripts; (2) one wave dash, one hyphen, one slash; (3) lower case; (4) every white space
    becomes one space, control, format and private-use characters go. Dakuten, long-vowel marks and
    old ideographs are kept: folding them away makes different words equal.
    """
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, end, sequence in _sequences(source):
        folded = _fold_sequence(sequence)
        if out and _joins_fraction(out[-1], sequence, folded):
            folded = " " + folded  # 1½ is not 11/2
        out.extend(folded)
        starts.extend([at] * len(folded))
        ends.extend([end] * len(folded))
    return Folded("".join(out), tuple(starts), tuple(ends))


def folded(source: str) -> str:
    """The folded text alone."""
    return _folded(source) if len(source) <= _SHORT else _folded_long(source)


@lru_cache(maxsize=16384)
def _folded(source: str) -> str:
    return fold(source).text


@lru_cache(maxsize=16)
def _folded_long(source: str) -> str:
    return fold(source).text


def squeeze(source: str) -> str:
    """The folded text without any white space: for comparing names that were cut or letter-spaced."""
    return folded(source).replace(" ", "")


def narrow(source: str) -> str:
    """``source`` as a reader wants it: half-width figures and letters, full-width kana, one space at a time."""
    out = ""
    for _, _, sequence in _sequences(source):
        text = sequence if sequence in _KEPT_WIDE or sequence in _KEPT else unicodedata.normalize("NFKC", sequence)
        out += " " * _joins_fraction(out[-1:], sequence, text) + text
    out = _MARK_IN_NUMBER.sub(lambda mark: ",."[mark[0] == "．"], out.replace("⁄", "/"))
    return " ".join(out.split())


def _sequences(source: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, text) of each character with what combines with it; what is dropped is passed over."""
    traits = [_trait(character) for character in source]
    at, length = 0, len(source)
    while at < length:
        end = at + 1
        if traits[at] != _DROPPED:
            sequence = source[at]
            while end < length and traits[end] != _PLAIN and len(sequence) < _LONGEST:
                sequence += source[end] if traits[end] == _COMBINING else ""
                end += 1
            yield at, end, sequence
        at = end


_PLAIN, _COMBINING, _DROPPED = range(3)


@lru_cache(maxsize=65536)
def _trait(character: str) -> int:
    """Whether a character stands for itself, combines with the one before, or is dropped.

    Dropped are control, format and private-use characters and variation selectors; white space is kept.
    """
    if character.isspace():
        return _PLAIN
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    if selector or unicodedata.category(character) in _DROPPED_CATEGORIES:
        return _DROPPED
    return _COMBINING if unicodedata.combining(character) or character in _HALF_WIDTH_VOICING else _PLAIN


def _joins_fraction(before: str, sequence: str, text: str) -> bool:
    return before.isdecimal() and text[:1].isdecimal() and unicodedata.category(sequence[0]) == "No"


@lru_cache(maxsize=65536)
def _fold_sequence(sequence: str) -> str:
    if sequence in _KEPT:
        return sequence
    # Lower case can give back what NFKC composes (J with caron), so it is composed once more.
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", sequence).lower())
    return "".join(" " if character.isspace() else _REPLACED.get(character, character) for character in text)
