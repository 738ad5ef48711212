"""Joining: a turn that leaves something out, with what the question before it gives.

What the new turn says anew (an attribute, a year, an amount, a condition) replaces what was said of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.conditions import Vocabulary
from ingest.fold import squeeze
from ingest.ledger_store import Ledger, Subject
from ingest.quantities import parse_quantities
from rag.analysis import QuestionAnalyser
from rag.circumstances import circumstances
from rag.limits import is_limit
from rag.matching import holds
from rag.subjects import names_of
from rag.turns import TurnReader
from rag.types import Question, Term

_ASKS = ("ますか", "ですか", "でしょうか")
_CALCULATES = ("grant", "share", "cost")
_OPEN_INTENTS = ("no_condition", "spend")  # they say on what terms, and ask for nothing themselves
_OF_ONE_TURN = ("premise", "list", "compare", "most")  # intents that are said again where they are meant again
_ASKING = frozenset(("specific", "things", "enumerate"))  # intents of one who asks what there is
_WHAT = re.compile(r"どんな|どのような|どういう|何を")  # asks what it is, and no attribute of before
_HOW_MUCH = re.compile(r"(?:どれ|どの)(?:くらい|ぐらい|程度)|何(?:%|パーセント|割|倍|人|名|社|件|か国|カ国)|いくら")
_OF_THESE = ("そのうち", "その中", "このうち", "この中", "うち")
_FEWEST = 2  # letters of a word by which another subject is known


@dataclass(frozen=True)
class Joiner:
    """Joins turns about one corpus."""

    analyser: QuestionAnalyser
    turns: TurnReader
    ledger: Ledger | None
    vocabulary: Vocabulary

    def join(self, before: Question, new: Question, taken_back: str = "") -> Question:
        """``new`` with what it leaves out; ``taken_back``: the whole turn where it corrects the one before."""
        new = self._with_attribute(new)
        subjects = new.subjects or self._kept(before, new, taken_back)
        same = bool(subjects) and subjects == before.subjects
        anew = bool(new.subjects) or (bool(before.subjects) and not subjects)
        asks_anew = same and bool(new.attributes or self._replaced_parts(before, new))
        attributes = self._attributes(before, new, anew)
        amounts, intents = self._wanted(before, new)
        return Question(
            text=new.text if anew else f"{self._carried(before, new)} {new.text}".strip(),
            topic=self._without_denied(new, _topic(before, new, anew, asks_anew)),
            attributes=attributes,
            fiscal_years=new.fiscal_years or before.fiscal_years,
            calendar_years=new.calendar_years or (() if new.fiscal_years else before.calendar_years),
            subjects=subjects,
            keys=new.keys or (before.keys if attributes == before.attributes else ()),
            wordings=new.wordings or before.wordings,
            amounts=amounts,
            intents=intents,
        )

    def _kept(self, before: Question, new: Question, taken_back: str) -> tuple[Subject, ...]:
        """The subjects of the question before, unless the turn is about others."""
        nouns = [t for t in new.topic if t.is_noun and not t.aside and len(t.lemma) >= _FEWEST]
        if self.ledger is None or not nouns or not before.subjects:
            return before.subjects
        if taken_back and self._is_taken_back(before, taken_back):
            return ()
        if taken_back and new.attributes and self._is_of_part(before.subjects, new.attributes, nouns):
            return before.subjects
        own = "\n".join(self._stated(before.subjects))
        if not taken_back and any(holds(term, own) for term in nouns):
            return before.subjects
        conditions = circumstances(new, self.vocabulary)
        asked = "\n".join([*conditions.met, *conditions.unmet])
        others = "\n".join(name for name in self.analyser.subjects.names)
        elsewhere = [t for t in nouns if squeeze(t.lemma) in others and not holds(t, asked)]
        return () if elsewhere else before.subjects

    def _is_taken_back(self, before: Question, turn: str) -> bool:
        """Whether a correction takes back the subject: a word of its name stands before 「じゃなくて」."""
        meant = self.turns.meant(turn)[0]
        rejected = self.analyser.analyse(squeeze(turn).replace(squeeze(meant), "", 1) or turn).topic
        names = "\n".join(name for one in before.subjects for name in names_of(one))
        return any(holds(term, names) for term in rejected if term.is_noun)

    def _is_of_part(self, subjects: tuple[Subject, ...], attributes: tuple[str, ...], nouns: Sequence[Term]) -> bool:
        """Whether a part of ``subjects`` that has all of the nouns in its name states what is asked."""
        assert self.ledger is not None
        facts = [fact for one in subjects for fact in self.ledger.facts(one.id) if fact.attribute in attributes]
        return any(all(holds(term, fact.item) for term in nouns) for fact in facts if fact.item)

    def _stated(self, subjects: tuple[Subject, ...]) -> list[str]:
        """What the subjects are called and what is stated of them and of their parts."""
        assert self.ledger is not None
        texts = list[str]()
        for one in subjects:
            texts += names_of(one)
            for id_ in (one.id, *one.parts):
                texts += [f"{f.item} {' '.join(f.conditions)} {f.text}" for f in self.ledger.facts(id_)]
        return texts

    def _with_attribute(self, new: Question) -> Question:
        """The turn with the attribute whose key ends in a word of it (「率は？」)."""
        if (
            new.attributes
            or new.subjects
            or not (bare := re.fullmatch(r"(?:じゃあ|では|それで|で)?(\w{1,3}?)は?[?。]*", squeeze(new.text)))
        ):
            return new
        for attribute in self.analyser.lexicon.attributes:
            if any(key.endswith(bare[1]) for key in attribute.keys):
                return replace(new, attributes=(attribute.name,), topic=(), wordings=(), keys=attribute.keys[:4])
        return new

    def _without_denied(self, new: Question, topic: tuple[Term, ...]) -> tuple[Term, ...]:
        """``topic`` without the words of conditions that the turn says are not met (「小規模じゃなかったら」)."""
        denied = "\n".join(circumstances(new, self.vocabulary).unmet)
        return tuple(term for term in topic if not (denied and holds(term, denied)))

    def _attributes(self, before: Question, new: Question, anew: bool) -> tuple[str, ...]:
        if new.attributes:
            return new.attributes
        text = squeeze(new.text)
        whole = _is_whole(new) or _WHAT.search(text) is not None or self._is_of_a_figure(before, text)
        return () if whole and not new.subjects and not anew else before.attributes

    def _is_of_a_figure(self, before: Question, text: str) -> bool:
        """Whether a turn asks how much of what has no figure: who was asked for a place has not asked for growth."""
        kinds = {one.kind for one in self.analyser.lexicon.attributes if one.name in before.attributes}
        return bool(before.subjects) and kinds == {"text"} and _HOW_MUCH.search(text) is not None

    def _wanted(self, before: Question, new: Question) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Amounts and intents: a calculation goes on with another amount or condition, else it ends."""
        carried = tuple(i for i in before.intents if not is_limit(i) and i not in _OF_ONE_TURN)
        known = {one.name for one in self.vocabulary.conditions}
        acting = [intent for intent in new.intents if intent not in known and intent not in _OPEN_INTENTS]
        stated = circumstances(new, self.vocabulary)
        excluded = {*stated.unmet, *(["no_condition"] if stated.met else [])}
        carried = tuple(intent for intent in carried if intent not in excluded)
        calculated = bool(before.amounts) and any(intent in (*_CALCULATES, "spend") for intent in before.intents)
        if acting and not (calculated and new.amounts):
            goes_on = any(intent in _CALCULATES for intent in acting)
            return new.amounts or (before.amounts if calculated and goes_on else ()), new.intents
        intents = tuple(dict.fromkeys([*carried, *new.intents]))
        if calculated and not new.attributes:
            return new.amounts or before.amounts, intents
        return new.amounts, intents if not new.attributes else tuple(i for i in intents if i not in _CALCULATES)

    def _carried(self, before: Question, new: Question) -> str:
        """The text of the question before without what the new turn says anew."""
        text = squeeze(before.text)
        kinds = {"money"} if new.amounts or not before.amounts else set()
        kinds |= {"fiscal_year", "date"} if new.fiscal_years else set()
        for quantity in reversed(parse_quantities(text)):
            if quantity.kind in kinds:
                text = text[: quantity.start] + text[quantity.end :]
        if new.attributes or self.turns.interrogatives.search(squeeze(new.text)):
            text = self.turns.interrogatives.sub("", text)
        # 「そのうち…」 asks for some of what was asked for before.
        if (new.attributes or _WHAT.search(squeeze(new.text))) and not squeeze(new.text).startswith(_OF_THESE):
            for wording in before.wordings:
                text = text.replace(wording, "")
        stated = circumstances(new, self.vocabulary)
        for condition in self.vocabulary.conditions:
            if condition.name in stated.unmet:
                for wording in condition.wordings:
                    text = text.replace(wording, "")
        for name in (*self._replaced_divisions(before, new), *self._replaced_parts(before, new)):
            text = text.replace(name, "")
        return text

    def divisions(self, before: Question) -> list[str]:
        """The names of the divisions (コース, 区分 …) that the question asked for, in the documents' order."""
        if self.ledger is None:
            return []
        said = squeeze(before.text)
        stated = [c for one in before.subjects[:1] for f in self.ledger.facts(one.id) for c in f.conditions]
        named = [c.partition(":")[2] for c in stated if ":" in c and c.partition(":")[0] in said]
        return list(dict.fromkeys(named))

    def _replaced_parts(self, before: Question, new: Question) -> list[str]:
        """Names of parts in the question before, where the turn names another part and no attribute."""
        if self.ledger is None or new.attributes or new.subjects:
            return []
        items = {f.item.split("›")[-1] for one in before.subjects for f in self.ledger.facts(one.id) if f.item}
        nouns = [term for term in new.topic if term.is_noun and not term.aside]
        told = squeeze(before.text)
        meant = {squeeze(item) for item in items if nouns and all(holds(term, item) for term in nouns)}
        others = {squeeze(item) for item in items} - meant
        return sorted((name for name in others if meant and name and name in told), key=len, reverse=True)

    def _replaced_divisions(self, before: Question, new: Question) -> list[str]:
        """Names of divisions in the question before of whose kind the turn names another."""
        if self.ledger is None:
            return []
        said, told = squeeze(new.text), squeeze(before.text)
        conditions = {c for one in before.subjects for f in self.ledger.facts(one.id) for c in f.conditions if ":" in c}
        parts = [(kind, squeeze(name)) for kind, _, name in (c.partition(":") for c in conditions)]
        kinds = {kind for kind, name in parts if name in said}
        return [name for kind, name in sorted(parts) if kind in kinds and name in told and name not in said]


def _topic(before: Question, new: Question, anew: bool, asks_anew: bool) -> tuple[Term, ...]:
    """The words of the new turn behind those of the one before that still hold.

    Of a subject named anew nothing is kept; where another attribute is asked of the same subject, its name alone.
    """
    earlier = () if anew else before.topic
    if before.subjects:
        names = "\n".join(name for one in before.subjects for name in names_of(one))
        earlier = tuple(replace(term, aside=True) for term in earlier if not asks_anew or holds(term, names))
    topic = {term.lemma: term for term in (*earlier, *new.topic)}
    return tuple(topic.values())


def _is_whole(question: Question) -> bool:
    """Whether a turn is a question of its own about the same thing, and asks no attribute of it."""
    asks = question.text.rstrip("？?。 　").endswith(_ASKS)
    return (
        asks and not set(question.intents) - _ASKING and any(term.is_noun and not term.aside for term in question.topic)
    )
