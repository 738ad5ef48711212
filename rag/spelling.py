"""Spelling: kana, misspelt names and letter names put into the spelling of the documents, before a question is read.

What is changed is only how the question is understood; nothing of it is ever said back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ingest.fold import folded, squeeze
from rag.kana import hiragana, readings, tokens
from rag.kana_cover import Piece, cover
from rag.nearness import nearest_part
from rag.wordstock import WordStock

_LETTERS = {
    "エー": "A", "エイ": "A", "ビー": "B", "シー": "C", "ディー": "D", "デー": "D", "イー": "E",
    "エフ": "F", "ジー": "G", "エイチ": "H", "アイ": "I", "ジェー": "J", "ケー": "K", "エル": "L",
    "エム": "M", "エヌ": "N", "オー": "O", "ピー": "P", "キュー": "Q", "アール": "R", "エス": "S",
    "ティー": "T", "ユー": "U", "ブイ": "V", "エックス": "X", "ワイ": "Y", "ゼット": "Z",
}  # fmt: skip
_LETTER_RUN = re.compile(rf"(?<![ァ-ヴー])(?:{'|'.join(sorted(_LETTERS, key=len, reverse=True))}){{2,}}(?![ァ-ヴー])")
_SAID = {hiragana(name): letter for name, letter in _LETTERS.items()}
_SAID_RUN = re.compile(rf"(?<![ぁ-ゔー])(?:{'|'.join(sorted(_SAID, key=len, reverse=True))}){{2,}}")
_SAID_LETTER = re.compile("|".join(sorted(_SAID, key=len, reverse=True)))
_LETTER = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_LONE = re.compile(r"(?<![ァ-ヴー])(?:[ノハガヲニデトモカヘ]|(?:デス|マス)カ?|ヲ教エテ)(?![ァ-ヴー])")
_KATAKANA, _HIRAGANA = re.compile(r"[ァ-ヴ]"), re.compile(r"[ぁ-ゔ]")
_RUN = re.compile(r"[ぁ-ゔー]{3,}")
_KATAKANA_RUN = re.compile(r"[ァ-ヴー]{3,}")
_KANJI = re.compile(r"[一-鿿]")
_KANJI_RUN = re.compile(r"[一-鿿々]{3,}")
_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょ", "あいうえおつやゆよ")
_PARTICLES = "ノハガヲニデトモ"
_LEAD = 6  # letters that are looked at beside a word
_WRITTEN_WEIGHT = 10
_LARGEST, _LEAST = 5, 3  # kana of a word known in spite of its small letters; letters of a word known by its sound
_WITH_FIGURES = re.compile(r"[年月日円万億何回社人]")
_LOOKED_AT = 300  # letters of a question; names stand at its beginning or nowhere
_NAME, _HEAD = 7, 5  # letters of a name, and of the head of a value, that may be misspelt
_JOINT = re.compile(r"[の「」『』]")
_LATIN = re.compile(r"[a-z]{3,}")
_LONGEST = 24  # kanji in a row in which a slip is looked for; more are no word


@dataclass(frozen=True)
class Speller:
    """Respells questions by the names and words that a corpus knows, both squeezed."""

    names: tuple[str, ...]
    words: tuple[str, ...]
    heads: tuple[str, ...] = ()
    stock: WordStock = field(default_factory=WordStock)
    ordinary: frozenset[str] = frozenset()

    def respell(self, text: str) -> str:
        """``text`` as it would be spelt with the documents beside one; itself where it is right."""
        plain = folded(text)
        spelt = _LETTER_RUN.sub(lambda run: _LETTER.sub(lambda letter: _LETTERS[letter[0]], run[0]), plain)
        spelt = _SAID_RUN.sub(self._letters, spelt)
        spelt = self._restored(_LONE.sub(lambda lone: hiragana(lone[0]), spelt))
        return text if spelt == plain else spelt

    def _letters(self, run: re.Match[str]) -> str:
        """Letters spelt in hiragana (ゆーてぃーえむ), where the documents have what they make."""
        letters = _SAID_LETTER.sub(lambda letter: _SAID[letter[0]], run[0])
        return letters if self.stock.count(squeeze(letters)) else run[0]

    def with_name(self, text: str) -> str:
        """``text`` with the one part that nearly is a name made that name."""
        return _corrected(self._turned(text), self.names, _NAME, at_ends=False)

    def with_word(self, text: str) -> str:
        """``text`` with the one part that nearly is the head of a value made that head."""
        return _corrected(text, self.heads, _HEAD)

    def _restored(self, text: str) -> str:
        """Kana by their readings, and kanji that only sound like a known word."""
        whole = _is_kana(text)
        spelt = squeeze(text) if whole else text
        if whole and not _HIRAGANA.search(spelt):
            spelt = hiragana(spelt)  # katakana alone stand for all there is
        before = spelt
        spelt = _KATAKANA_RUN.sub(self._katakana, spelt)
        spelt = _RUN.sub(self._hiragana, spelt)
        spelt = _KANJI_RUN.sub(self._sounding, spelt)
        return text if spelt == before else spelt

    def _hiragana(self, run: re.Match[str]) -> str:
        """A run of hiragana with the nouns in it written as the documents write them."""
        lead = run.string[max(0, run.start() - _LEAD) : run.start()]
        inflected = _inflected(lead, run[0])
        out = run[0][:inflected]
        pieces = cover(run[0][inflected:], self._by_reading, self._ordinary)
        behind = run[0][inflected:] + run.string[run.end() : run.end() + _LEAD]
        at = 0
        for piece in pieces:
            at += len(piece.text)
            said = piece.text
            if piece.kind == "noun":
                said = self._best(said, (lead + out[-_LEAD:])[-_LEAD:], behind[at : at + _LEAD])
            out += said
        return out

    def _katakana(self, run: re.Match[str]) -> str:
        """A run of katakana that is no word of the documents, but all readings of such (ﾄｳｷﾖｳﾋﾞﾂｸﾞｻｲﾄ)."""
        if self.stock.count(run[0]) or any(run[0] in word for word in (*self.names, *self.words)):
            return run[0]
        said = run[0]
        pieces = self._large(said)
        if pieces is None and said[-1] in _PARTICLES:
            said = said[:-1]
            pieces = self._large(said)
        if pieces is None:
            return run[0]
        words = [self._by_large_reading[piece.text][0] for piece in pieces]
        particle = hiragana(run[0][len(said) :])
        return "".join(words) + particle if any(_KANJI.search(word) for word in words) else run[0]

    def _large(self, said: str) -> list[Piece] | None:
        """The readings that ``said`` is made of, small letters written large; None where it is not."""
        pieces = cover(hiragana(said).translate(_LARGE), self._by_large_reading, ())
        return pieces if all(piece.kind == "noun" for piece in pieces) else None

    def _sounding(self, run: re.Match[str]) -> str:
        """A run of kanji that nobody writes so, with the part made right that sounds like a known word (助成立)."""
        if len(run[0]) > _LONGEST or self.stock.count(run[0]):
            return run[0]
        if any(run[0] in word for word in (*self.names, *self.words)):
            return run[0]
        parts = tokens(run[0])
        for start in range(len(parts)):
            for end in range(len(parts), start, -1):
                said = "".join(part.surface for part in parts[start:end])
                reading = hiragana("".join(part.reading for part in parts[start:end]))
                if len(said) < _LEAST or self.stock.count(said):
                    continue
                meant = [word for word in self._by_reading.get(reading, ()) if _is_slip(said, word)]
                if len(meant) == 1:
                    return run[0].replace(said, meant[0], 1)
        return run[0]

    def _best(self, reading: str, before: str, after: str) -> str:
        """Of the words that are read so the one that the documents have beside ``before`` and ``after``.

        A short reading stands for a word only where they have it just so.
        """
        words = self._by_reading[reading]
        if len(reading) < _LEAST:
            words = tuple(word for word in words if self._is_joined(word, before[-2:], after[:2]))
            return words[0] if len(words) == 1 else reading
        return words[0] if len(words) == 1 else max(words, key=lambda word: self._fit(word, before[-1:], after[:1]))

    def _is_joined(self, word: str, before: str, after: str) -> bool:
        """Whether the documents have a short word beside the two letters on one side, one of which is no hiragana."""
        sides = [(before, before + word), (after, word + after)]
        return any(len(side) > 1 and any(map(_is_written, side)) and self.stock.count(whole) for side, whole in sides)

    def _fit(self, word: str, before: str, after: str) -> tuple[int, int]:
        """How often the documents have ``word`` beside the letters, those of another noun before all."""
        beside = 0
        for letter, pair in ((before, before + word), (after, word + after)):
            weight = _WRITTEN_WEIGHT if _is_written(letter) else 1
            beside += weight * self.stock.count(pair) if letter else 0
        return beside, self.stock.count(word)

    def _turned(self, text: str) -> str:
        """``text`` with an unknown Latin word made the one known word that has its letters in another order."""
        squeezed = squeeze(text)
        turned = _LATIN.sub(lambda word: self._latin.get("".join(sorted(word[0])), word[0]), squeezed)
        return text if turned == squeezed else turned

    @cached_property
    def _latin(self) -> dict[str, str]:
        """The letters of a Latin word in order -> the word, where it is the only one."""
        words = {word for name in self.names for word in _LATIN.findall(name)}
        keys = ["".join(sorted(word)) for word in words]
        return {key: word for key, word in zip(keys, words, strict=True) if keys.count(key) == 1}

    @cached_property
    def _by_reading(self) -> Mapping[str, tuple[str, ...]]:
        """Reading in hiragana -> spellings: what has a name first, then what the documents have most often."""
        spelt = [word for word in (*self.names, *self.words) if _KANJI.match(word) or _KATAKANA.match(word)]
        found: dict[str, dict[str, None]] = {}
        for word, read in zip(spelt, readings(spelt), strict=True):
            found.setdefault(read, {})[word] = None
        for word, (read, _) in sorted(self.stock.nouns.items(), key=lambda noun: -noun[1][1]):
            found.setdefault(read, {})[word] = None
        return {read: tuple(words) for read, words in found.items() if read not in self.ordinary}

    @cached_property
    def _by_large_reading(self) -> Mapping[str, tuple[str, ...]]:
        """The same by readings without small letters, long enough to be told apart."""
        return {
            large: words for read, words in self._by_reading.items() if len(large := read.translate(_LARGE)) >= _LARGEST
        }

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        return self.ordinary | self.stock.ordinary


def _is_kana(text: str) -> bool:
    """Whether a question is written without kanji, but for those that stand with figures."""
    return bool(_HIRAGANA.search(text) or _KATAKANA.search(text)) and not _KANJI.search(_WITH_FIGURES.sub("", text))


def _is_written(letter: str) -> bool:
    return bool(_KANJI.match(letter) or _KATAKANA.match(letter))


def _inflected(lead: str, run: str) -> int:
    """How many kana of ``run`` belong to the kanji before it (同じ, 間違い)."""
    if not _KANJI.search(lead[-1:]):
        return 0
    at = -len(lead)
    for token in tokens(lead + run):
        end = at + len(token.surface)
        if at < 0 < end:
            return end
        at = end
    return 0


def _is_slip(said: str, meant: str) -> bool:
    """Whether two words that sound alike differ as they do where the wrong one was chosen: not in every letter."""
    same = sum(one == other for one, other in zip(said, meant, strict=False))
    return said != meant and len(said) == len(meant) and same > 0


def _corrected(text: str, names: tuple[str, ...], shortest: int, at_ends: bool = True) -> str:
    """``text`` with the part nearest to one of ``names`` made that name; as it is where none or several are near.

    ``at_ends``: the first and the last letter may be wrong too, which in a name make it another name.
    """
    squeezed = squeeze(text[:_LOOKED_AT])
    found = [(*near, name) for name in names if len(name) >= shortest and (near := nearest_part(name, squeezed))]
    found = [one for one in found if at_ends or _is_meant(squeezed[slice(*one[1])], one[2])]
    least = min(((wrong, -len(name)) for wrong, _, name in found), default=None)
    best = [(part, name) for wrong, part, name in found if (wrong, -len(name)) == least]
    if len({name for _, name in best}) != 1:
        return text
    (start, end), name = best[0]
    return squeezed[:start] + name + squeezed[end:] + text[_LOOKED_AT:]


def _is_meant(part: str, name: str) -> bool:
    """Whether ``part`` is ``name`` misspelt: the same at its ends, and no phrase of other words joined by の."""
    joined = part.count("の") > name.count("の") and _JOINT.sub("", part) != _JOINT.sub("", name)
    return part[:1] == name[:1] and part[-1:] == name[-1:] and not joined
