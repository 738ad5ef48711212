"""Things: what a question sets side by side, found by what it calls each: a subject, or a part of one."""

import math
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from ingest.facts import Fact
from ingest.ledger_store import Ledger, Subject
from ingest.tokens import content_words, lemmas
from rag.matching import squeezed
from rag.subjects import names_of
from rag.types import Question

# 「AとBでは」, 「A、B、Cのうち」.
_BETWEEN = re.compile(r"と(?!いう|いった|して|する|も|の違|の差|比べ|思|き|な)|および|及び|ならびに|、|,|vs|それとも|/")
_END = re.compile(
    r"(?:では|での|とでは|って|とは|には|にも|なら|だと|だったら|なのか|のうち|の中|の[2-9]つ|の(?:違い|差|役割|内容|特徴|比較|目的|仕事)|[はがをもで?。!])"
)
# 「AはBより…」, 「AよりBのほうが…」.
_THAN = re.compile(r"^([^、。]{3,}?)(?:は|が)、?([^、。]{3,}?)より(?:も)?(?=[^、。])")
_RATHER = re.compile(r"^([^、。]{3,}?)より(?:も)?(?=[^、。]{3,}(?:が|は))")
_TELLING = 4.0  # weight of the words of a name; less is no name
_ENOUGH = 0.74  # share of what a question calls a thing that the thing's names must hold
_CALLED = 0.5  # of the rest that counts whether or not the question says the whole name
_NEAR = 0.05  # for a thing of a subject that the question names beside it
_PARENT = 0.6  # what a word counts that only the whole of a part has
_FEWEST = 2  # letters of a word that names something


@dataclass(frozen=True, slots=True)
class Thing:
    """A subject, or with ``item`` a part of it: the name of that part as the ledger has it."""

    subject: Subject
    item: str = ""

    def owns(self, fact: Fact) -> bool:
        return not self.item or self.item in fact.item.split("›")


@dataclass(frozen=True, slots=True)
class _Named:
    thing: Thing
    words: frozenset[str]
    """Of its own names."""
    letters: tuple[str, ...]
    above: frozenset[str]
    """Of the whole of which it is a part."""
    attributes: frozenset[str]


