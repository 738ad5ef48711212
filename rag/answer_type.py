"""Answer types: the kind of quantity that a question asks for, and whether a text holds one.

「何社」 wants a count of companies, 「いくら」 money, 「いつまで」 a date. The words are data of the lexicon
(``answer-types.toml``); a counter behind 「何」 is read as in figures.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.counters import read_counter
from ingest.fold import squeeze
from ingest.lexicon import AnswerType
from rag.matching import squeezed
from rag.sentences import asking
from rag.signals import quantities

_COUNTED = re.compile("[何幾]")
# 「社員が何人かいて」 counts nobody: it asks nothing.
_SOME = re.compile(r"か(?:の(?!$)|いる|いて|が|で(?!す)|に)|も|でも")
# What follows a noun that is asked for: 「受講料は？」, 「会期を教えて」.
_ASKED = re.compile(
    r"(?:の(?:方|ほう|額|金額))?(?:(?:は|が|を|について|とは|って|も)(?:どう(?:です|なって))?)?"
    r"(?:$|[?!。、]|教え|お願い|知り|お聞き|お教え|お知らせ|確認|分か|わか|どのくらい|どれくらい|どの程度|おしえ|いくらで?|いくつで?)"
)
_PER = "当たり"  # 「1回あたり11,750円」 counts nothing
# The year of the document beside a name is the writer's, not the line's.
_SOURCE = re.compile(r"[（(][^（）()]*の資料[）)]")


@dataclass(frozen=True)
class AnswerTypes:
    """The answer types of one lexicon; ``same``: groups of counters that say the same."""

    types: tuple[AnswerType, ...]
    same: tuple[tuple[str, ...], ...] = ()

    def expected(self, text: str) -> AnswerType | None:
        """The kind of quantity that ``text`` asks for; None where it asks for none.

        Of several the one that stands last, which is what a Japanese sentence comes to.
        """
        squeezed = squeeze(text)
        start, end = asking(squeezed)
        found = [*self._worded(squeezed, start, end), *self._counted(squeezed, start, end)]
        return max(found, key=lambda one: (one[1], one[1] - one[0]))[2] if found else None

    def _worded(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, AnswerType]]:
        taken = start
        for match in self._pattern.finditer(text, start, end):
            word, at = match[0], match.end()
            kind, is_noun = self._by_word[word]
            if match.start() < taken or text.startswith(kind.not_before, at):
                continue
            asked = _ASKED.match(text, at) if is_noun else None
            if is_noun and not asked:
                continue
            taken = asked.end() if asked else at  # 「助成率はいくら」 asks for a rate
            yield match.start(), at, kind

    def _counted(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, AnswerType]]:
        """「何社」: the counter itself, and those that say the same."""
        for match in _COUNTED.finditer(text, start, end):
            counter = read_counter(text, match.end())
            if counter is None or self._pattern.match(text, match.start()) or _SOME.match(text, counter[1]):
                continue
            counters = {counter[0], *(one for group in self.same if counter[0] in group for one in group)}
            yield match.start(), counter[1], AnswerType(counter[0], kinds=("count",), counters=tuple(sorted(counters)))

    @cached_property
    def _by_word(self) -> dict[str, tuple[AnswerType, bool]]:
        nouns = {noun: (one, True) for one in self.types for noun in one.nouns}
        return nouns | {word: (one, False) for one in self.types for word in one.words}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Any word or noun, the longest first."""
        return re.compile("|".join(map(re.escape, sorted(self._by_word, key=len, reverse=True))) or r"(?!)")


def satisfied(kind: AnswerType, text: str) -> bool:
    """Whether ``text`` (a line, or an answer) holds what ``kind`` asks for; 「（…の資料）」 does not count."""
    text = _SOURCE.sub("", text)
    if any(wording in squeezed(text) for wording in kind.texts):
        return True
    found = (one for one in quantities(text) if not (one.kind == "count" and _PER in one.qualifiers))
    return any(is_of(kind, quantity.kind, quantity.unit) for quantity in found)


def is_of(kind: AnswerType, quantity: str, unit: str) -> bool:
    """Whether a quantity of a kind and unit is what ``kind`` asks for."""
    if quantity not in kind.kinds:
        return False
    return quantity != "count" or not kind.counters or unit in kind.counters
