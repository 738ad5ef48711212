"""Spelling: kana, misspelt names and letter names put into the spelling of the documents, before a question is read.

What is changed is only how the question is understood; nothing of it is ever said back.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from ingest.fold import squeeze
from rag.kana import hiragana, readings
from rag.nearness import nearest_part

_LETTERS = {
    "エー": "A", "エイ": "A", "ビー": "B", "シー": "C", "ディー": "D", "デー": "D", "イー": "E",
    "エフ": "F", "ジー": "G", "エイチ": "H", "アイ": "I", "ジェー": "J", "ケー": "K", "エル": "L",
    "エム": "M", "エヌ": "N", "オー": "O", "ピー": "P", "キュー": "Q", "アール": "R", "エス": "S",
    "ティー": "T", "ユー": "U", "ブイ": "V", "エックス": "X", "ワイ": "Y", "ゼット": "Z",
}  # fmt: skip
_LETTER_RUN = re.compile(rf"(?<![ァ-ヴー])(?:{'|'.join(sorted(_LETTERS, key=len, reverse=True))}){{2,}}(?![ァ-ヴー])")
_LETTER = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_LONE = re.compile(r"(?<![ァ-ヴー])(?:[ノハガヲニデトモカヘ]|(?:デス|マス)カ?|ヲ教エテ)(?![ァ-ヴー])")
_KATAKANA, _HIRAGANA = re.compile(r"[ァ-ヴ]"), re.compile(r"[ぁ-ゔ]")
_RUN = re.compile(r"[ぁ-ゔー]+")
_KANJI = re.compile(r"[一-鿿]")
_WITH_FIGURES = re.compile(r"[年月日円万億何回社人]")
_SHORTEST = 3  # kana of a reading that is put back; shorter ones stand inside other words
_LOOKED_AT = 300  # letters of a question; names stand at its beginning or nowhere
_NAME, _HEAD = 7, 5  # letters of a name, and of the head of a value, that may be misspelt
_LATIN = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True)
class Speller:
    """Respells questions by the names and words that a corpus knows, both squeezed."""

    names: tuple[str, ...]
    words: tuple[str, ...]
    heads: tuple[str, ...] = ()

    def respell(self, text: str) -> str:
        """``text`` as it would be spelt with the documents beside one."""
        text = _LETTER_RUN.sub(lambda run: _LETTER.sub(lambda letter: _LETTERS[letter[0]], run[0]), text)
        text = _LONE.sub(lambda lone: hiragana(lone[0]), text)
        return self._restored(text) if _is_kana(text) else text

    def with_name(self, text: str) -> str:
        """``text`` with the one part that nearly is a name made that name."""
        return _corrected(self._turned(text), self.names, _NAME, at_ends=False)

    def with_word(self, text: str) -> str:
        """``text`` with the one part that nearly is the head of a value made that head."""
        return _corrected(text, self.heads, _HEAD)

    def _restored(self, text: str) -> str:
        """Hiragana by its readings; katakana too where there is nothing else, for then it stands for all of them."""
        text = squeeze(text)
        if not _HIRAGANA.search(text):
            text = hiragana(text)
        return _RUN.sub(lambda run: self._readings_pattern.sub(lambda found: self._by_reading[found[0]], run[0]), text)

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
    def _by_reading(self) -> dict[str, str]:
        """Reading in hiragana -> spelling; the first of those that read alike."""
        spelt = [word for word in (*self.names, *self.words) if _KANJI.search(word) or _KATAKANA.search(word)]
        found: dict[str, str] = {}
        for word, read in zip(spelt, readings(spelt), strict=True):
            if len(read) >= _SHORTEST:
                found.setdefault(read, word)
        return found

    @cached_property
    def _readings_pattern(self) -> re.Pattern[str]:
        longest = sorted(self._by_reading, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest)) or r"(?!)")


def _is_kana(text: str) -> bool:
    """Whether a question is written without kanji, but for those that stand with figures."""
    return bool(_HIRAGANA.search(text) or _KATAKANA.search(text)) and not _KANJI.search(_WITH_FIGURES.sub("", text))


def _corrected(text: str, names: tuple[str, ...], shortest: int, at_ends: bool = True) -> str:
    """``text`` with the part nearest to one of ``names`` made that name; as it is where none or several are near.

    ``at_ends``: the first and the last letter may be wrong too, which in a name make it another name.
    """
    squeezed = squeeze(text[:_LOOKED_AT])
    found = [(*near, name) for name in names if len(name) >= shortest and (near := nearest_part(name, squeezed))]
    found = [one for one in found if at_ends or _ends_agree(squeezed[slice(*one[1])], one[2])]
    least = min(((wrong, -len(name)) for wrong, _, name in found), default=None)
    best = [(part, name) for wrong, part, name in found if (wrong, -len(name)) == least]
    if len({name for _, name in best}) != 1:
        return text
    (start, end), name = best[0]
    return squeezed[:start] + name + squeezed[end:] + text[_LOOKED_AT:]


def _ends_agree(part: str, name: str) -> bool:
    return part[:1] == name[:1] and part[-1:] == name[-1:]
