"""Word stock: the nouns that the documents write in kanji or katakana, how they are read, and where they stand."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from ingest.fold import squeeze
from rag.kana import Token, hiragana, tokens

_KANJI = re.compile(r"[一-鿿々]")
_WRITTEN = re.compile(r"[一-鿿々ァ-ヴー]{2,}")
_SUFFIX = ("接尾辞",)
_REMEMBERED = 4096


@dataclass(frozen=True)
class WordStock:
    """The words of ``texts``, the lines of the documents; read when they are first needed."""

    texts: Iterable[str] = field(default=())

    @cached_property
    def text(self) -> str:
        """All lines, squeezed."""
        return "\n".join(squeeze(text) for text in self.texts)

    @cached_property
    def characters(self) -> frozenset[str]:
        return frozenset(self.text)

    @cached_property
    def nouns(self) -> Mapping[str, tuple[str, int]]:
        """Noun -> its reading in hiragana and how often the documents have it."""
        read: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for line in dict.fromkeys(self.text.split("\n")):
            for word, reading in _nouns(tokens(line)):
                read.setdefault(word, reading)
                counted[word] += 1
        return {word: (reading, counted[word]) for word, reading in read.items()}

    @cached_property
    def ordinary(self) -> frozenset[str]:
        """The words that the documents themselves write in hiragana."""
        lines = dict.fromkeys(self.text.split("\n"))
        return frozenset(
            one.surface for line in lines for one in tokens(line) if re.fullmatch(r"[ぁ-ゔー]+", one.surface)
        )

    def count(self, text: str) -> int:
        """How often the documents have ``text``, squeezed."""
        return _count(self.text, text)


@lru_cache(maxsize=_REMEMBERED)
def _count(whole: str, part: str) -> int:
    return whole.count(part)


def _nouns(line: list[Token]) -> Iterator[tuple[str, str]]:
    """The nouns of a line, alone, with their prefix (新技術), and with the suffix or the one letter behind (助成率)."""
    for at, one in enumerate(line):
        if one.kind not in ("名詞", "形状詞") or not one.reading or one.is_person:
            continue
        if _WRITTEN.fullmatch(one.surface) or (_KANJI.search(one.surface) and len(one.surface) > 1):
            yield one.surface, hiragana(one.reading)
        before = line[at - 1] if at else None
        if before and before.kind == "接頭辞" and before.reading and _WRITTEN.fullmatch(before.surface + one.surface):
            yield before.surface + one.surface, hiragana(before.reading + one.reading)
        after = line[at + 1] if at + 1 < len(line) else None
        short = after and (after.kind in _SUFFIX or (after.kind == "名詞" and len(after.surface) == 1))
        if after and short and after.reading and _WRITTEN.fullmatch(one.surface + after.surface):
            yield one.surface + after.surface, hiragana(one.reading + after.reading)
