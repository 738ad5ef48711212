"""Text folding: one spelling for matching, with a map back to the source's characters.

Used by indexing, questions, the grounding check and the evaluation alike, so that no two of them
drift apart. Folding is for matching only: what is quoted is always the source's own text.
"""

import re
import unicodedata
from dataclasses import dataclass

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
_NARROWED = str.maketrans({"⁄": "/"} | {chr(c): None for c in range(0xE000, 0xF900)})
_COMMA_IN_NUMBER = re.compile(r"(?<=\d)，(?=\d{3})")
_DROPPED_CATEGORIES = ("Cf", "Cc", "Cs", "Co")


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
    at = 0
    while at < len(source):
        end = _sequence_end(source, at)
        folded = _fold_sequence(source[at:end])
        if folded[:1].isdigit() and unicodedata.category(source[at]) == "No" and out and out[-1].isdigit():
            folded = " " + folded  # 1½ is not 11/2
        for character in folded:
            out.append(character)
            starts.append(at)
            ends.append(end)
        at = end
    return Folded("".join(out), tuple(starts), tuple(ends))


def folded(source: str) -> str:
    """The folded text alone."""
    return fold(source).text


def squeeze(source: str) -> str:
    """The folded text without any white space: for comparing names that were cut or letter-spaced."""
    return folded(source).replace(" ", "")


def narrow(source: str) -> str:
    """``source`` as a reader wants it: half-width figures and letters, full-width kana, one space at a time."""
    out = []
    for character in unicodedata.normalize("NFC", source):
        kept = character in _KEPT_WIDE or character in _KEPT
        out.append(character if kept else unicodedata.normalize("NFKC", character))
    text = "".join(out).translate(_NARROWED)
    return " ".join(_COMMA_IN_NUMBER.sub(",", text).split())


def _sequence_end(source: str, at: int) -> int:
    end = at + 1
    while end < len(source) and (unicodedata.combining(source[end]) or source[end] in _HALF_WIDTH_VOICING):
        end += 1
    return end


def _fold_sequence(sequence: str) -> str:
    if sequence in _KEPT:
        return sequence
    text = unicodedata.normalize("NFKC", sequence).lower()
    return "".join(_fold_character(character) for character in text)


def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    if character in _REPLACED:
        return _REPLACED[character]
    if unicodedata.category(character) in _DROPPED_CATEGORIES or "\ufe00" <= character <= "\ufe0f":
        return ""
    return character
