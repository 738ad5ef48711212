"""Surveys: the items of which a survey gives a share of companies, year by year, found by what a question says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.facts import Fact
from ingest.ledger_store import Ledger
from ingest.tokens import lemmas
from rag.denials import denies, is_denied, is_undone, lacks
from rag.matching import holds, squeezed, words_of
from rag.subjects import names_of
from rag.types import Question

ATTRIBUTE = "調査結果"
_INTENT = "survey"
_GENERAL = frozenset(["支援", "対応", "対策", "取組", "取り組み", "等", "の", "強化", "向ける", "為る", "活用"])
"""Words that many items share: they tell none from another."""
_ENOUGH = 0.65  # share of an item's own words that the question must hold
_ALIKE = 0.6  # share of words by which two wordings of two years are one item
_NO_SHARES = frozenset(["目標", "予算額"])  # who asks for one of these asks no survey
_NAMELESS = frozenset(["strategy", "survey"])  # kinds of subjects whose names are no item's
_YEAR = re.compile(r"(?:令和|平成|r|h)\d+年度?|\d+年度|\d{4}年")  # a year is no number of people
_SPLIT = 2  # items that are set side by side


@dataclass(frozen=True)
class Surveys:
    """The survey results of one ledger."""

    ledger: Ledger

    def item(self, question: Question) -> tuple[Fact, ...] | None:
        """The facts of the one item that the question means, a year each, oldest first; None where none is clear."""
        others = any(one.kind not in _NAMELESS for one in question.subjects)
        if not self.is_named(question) and (others or ATTRIBUTE not in question.attributes):
            return None
        # An item in the asker's own words goes before one in the documents' words for the same, but for another table.
        said, meant = self._scored(question, _said(question)), self._scored(question, _meant(question))
        scored = said if said and (self._is_meant(question, said) or not self._is_meant(question, meant)) else meant
        if not scored:
            return self._of_table(question)
        return scored[0][1] if len(scored) == 1 or scored[0][0] != scored[1][0] else None

    def _is_meant(self, question: Question, scored: Sequence[tuple[tuple[float, ...], tuple[Fact, ...]]]) -> bool:
        """Whether the first of the items is of a table that the question names."""
        return bool(scored) and scored[0][1][0].programme in question.intents

    def _scored(self, question: Question, text: str) -> list[tuple[tuple[float, ...], tuple[Fact, ...]]]:
        """The items that ``text`` holds enough of, the best first."""
        scored = []
        for facts in self.items:
            covered = max(_covered(fact, text) for fact in facts)
            if covered < _ENOUGH or not self.is_asked(question, facts) or self._is_the_opposite(question, facts):
                continue
            held = max(_held(fact, text) for fact in facts)
            literal = max(len(squeezed(fact.item)) * (squeezed(fact.item) in text) for fact in facts)
            cue = self._cue(question, facts[0])
            if cue or literal or len(_own(facts[0])) > 1:
                scored.append(((cue, covered, held, literal), facts))
        return sorted(scored, key=lambda pair: pair[0], reverse=True)

    def _is_the_opposite(self, question: Question, facts: Sequence[Fact]) -> bool:
        """Whether the item says what the question denies, or is the other of two that differ in a 「ない」 alone."""
        if is_undone(question.text) and not lacks(facts[0].item):
            return True
        denied = is_denied(_last(facts[0]))
        if denied == denies(question.text):
            return False
        words = _own(facts[0])
        others = (one[0] for one in self.items if one[0].programme == facts[0].programme)
        return any(_own(one) == words and is_denied(_last(one)) != denied for one in others)

    def _of_table(self, question: Question) -> tuple[Fact, ...] | None:
        """The one item, of the table that is meant, that holds every noun of the question; None where none does."""
        nouns = [term for term in question.topic if term.is_noun and not term.aside]
        tables = [facts for facts in self.items if facts[0].programme in question.intents]
        found = [facts for facts in tables if nouns and all(any(holds(t, f.item) for f in facts) for t in nouns)]
        return found[0] if len(found) == 1 and self.is_asked(question, found[0]) else None

    def is_named(self, question: Question) -> bool:
        """Whether the question speaks of a survey, or of what one asked."""
        return _INTENT in question.intents or any(facts[0].programme in question.intents for facts in self.items)

    def leaves_out(self, question: Question, facts: Sequence[Fact]) -> bool:
        """Whether the question names what another item of the same table has and this one does not."""
        own = "\n".join(fact.item for fact in facts)
        subject = self.ledger.subject(facts[0].programme)
        called = "\n".join([own, *(names_of(subject) if subject else ())])
        others = "\n".join(fact.item for fact in self.of(facts))
        return any(term.is_noun and holds(term, others) and not holds(term, called) for term in question.topic)

    def named(self, question: Question, among: Sequence[Fact]) -> tuple[Fact, ...] | None:
        """The item that the question names best of those of ``among``; None where it names none, or two alike."""
        text = squeezed(question.text)
        ids = {fact.programme for fact in among}
        scored = [
            ((max(_held(f, text) for f in facts), max(_covered(f, text) for f in facts)), at)
            for at, facts in enumerate(self.items)
            if facts[0].programme in ids and max(_covered(f, text) for f in facts) >= _ENOUGH
        ]
        scored.sort(reverse=True)
        if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        return self.items[scored[0][1]]

    def pair(self, question: Question) -> tuple[tuple[Fact, ...], ...]:
        """The two items of one table that the question names; empty where it names another number of them."""
        text = squeezed(question.text)
        named: dict[str, list[tuple[Fact, ...]]] = {}
        for facts in self.items:
            if max(_covered(fact, text) for fact in facts) >= _ENOUGH and self.is_asked(question, facts):
                named.setdefault(facts[0].programme, []).append(facts)
        pairs = [tuple(found) for found in named.values() if len(found) == _SPLIT]
        return pairs[0] if len(pairs) == 1 else ()

    def is_asked(self, question: Question, facts: Sequence[Fact]) -> bool:
        """Whether the survey of ``facts`` may answer: no goal or budget is asked for, nor only years it has not."""
        named = {*question.fiscal_years, *question.calendar_years}
        subject = self.ledger.subject(facts[0].programme)
        known = {fact.fiscal_year for fact in self.of(facts)} | set(subject.fiscal_years if subject else ())
        return not _NO_SHARES & set(question.attributes) and bool(not named or named & known)

    def of(self, facts: Sequence[Fact]) -> list[Fact]:
        """All results of the survey to which ``facts`` belong."""
        return [fact for one in self.items if one[0].programme == facts[0].programme for fact in one]

    def _cue(self, question: Question, fact: Fact) -> float:
        """How much of what the question says beside the item names the survey."""
        subject = self.ledger.subject(fact.programme)
        names = "\n".join([fact.name, *(names_of(subject) if subject else ())])
        rest = [term for term in question.topic if not holds(term, fact.item)]
        meant = fact.programme in {*question.intents, *(one.id for one in question.subjects)}
        return meant + (round(sum(holds(term, names) for term in rest) / len(rest), 2) if rest else 0.0)

    @cached_property
    def items(self) -> tuple[tuple[Fact, ...], ...]:
        """The facts of each item of each survey, a year each; wordings that differ by little are one item."""
        groups: list[list[Fact]] = []
        for fact in self.ledger.all_facts():
            if fact.attribute != ATTRIBUTE or not fact.item or not fact.value.startswith("percent:"):
                continue
            same = [group for group in groups if _is_same(group, fact)]
            if same:
                same[0].append(fact)
            else:
                groups.append([fact])
        return tuple(tuple(sorted(group, key=lambda fact: fact.fiscal_year)) for group in groups)


def _is_same(group: Sequence[Fact], fact: Fact) -> bool:
    if group[0].programme != fact.programme or any(one.fiscal_year == fact.fiscal_year for one in group):
        return False
    one, other = set(lemmas(group[0].item)), set(lemmas(fact.item))
    return len(one & other) >= _ALIKE * len(one | other)


def _last(fact: Fact) -> str:
    return squeezed(fact.item.split("›")[-1])


def _own(fact: Fact) -> list[str]:
    words = [word for word in lemmas(fact.item.split("›")[-1]) if word not in _GENERAL]
    return words or list(lemmas(fact.item))


def _held(fact: Fact, text: str) -> int:
    """How many words of the item ``text`` holds, less those that it does not: 支援 tells 資金調達支援 from 資金調達."""
    words = lemmas(fact.item.split("›")[-1])
    return sum(1 if squeezed(word) in text else -1 for word in words)


def _said(question: Question) -> str:
    """What the question says, and what its subjects are called."""
    names = (name for one in question.subjects if one.kind not in _NAMELESS for name in names_of(one))
    return "\n".join([_YEAR.sub("、", squeezed(question.text)), *names])


def _meant(question: Question) -> str:
    """The same with the documents' words for what it says."""
    return "\n".join([_said(question), *(word for term in question.topic for word in term.alternatives)])


def _covered(fact: Fact, text: str) -> float:
    """The share of the item's own words that ``text`` holds; none where it lacks one of the item's numbers."""
    own = _own(fact)
    said = words_of(text)
    if any(word.isdigit() and not re.search(rf"(?<!\d){word}(?!\d)", text) for word in own):
        return 0.0
    return sum(word in said or squeezed(word) in text for word in own) / len(own) if own else 0.0
