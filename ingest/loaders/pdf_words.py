"""The words of a PDF page that a reader sees, and the segments of lines that they make."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ingest.loaders.ordering import Box

SMALLEST = 4.0
"""Points: smaller type cannot be read on paper."""
_LATIN_GAP, _WORD_GAP, _SEGMENT_GAP = 0.12, 0.3, 1.3
"""Gaps, in type sizes, from which a blank is written (between Latin letters, between others) and a segment ends."""
_WHITE = 0.97
_BOLD = re.compile(r"bold|heavy|black|demi|W[6-9]\b|-[EUB]B?$", re.IGNORECASE)
# Fonts made from glyph outlines map 支 to the radical ⽀, ・ to ‧ and ／ to ∕, which are drawn alike. NFKC undoes the
# Kangxi radicals; these are the ones of the supplement that stand for a whole ideograph.
_RADICALS = {
    ord(radical): whole
    for radical, whole in zip(
        "⺠⻁⻄⻘⻝⻑⻤⻩⻲⻭⻨⻫⻯⺟⺒⻆⺼⻂", "民虎西青食長鬼黄亀歯麦斉竜母巳角月衣", strict=True
    )
} | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_ALIKE = _RADICALS | {ord("‧"): "・", ord("∕"): "／"}


Letter = dict[str, Any]
"""A character as pdfplumber gives it: ``text``, ``x0``, ``top``, ``x1``, ``bottom``, ``size``, ``fontname`` …"""


@dataclass(frozen=True, slots=True)
class Segment(Box):
    """A run of words on one line; ``size`` in points. ``spaced``: the file has a blank right before it."""

    text: str
    size: float
    is_bold: bool
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """The upright letters of a page, how many were left out as unseen, and the words that stand turned."""

    letters: list[Letter]
    hidden: int
    turned: list[str]


def seen_letters(page: Any) -> Seen:
    """The letters of a pdfplumber page, without white-on-white, tiny and off-page ones."""
    shades = [box for box in map(_shade, [*page.rects, *page.curves, *page.images]) if box]
    kept: list[Letter] = []
    hidden = 0
    for char in page.chars:
        if _is_on(page, char) and _is_seen(char, shades):
            kept.append(char)
        elif char["text"].strip():
            hidden += 1
    turned = words_of([char for char in kept if not char["upright"]])
    return Seen([char for char in kept if char["upright"]], hidden, [word.text for word in turned])


def words_of(letters: list[Letter]) -> list[Segment]:
    """Letters that stand together, each word a segment; what is drawn twice to look bold counts once."""
    from pdfplumber.utils.text import dedupe_chars, extract_words

    once = dedupe_chars(letters)
    words = extract_words(once, x_tolerance_ratio=_LATIN_GAP, y_tolerance=2, extra_attrs=["size", "fontname"])
    blanks = {_place(letter["x1"], letter["bottom"]) for letter in once if letter["text"].isspace()}
    return [
        Segment(
            word["x0"], word["top"], word["x1"], word["bottom"], repaired(word["text"]),
            word["size"], bool(_BOLD.search(word["fontname"])), _place(word["x0"], word["bottom"]) in blanks,
        )
        for word in words
    ]  # fmt: skip


def _place(x: float, bottom: float) -> tuple[int, int]:
    """Two points that are the same but for rounding: within a point of one another."""
    return round(x), round(bottom)


def segments_of(words: Iterable[Segment]) -> list[Segment]:
    """Neighbouring words of a line joined; a wide gap begins a new segment."""
    segments: list[Segment] = []
    for line in lines_of(words):
        begins = len(segments)
        for word in line:
            if len(segments) > begins and word.x0 - segments[-1].x1 < _SEGMENT_GAP * min(word.size, segments[-1].size):
                segments[-1] = _joined(segments[-1], word)
            else:
                segments.append(word)
    return segments


def lines_of(pieces: Iterable[Segment]) -> list[list[Segment]]:
    """Pieces on the same base line, from left to right; lines from top to bottom."""
    lines: list[list[Segment]] = []
    for piece in sorted(pieces, key=lambda p: (p.bottom, p.x0)):
        if lines and piece.bottom - lines[-1][0].bottom <= 0.35 * min(piece.size, lines[-1][0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.x0) for line in lines]


def repaired(text: str) -> str:
    """``text`` with radicals as the ideographs that they are drawn as, and marks as the ones of Japanese text."""
    return text.translate(_ALIKE)


def _joined(left: Segment, right: Segment) -> Segment:
    are_latin = left.text[-1:].isascii() and right.text[:1].isascii()
    least = (_LATIN_GAP if are_latin else _WORD_GAP) * min(left.size, right.size)
    # A font's blank may be narrower than what parts words elsewhere.
    blank = " " if right.x0 - left.x1 > least or right.spaced else ""
    is_longer = len(left.text) >= len(right.text)
    return Segment(
        left.x0, min(left.top, right.top), right.x1, max(left.bottom, right.bottom), left.text + blank + right.text,
        left.size if is_longer else right.size, left.is_bold and right.is_bold, left.spaced,
    )  # fmt: skip


def _is_on(page: Any, char: Letter) -> bool:
    x0, top, x1, bottom = page.bbox
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(x0 <= across <= x1 and top <= down <= bottom)


def _is_seen(char: Letter, shades: list[Box]) -> bool:
    if char["size"] < SMALLEST:
        return False
    if not _is_white(char.get("non_stroking_color")):
        return True
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(box.x0 <= across <= box.x1 and box.top <= down <= box.bottom for box in shades)


def _shade(thing: Any) -> Box | None:
    """The place of what white letters can be seen on: a coloured area or a picture."""
    if thing["object_type"] != "image" and (not thing.get("fill") or _is_white(thing.get("non_stroking_color"))):
        return None
    return Box(thing["x0"], thing["top"], thing["x1"], thing["bottom"])


def _is_white(colour: Any) -> bool:
    if not isinstance(colour, list | tuple) or not all(isinstance(part, int | float) for part in colour):
        return False
    if len(colour) == 4:
        return all(part <= 1 - _WHITE for part in colour)
    return len(colour) in (1, 3) and all(part >= _WHITE for part in colour)