@dataclass(frozen=True)
class ThingFinder:
    """Finds the things of one ledger."""

    ledger: Ledger

    def beside(self, question: Question, attributes: Sequence[str]) -> list[Thing]:
        """The things that the question enumerates, in its order: those that state any of ``attributes`` where asked."""
        found = dict[Thing, str]()
        for part in _BETWEEN.split(_than(squeezed(question.text))):
            end = _END.search(part)
            called = part[: end.start()] if end else part
            for wording in question.wordings:
                called = called.partition(f"の{wording}")[0].removesuffix(wording)
            if _is_asking(called, question.wordings):
                called = ""
            near = {one.id for one in (*question.subjects, *(thing.subject for thing in found))}
            thing = self._best(called, attributes, near)
            if thing and (thing.item or thing.subject not in [one.subject for one in found]):
                found.setdefault(thing, called)
            if len(found) > 1 and (end or any(wording in part for wording in question.wordings)):
                break
            if end:  # what leads up to the enumeration
                found.clear()
        return [self._as_part(thing, called, found) for thing, called in found.items()]

    def _as_part(self, thing: Thing, called: str, found: Iterable[Thing]) -> Thing:
        """The part that is ``called`` behind its whole (「XのAとBでは」: A) where another part of it stands beside."""
        if thing.item or not any(other.item and other.subject == thing.subject for other in found):
            return thing
        inner = (named for named in self._named if named.thing.item and named.thing.subject == thing.subject)
        return next((one.thing for one in inner if any(called.endswith(f"の{name}") for name in one.letters)), thing)

    def _best(self, called: str, attributes: Sequence[str], near: AbstractSet[str]) -> Thing | None:
        """The thing that ``called`` names; of several alike one of a subject that is ``near``."""
        if subject := self._subject(called, attributes):
            return Thing(subject)
        words = {w.lemma for w in content_words(called) if w.is_noun and len(w.lemma) >= _FEWEST}
        if not words:
            return None
        scored = []
        for at, named in enumerate(self._named):
            if attributes and not named.attributes & set(attributes):
                continue
            if (score := self._score(words, called, named)) > 0:
                scored.append((round(score + _NEAR * (named.thing.subject.id in near), 6), -at, named.thing))
        return max(scored, key=lambda one: one[:2])[2] if scored else None

    def _subject(self, called: str, attributes: Sequence[str]) -> Subject | None:
        """The subject with whose whole name ``called`` begins, no more than a part of it said behind (「Xの面積」)."""
        able = [named for named in self._named if not attributes or named.attributes & set(attributes)]
        if any(named.thing.item and called in named.letters for named in able):
            return None  # a part is called just so
        whole = [
            (len(name), named.thing.subject)
            for named in able
            if not named.thing.item
            for name in named.letters
            if called == name or called.startswith(f"{name}の")
        ]
        if not whole:
            return None
        subject = max(whole, key=lambda one: one[0])[1]
        rest = called[max(whole, key=lambda one: one[0])[0] + 1 :]
        inner = [n for n in self._named if n.thing.subject == subject and n.thing.item and rest in n.letters]
        return subject if not rest or inner else None

    def _score(self, words: set[str], called: str, named: _Named) -> float:
        """How well the words name the thing; 0 where its names hold too little of them."""
        written = max((len(name) for name in named.letters if name == called), default=0)
        whole = sum(map(self._weight, words))
        if not written and whole < _TELLING:
            return 0.0
        held = sum(self._weight(word) for word in words if self._holds(word, named.words, named.letters))
        above = sum(_PARENT * self._weight(w) for w in words if w in named.above and w not in named.words)
        if not written and (not held or (held + above) / whole < _ENOUGH):
            return 0.0
        own = sum(map(self._weight, named.words)) or 1.0
        said = sum(self._weight(word) for word in named.words if word in words or word in called)
        return (written > 0) + (held + above) / whole * (_CALLED + (1 - _CALLED) * said / own)

    def _holds(self, word: str, words: frozenset[str], letters: Sequence[str]) -> bool:
        return word in words or any(squeezed(word) in name for name in letters)

    def _weight(self, word: str) -> float:
        n, df = len(self._named), self._frequency.get(word, 0)
        return math.log(1 + (n - df + 0.5) / (df + 0.5))

    @cached_property
    def _frequency(self) -> dict[str, int]:
        counted: dict[str, int] = {}
        for named in self._named:
            for word in named.words:
                counted[word] = counted.get(word, 0) + 1
        return counted

    @cached_property
    def _named(self) -> tuple[_Named, ...]:
        found = list[_Named]()
        for subject in self.ledger.subjects():
            facts = self.ledger.facts(subject.id)
            names = names_of(subject)
            own = frozenset(word for name in names for word in lemmas(name))
            found.append(_Named(Thing(subject), own, names, frozenset(), frozenset(f.attribute for f in facts)))
            for item in dict.fromkeys(part for fact in facts for part in fact.item.split("›") if len(part) >= _FEWEST):
                thing = Thing(subject, item)
                stated = frozenset(fact.attribute for fact in facts if thing.owns(fact))
                found.append(_Named(thing, frozenset(lemmas(item)), (squeezed(item),), own, stated))
        return tuple(found)


def _than(text: str) -> str:
    """「AはBより…」 and 「AよりBが…」 as 「AとBの…」."""
    return _THAN.sub(r"\1と\2の", text) if _THAN.match(text) else _RATHER.sub(r"\1と", text)


def _is_asking(called: str, wordings: Sequence[str]) -> bool:
    """Whether nothing but the words that ask for an attribute is left: 「先に開設されたの」."""
    nouns = {word.lemma for word in content_words(called) if word.is_noun and len(word.lemma) >= _FEWEST}
    return bool(nouns) and all(any(noun in wording for wording in wordings) for noun in nouns)
