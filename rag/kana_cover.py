"""Covering: a run of kana parted into known words, at the least cost (Viterbi)."""

from collections.abc import Collection
from dataclasses import dataclass

_ORDINARY, _LETTER, _UNKNOWN = 2.0, 2.8, 3.5
_NOUN = {2: 2.6, 3: 2.2}  # by its kana; longer ones cost as much as an ordinary word
_PARTICLES = frozenset("はがをにでとものへやかねよ")
_SURE = 5  # kana of a noun that is known even beside kana that belong to no word
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a run; ``kind`` is "noun" (a reading of a noun), "ordinary" or "unknown" (one letter)."""

    text: str
    kind: str


def cover(run: str, nouns: Collection[str], ordinary: Collection[str]) -> list[Piece]:
    """``run`` in pieces; of equal coverings the one with ordinary words. Time grows with its length alone."""
    best: list[tuple[float, int, str]] = [(0.0, 0, "")]
    for end in range(1, len(run) + 1):
        options = [(best[end - 1][0] + _UNKNOWN, end - 1, "unknown")]
        for start in range(max(0, end - _LONGEST), end):
            part, cost = run[start:end], best[start][0]
            if part in ordinary:
                options.append(
                    (cost + (_LETTER if len(part) == 1 and part not in _PARTICLES else _ORDINARY), start, "ordinary")
                )
            elif len(part) > 1 and part in nouns:
                options.append((cost + _NOUN.get(len(part), _ORDINARY), start, "noun"))
        best.append(min(options, key=lambda one: (round(one[0], 6), one[2] != "ordinary", one[1])))
    pieces: list[Piece] = []
    at = len(run)
    while at:
        _, start, kind = best[at]
        pieces.append(Piece(run[start:at], kind))
        at = start
    return _sure(pieces[::-1])


def _sure(pieces: list[Piece]) -> list[Piece]:
    """A short noun beside a letter that belongs to no word is no noun, but part of a word that nobody knows."""
    found = []
    for at, piece in enumerate(pieces):
        beside = [one.kind for one in (*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2])]
        doubted = piece.kind == "noun" and "unknown" in beside and len(piece.text) < _SURE
        found.append(Piece(piece.text, "ordinary") if doubted else piece)
    return found
