"""Subjects described and not named: by distinctive words of a name, or by what the ledger states of them."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.facts import Fact
from ingest.ledger_store import Ledger, Subject
from ingest.tokens import lemmas
from rag.matching import holds, squeezed, words_of
from rag.subjects import names_of
from rag.types import Question, Term

# What a word counts by where the subject has it.
_NAME, _ITEM, _TEXT = 1.0, 0.75, 0.5
_FAR_BETTER = 1.2  # by how much more another must hold to be meant though it states nothing of the attribute
_PART = 0.95  # of what a word counts by in a part of the subject
_ASIDE = 0.35  # of a word that only leads up to the question
_VERB = 0.5  # of a word that is no noun: owners choose their verbs freely
_COVERED, _AHEAD = 0.5, 1.12  # share of the question's weight that must be held, and by how much more than by the next
_PARTLY, _FAR_AHEAD = 0.25, 1.6  # the same for one that holds less of it and has no rival
_HALF = 0.35  # share held by the first of two that are compared
_CALLED = 0.5  # share of what is said of the second of two that its names must hold
_NEWEST = 1.05
_BETWEEN = re.compile(r"と(?!いう|いった|の違|の差|比べ)|および|及び|、|vs")

_AND = re.compile(r"と(?!いう|いった|の違|の差|比べ|聞|思|して|か)|および|及び|vs")


@dataclass(frozen=True, slots=True)
class _Profile:
    subject: Subject
    words: dict[str, float]
    attributes: frozenset[tuple[str, int]]
    """(attribute, fiscal year) of its facts."""


@dataclass(frozen=True)
class Describer:
    """Finds the subject of one ledger that a question describes."""

    ledger: Ledger

    def best(self, question: Question) -> Subject | None:
        """The subject that holds most of what the question says, if it holds enough and is clearly ahead.

        Where an attribute or a year is asked for, subjects that state it go before others.
        """
        ranked = self.ranked(question)
        anything = self.ranked(replace(question, attributes=()))
        if anything and (not ranked or anything[0][0] >= _FAR_BETTER * ranked[0][0]):
            ranked = anything  # it is the one that is meant, though it does not state what is asked
        if not ranked:
            return None
        share, next_share = ranked[0][0], ranked[1][0] if len(ranked) > 1 else 0.0
        clear = share >= _COVERED and share >= _AHEAD * next_share
        alone = share >= _PARTLY and share >= _FAR_AHEAD * next_share
        return ranked[0][1] if clear or alone else None

    def both(self, question: Question) -> tuple[Subject, ...]:
        """The two subjects that a comparison is about: those named, else those described by what is left of it."""
        found = list(question.subjects[:2])
        if "compare" not in question.intents and not _AND.search(squeezed(question.text)):
            return question.subjects  # 「Xの率は、賃上げなし・賃上げあり、それぞれ」 speaks of one
        while len(found) < 2:
            own = (profile.words for profile in self._profiles if profile.subject in found)
            known = {word for words in own for word, weight in words.items() if weight >= _ITEM}
            beside = _beside(question, found)
            left = (term for term in question.topic if holds(term, beside)) if beside else question.topic
            rest = replace(question, topic=tuple(term for term in left if beside or term.lemma not in known))
            ranked = [pair for pair in self.ranked(rest) if pair[1] not in found]
            if not ranked or ranked[0][0] < _HALF or (beside and not self._is_meant(rest, ranked)):
                break
            found.append(ranked[0][1])
        return tuple(found) if len(found) == 2 else question.subjects

    def _is_meant(self, question: Question, ranked: Sequence[tuple[float, Subject]]) -> bool:
        """Whether the first of ``ranked`` is called by its name, or is described as no other is."""
        share, subject = ranked[0]
        next_share = ranked[1][0] if len(ranked) > 1 else 0.0
        return self._is_called(question, subject) or (share >= _COVERED and share >= _FAR_AHEAD * next_share)

    def _is_called(self, question: Question, subject: Subject) -> bool:
        """Whether the names of ``subject`` hold most of what the question says: it is called, not only described."""
        names = "\n".join([*subject.names, *subject.aliases])
        weights = {term: self._weight(term) for term in question.topic}
        held = sum(weight for term, weight in weights.items() if holds(term, names))
        return held >= _CALLED * sum(weights.values()) > 0

    def ranked(self, question: Question, families: bool = False) -> list[tuple[float, Subject]]:
        """(share of the question's weight held, subject), best first; ties in the registry's order.

        ``families``: what is stated of its parts speaks for a subject too.
        """
        weights = {term: self._weight(term) for term in question.topic}
        whole = sum(weights.values())
        if not whole:
            return []
        newest = max(self._years, default=0)
        scored = []
        for profile in self._families if families else self._profiles:
            if not _states(profile, question):
                continue
            held = sum(weight * _held(term, profile.words) for term, weight in weights.items()) / whole
            recent = any(year == newest for _, year in profile.attributes)
            if held > 0:
                scored.append((held * (_NEWEST if recent else 1), profile.subject))
        return sorted(scored, key=lambda pair: -round(pair[0], 9))

    def _weight(self, term: Term) -> float:
        words = [[term.lemma], *map(lemmas, term.alternatives)]
        # A wording is as rare as its rarest word: 事業 of 事業継続 says nothing.
        df = max(min((self._frequency.get(lemma, 0) for lemma in word), default=0) for word in words)
        if df == 0 and (not term.is_noun or term.aside):
            return 0.0
        n = len(self._profiles)
        share = (_ASIDE if term.aside else 1) * (1 if term.is_noun else _VERB)
        return share * math.log(1 + (n - df + 0.5) / (df + 0.5))

    @cached_property
    def _profiles(self) -> tuple[_Profile, ...]:
        facts: dict[str, list[Fact]] = {}
        for fact in self.ledger.all_facts():
            facts.setdefault(fact.programme, []).append(fact)
        return tuple(_profile(subject, facts.get(subject.id, [])) for subject in self.ledger.subjects())

    @cached_property
    def _families(self) -> tuple[_Profile, ...]:
        own = {profile.subject.id: profile for profile in self._profiles}
        return tuple(_with_parts(profile, own) for profile in self._profiles)

    @cached_property
    def _frequency(self) -> dict[str, int]:
        counted: dict[str, int] = {}
        for profile in self._profiles:
            for word in profile.words:
                counted[word] = counted.get(word, 0) + 1
        return counted

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(year for profile in self._profiles for _, year in profile.attributes)


def _beside(question: Question, found: Sequence[Subject]) -> str:
    """The words that stand on the other side of the 「と」 beside the one subject that is named; "" where none do."""
    if len(found) != 1:
        return ""
    parts = [part for part in _BETWEEN.split(squeezed(question.text)) if part]
    at = next((i for i, part in enumerate(parts) if any(name in part for name in names_of(found[0]))), None)
    if at is None:
        return ""
    return parts[at - 1] if at else next(iter(parts[at + 1 :]), "")


def _profile(subject: Subject, facts: Sequence[Fact]) -> _Profile:
    words: dict[str, float] = {}
    _add(words, (fact.text for fact in facts), _TEXT)
    _add(words, (f"{fact.item} {' '.join(fact.conditions)}" for fact in facts), _ITEM)
    _add(words, (*subject.names, *subject.aliases), _NAME)
    return _Profile(subject, words, frozenset((fact.attribute, fact.fiscal_year) for fact in facts))


def _with_parts(profile: _Profile, own: Mapping[str, _Profile]) -> _Profile:
    words, attributes = dict(profile.words), profile.attributes
    for part in profile.subject.parts:
        if part in own:
            words = {w: max(words.get(w, 0.0), _PART * own[part].words.get(w, 0.0)) for w in {*words, *own[part].words}}
            attributes |= own[part].attributes
    return _Profile(profile.subject, words, attributes)


def _add(words: dict[str, float], texts: Iterable[str], weight: float) -> None:
    words |= dict.fromkeys((lemma for text in texts for lemma in lemmas(text)), weight)


def _held(term: Term, words: dict[str, float]) -> float:
    own = words.get(term.lemma, 0.0)
    synonyms = [min((words.get(lemma, 0.0) for lemma in words_of(word)), default=0.0) for word in term.alternatives]
    return max([own, *synonyms])


def _states(profile: _Profile, question: Question) -> bool:
    stated = profile.attributes
    if question.fiscal_years:
        stated = frozenset(pair for pair in stated if pair[1] in question.fiscal_years)
    if not question.attributes:
        return bool(stated)
    return any(attribute in question.attributes for attribute, _ in stated)
