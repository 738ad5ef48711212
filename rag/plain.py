"""Plain Japanese (やさしい日本語): a finished answer in easier words, with every figure, name and citation as it was.

Figures, names, quotations and marks are taken out before a word is touched and put back afterwards. The
result goes through the grounding check again: what says anything that the answer did not say is not given.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ingest.fold import narrow
from ingest.plain_words import VERB, PlainWords
from ingest.quantities import parse_quantities
from rag.chain import AnswerChain
from rag.grounding import ungrounded
from rag.types import Answer

_LONG = 45  # characters of a sentence that is better split
_SHORTEST = 3  # letters of a name that is told from other words
_HELD = 0xE000  # private-use characters stand for what is not touched
_MARK = re.compile(r"\[\d+\]")
_QUOTED = re.compile(r"「[^「」\n]*」|https?://[!-~]+|[A-Za-z0-9&.+-]+")
_PLACES = re.compile("[\ue000-\uf8ff]+")
# What follows a verb and is no end of a clause: 「…を整備し、価格交渉を行う企業を支援」 has one thing to say.
_ADNOMINAL = re.compile("(?:する|行う|した|ある|なる|図る)(?=[一-鿿ァ-ヶー])")
_GOES_ON = re.compile(r"[一-鿿ァ-ヶー]")
_SENTENCE = re.compile(r"[^。\n]+(?:。|\n|$)|\n")


@dataclass(frozen=True)
class PlainWriter:
    """Rewrites answers with the words of a lexicon; ``names`` are those of programmes and others, not touched."""

    words: PlainWords
    names: Iterable[str]

    def rewrite(self, answer: Answer) -> Answer:
        """``answer`` in plain words under the same id; itself where the words would change what it says."""
        text = self.rewritten(answer.text)
        return replace(answer, text=text) if text != answer.text and self._is_proved(answer, text) else answer

    def rewritten(self, text: str) -> str:
        """``text`` in plain words, unchecked."""
        held: list[str] = []
        covered = self._cover(text, held)
        covered = self._phrases.sub(lambda match: self.words.phrases[match[0]], covered)
        covered = "".join(self._ended(self._split(sentence)) for sentence in _SENTENCE.findall(covered))
        covered = self._explained(covered)
        return _PLACES.sub(lambda run: "".join(held[ord(place) - _HELD] for place in run[0]), covered)

    def _is_proved(self, answer: Answer, text: str) -> bool:
        """Whether ``text`` says the figures, names and marks of the answer, and no other."""
        if _figures(answer.text) != _figures(text) or _MARK.findall(answer.text) != _MARK.findall(text):
            return False
        named = [name for name in self._names if name in answer.text]
        if any(name not in text for name in named):
            return False
        before, after = (Counter(ungrounded(one, named, answer.citations)) for one in (answer.text, text))
        return not after - before  # what was worked out was proved by its workings

    def _cover(self, text: str, held: list[str]) -> str:
        """``text`` with a private-use character for each thing that is not touched; those things go to ``held``."""
        spans = [match.span() for match in (*_MARK.finditer(text), *_QUOTED.finditer(text))]
        spans += [match.span() for match in self._named.finditer(text)]
        spans += [(quantity.start, quantity.end) for quantity in parse_quantities(text)]
        out, at = "", 0
        for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
            if start >= at:
                out += text[at:start] + chr(_HELD + len(held))
                held.append(text[start:end])
                at = end
        return out + text[at:]

    def _split(self, sentence: str) -> str:
        """``sentence`` in several, where it is long and a clause of it ends."""
        for pattern, plain in self._splits:
            match = pattern.search(sentence)
            while match and len(sentence) > _LONG and not _ADNOMINAL.search(sentence, match.end()):
                verb = match.groupdict().get("verb", "")
                first = sentence[: match.start()] + plain.replace(VERB, verb)
                sentence = first + sentence[match.end() :]
                match = pattern.search(sentence, len(first))
        return sentence

    def _ended(self, sentence: str) -> str:
        """A line that ends in a noun with its object ends in します."""
        return self._ending.sub(r"\g<0>します", sentence)

    def _explained(self, text: str) -> str:
        """Words replaced, and hard words explained once: where they stand first, or below where that is in brackets."""
        said: set[str] = set()
        notes: dict[str, str] = {}

        def word(match: re.Match[str]) -> str:
            found = match[0]
            if found in self.words.replaced:
                return self.words.replaced[found]
            plain = self.words.explained[found]
            if plain in said:
                return found
            if _is_within(text, match):
                notes.setdefault(plain, found)
                return found
            said.add(plain)
            return f"{found}（＝{plain}）"

        out = self._hard.sub(word, text)
        return "\n".join(
            [out, *(f"※「{found}」は、{_meant(plain)}。" for plain, found in notes.items() if plain not in said)]
        )

    @cached_property
    def _names(self) -> tuple[str, ...]:
        narrowed = dict.fromkeys(narrow(name) for name in self.names)
        return tuple(sorted((name for name in narrowed if len(name) >= _SHORTEST), key=len, reverse=True))

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return re.compile(_either(self._names))

    @cached_property
    def _splits(self) -> list[tuple[re.Pattern[str], str]]:
        verbs = f"(?P<verb>{_either(self.words.nouns)})"
        patterns = (re.escape(words).replace(re.escape(VERB), verbs) for words in self.words.splits)
        return [
            (re.compile(pattern), plain) for pattern, plain in zip(patterns, self.words.splits.values(), strict=True)
        ]

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?<=[をが])[^をが、。]*?(?:{_either(self.words.nouns)})(?=(?:（[^（）]*）)?[\ue000-\uf8ff]*$)",
            re.MULTILINE,
        )

    @cached_property
    def _phrases(self) -> re.Pattern[str]:
        return re.compile(_either(self.words.phrases))

    @cached_property
    def _hard(self) -> re.Pattern[str]:
        return re.compile(_either([*self.words.replaced, *self.words.explained]))


def put_plainly(chain: AnswerChain, answer: Answer) -> Answer:
    """The chain's answer in plain words; itself where that would change what it says."""
    return _writer(chain).rewrite(answer)


@lru_cache(maxsize=2)
def _writer(chain: AnswerChain) -> PlainWriter:
    subjects = chain.index.store.ledger.subjects()
    names = (name for subject in subjects for name in (*subject.names, *subject.aliases))
    return PlainWriter(chain.lexicon.plain, tuple(names))


def _is_within(text: str, match: re.Match[str]) -> bool:
    """Whether the word stands in brackets or inside a longer word, where an explanation would tear the text apart."""
    depth = sum(text.count(mark, 0, match.start()) for mark in "（(") - sum(
        text.count(mark, 0, match.start()) for mark in "）)"
    )
    return depth > 0 or _GOES_ON.match(text, match.end()) is not None


def _meant(plain: str) -> str:
    return f"{plain}です" if plain.endswith("こと") else f"{plain}のことです"


def _either(words: Iterable[str]) -> str:
    """A pattern of any of ``words``, the longest first; of none, one that never matches."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def _figures(text: str) -> Counter[str]:
    return Counter(quantity.canonical for quantity in parse_quantities(_MARK.sub("", text)))
