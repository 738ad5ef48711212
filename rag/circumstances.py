"""Circumstances: the conditions that an asker says she meets or does not, and the divisions that she names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.conditions import Vocabulary
from ingest.facts import Fact
from rag.matching import squeezed
from rag.subjects import names_of
from rag.types import Question

_PARTS = re.compile(r"[、・,/]")
_ENDING = re.compile(r"(?:枠|コース|区分|業)$")
_SHORTEST = 2  # letters of a division's part that is looked for in a question
_STEM = 4  # letters of a condition's name by which people call it for short (ゼロエミ)
_UNMET = re.compile(
    r"[^、。,]*?(?:しませ|使いませ|満たしませ|行いませ|上げませ|できませ|できな|予定はな|考えていな|ではな|じゃな|ではありませ|じゃありませ|でない|しない|せず|使わな|満たさな|行わな|なし|無し|以外|付けない|つけない|関係な)"
)
NONE = "no_condition"
"""The intent of one who asks for what holds without any condition."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """``met`` and ``unmet`` conditions of the vocabulary; ``plain``: no condition at all is met."""

    met: frozenset[str]
    unmet: frozenset[str] = frozenset()
    plain: bool = False

    def allow(self, facts: Sequence[Fact]) -> list[Fact]:
        """The facts that hold, the narrowest first; all that may hold where nothing is said of their conditions."""
        facts = [fact for fact in facts if not own(fact) & self.unmet]
        if self.plain:
            return [fact for fact in facts if own(fact) <= self.met] or facts
        if not self.met:
            return facts
        holding = [fact for fact in facts if own(fact) <= self.met]
        most = max((len(own(fact) & self.met) for fact in holding), default=0)
        return [fact for fact in holding if len(own(fact) & self.met) == most]


def circumstances(question: Question, vocabulary: Vocabulary) -> Circumstances:
    """What the question states outside the names of its subjects; an intent named like a condition speaks for it."""
    text = outside_names(question)
    denied = "".join(_UNMET.findall(text))
    # A division is no condition of the asker's: ``in_divisions`` sees to those.
    stated = frozenset(name for name in vocabulary.stated(text).conditions if ":" not in name)
    known = {condition.name: condition.wordings for condition in vocabulary.conditions if not condition.plain}
    unmet = frozenset(n for n, wordings in known.items() if any(w in denied for w in (n[:_STEM], *wordings)))
    met = (stated | (set(question.intents) & set(known))) - vocabulary.plain - unmet
    # One who is not 小規模 is what excludes it.
    met |= {c.name for c in vocabulary.conditions if set(c.excludes) & unmet and not c.plain}
    excluded = {name for c in vocabulary.conditions if c.name in met for name in c.excludes}
    return Circumstances(met - excluded, unmet | excluded, NONE in question.intents)


def in_divisions(question: Question, vocabulary: Vocabulary, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of the divisions that the question names; of all of them where it names none."""
    text = outside_names(question)
    named = named_divisions(question, facts)
    kinds = {condition.partition(":")[0] for condition in named}
    kept = [fact for fact in facts if kinds <= {c.partition(":")[0] for c in fact.conditions if c in named}]
    if named:
        # What holds for every division counts where it meets what the asker states and no division's own does.
        met = circumstances(question, vocabulary).met
        known = {own(fact) for fact in kept}
        general = [f for f in facts if not any(c.partition(":")[0] in kinds for c in f.conditions)]
        kept += [f for f in general if kept and own(f) and own(f) <= met and own(f) not in known]
        return kept or [fact for fact in facts if set(fact.conditions) & named]
    # One of another industry is not of theirs.
    others = {d.name for d in vocabulary.divisions if any(word in text for word in d.words)}
    return [f for f in facts if not any(c.partition(":")[0] in others for c in f.conditions)] or list(facts)


def named_divisions(question: Question, facts: Sequence[Fact]) -> set[str]:
    """The divisions of ``facts`` that the question names, outside the names of its subjects."""
    text = outside_names(question)
    divisions = {c for fact in facts for c in fact.conditions if ":" in c}
    return {c for c in divisions if _name(c) in text} or {c for c in divisions if _is_partly_named(c, text)}


def own(fact: Fact) -> frozenset[str]:
    """Conditions that an asker meets or not; a division such as コース:… is no condition of hers."""
    return frozenset(condition for condition in fact.conditions if ":" not in condition)


def outside_names(question: Question) -> str:
    """The text of the question, squeezed, a comma where the name of one of its subjects stands."""
    text = squeezed(question.text)
    for name in sorted((name for one in question.subjects for name in names_of(one)), key=len, reverse=True):
        text = text.replace(name, "、")
    return text


def _name(condition: str) -> str:
    """A division's own name, without what kind of division it is."""
    return _ENDING.sub("", squeezed(condition.partition(":")[2]))


def _is_partly_named(condition: str, text: str) -> bool:
    return any(len(part) >= _SHORTEST and part in text for part in _PARTS.split(_name(condition)))
