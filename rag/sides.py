"""Sides: what a question compares (divisions, conditions, subjects, parts), each with its facts by attribute."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.eras import year_label
from ingest.facts import Fact
from ingest.fold import narrow
from ingest.ledger_store import Subject
from ingest.quantities import parse_quantities
from rag.circumstances import called_divisions, in_divisions, named_divisions, own
from rag.draft import unmarked
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.subjects import names_of
from rag.things import Thing, ThingFinder
from rag.types import Question

MAIN = ("対象者", "助成限度額", "助成率", "期間", "規模", "対象経費", "予算額", "費用", "所在地", "開設")
"""What is compared where nothing is asked for, in this order."""
_CONTENT = "内容"
_FACTS = 6  # of one attribute
_SIDES = 4
_OTHERS = "それ以外"
_ELSE = ("その他", "左記以外", "上記以外")  # how a table heads the row of all others
_OTHERWISE = re.compile(r"以外|そのほか|その他|それ以外|そうでない|そうじゃない|ほかの業|(?:一般|通常|普通|ふつう)の業")
_BOTH = re.compile(r"あり(?:と|、|・|/)なし|する場合としない場合|(?:有|あり)無|しない場合と(?:する|した)場合")
_COUNTED = re.compile(r"(件|社|回|人|名|者|か所)数|何(件|社|回|人|名|者)")
_ALSO = re.compile(r"扱いも|場合も|についても|も含め|含めて|なら(?:どう|いくら)も")
_FIGURES = re.compile(r"[（(][^（()）]*\d[^（()）]*[）)]$")
_APART = 0.5  # share of its letters that an asker's name has in common with the printed one
_ITEM = 3  # letters of an item that a question names
_ALIKE = {"名": "人"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: how it is called, and its facts by attribute; of a division ``whole`` has it."""

    name: str
    facts: dict[str, list[Fact]]
    whole: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(self.facts.values())


@dataclass(frozen=True)
class SideFinder:
    """Finds what is compared in one ledger."""

    look_up: LookUp

    def find(self, question: Question) -> list[Side]:
        """What the question compares, in its order; fewer than two where that is not clear."""
        ways = (self._divisions, self._conditions, self._named, self._things, self._subjects)
        sides = next((found for way in ways if len(found := way(question)) > 1), [])
        if question.attributes and all(side.is_empty for side in sides):
            described = self._subjects(question) if len(question.subjects) > 1 else []
            if described and not any(side.is_empty for side in described):
                return described
            return self.find(replace(question, attributes=())) if sides else []
        return _of_common_item(question, sides)

    def _named(self, question: Question) -> list[Side]:
        """The subjects that are called by a name."""
        text = squeezed(question.text)
        called = [one for one in question.subjects if any(name in text for name in names_of(one))]
        things = self._enumerated(question)
        # One name may be that of several; what the question enumerates says how many are meant.
        if len(called) < 2 or (1 < len(things) != len(called)) or any(thing.item for thing in things):
            return []
        return self._subjects(replace(question, subjects=tuple(called)))

    def _things(self, question: Question) -> list[Side]:
        things = self._enumerated(question)
        return [] if len(things) < 2 else [self._of_thing(question, thing) for thing in things[:_SIDES]]

    def _enumerated(self, question: Question) -> list[Thing]:
        things = self._finder.beside(question, question.attributes)
        # A word of a name (原価管理) may look like an attribute that none of them has.
        return things if len(things) > 1 or not question.attributes else self._finder.beside(question, ())

    def _of_thing(self, question: Question, thing: Thing) -> Side:
        if not thing.item:
            name = _called(question, thing.subject, _plain(thing.subject.name))
            facts = {
                name: self._facts(question, thing.subject, name) for name in question.attributes or (*MAIN, _CONTENT)
            }
            return Side(name, facts)
        stated = [fact for fact in self.look_up.ledger.facts(thing.subject.id) if thing.owns(fact)]
        newest = max((fact.fiscal_year for fact in stated), default=0)
        stated = [fact for fact in stated if fact.fiscal_year in (question.fiscal_years or (newest,))]
        asked = question.attributes or (*MAIN, _CONTENT)
        facts = {name: _of_counter(question, [f for f in stated if f.attribute == name])[:_FACTS] for name in asked}
        return Side(unmarked(narrow(thing.item)), facts)

    def _subjects(self, question: Question) -> list[Side]:
        """A side a subject; of two years that are named with two subjects, each subject has its own."""
        subjects = list(question.subjects[:_SIDES])
        years = question.fiscal_years
        paired = len(years) == len(subjects) == 2 and is_paired(question, subjects)
        if len(years) == len(subjects) == 2 and not paired:
            return [side for one in subjects for side in self._by_year(question, one)]
        sides = []
        for at, subject in enumerate(subjects):
            asked = replace(question, fiscal_years=(years[at],)) if paired else question
            facts = {name: self._facts(asked, subject, name) for name in question.attributes or (*MAIN, _CONTENT)}
            if paired and not any(facts.values()):
                facts = {name: self._facts(question, subject, name) for name in question.attributes or MAIN}
            own = (fact for found in facts.values() for fact in found if fact.programme == subject.id)
            named = next((fact.name for fact in own), subject.name)
            sides.append(Side(_called(question, subject, _plain(named)), facts))
        return sides

    def _by_year(self, question: Question, subject: Subject) -> list[Side]:
        """A side a year of a subject."""
        sides = []
        for year in sorted(question.fiscal_years):
            asked = replace(question, fiscal_years=(year,))
            facts = {name: self._facts(asked, subject, name) for name in question.attributes or MAIN}
            sides.append(Side(f"{_plain(subject.name)}（{year_label(year)}）", facts))
        return sides

    def _facts(self, question: Question, subject: Subject, attribute: str) -> list[Fact]:
        return _of_counter(question, self.look_up.facts(question, subject, attribute, strict=False))[:_FACTS]

    def _divisions(self, question: Question) -> list[Side]:
        """A side a division (コース, 枠, 区分) where the question names several of one kind of the one subject."""
        for subject in question.subjects or self._divided(question):
            facts = self.look_up.ledger.facts(subject.id)
            facts = [fact for fact in facts if fact.attribute in question.attributes] or facts
            newest = max((fact.fiscal_year for fact in facts), default=0)
            facts = [fact for fact in facts if fact.fiscal_year in (question.fiscal_years or (newest,))]
            named = named_divisions(question, facts)
            kinds = {name.partition(":")[0] for name in named}
            if len(named) == 1 and _OTHERWISE.search(squeezed(question.text)):
                division = next(iter(named))
                others = self._else(question, subject, facts, division) or self._rest(question, facts, division)
                return [self._division(question, subject, division), others]
            if len(named) < 2 or len(kinds) != 1:
                continue
            order = dict.fromkeys(c for fact in facts for c in fact.conditions if c in named)
            sides = [self._division(question, subject, division) for division in order]
            if len(told := [side for side in sides if not side.is_empty]) > 1:
                return told
        return []

    def _divided(self, question: Question) -> tuple[Subject, ...]:
        """The one subject of which a question that names none calls two divisions by their names."""
        text = squeezed(question.text)
        divisions = {
            one: {c for fact in self.look_up.ledger.facts(one.id) for c in fact.conditions if ":" in c}
            for one in self.look_up.ledger.subjects()
        }
        called = [one for one, named in divisions.items() if len(called_divisions(text, named)) > 1]
        return tuple(called) if len(called) == 1 else ()

    def _division(self, question: Question, subject: Subject, division: str) -> Side:
        kind, _, name = division.partition(":")
        # The question with this division alone: what it says of conditions stays.
        known = {condition.name for condition in self.look_up.vocabulary.conditions}
        intents = tuple(intent for intent in question.intents if intent not in known)
        alone = replace(question, text=f"{name}、{self._beside(question)}", topic=(), intents=intents)
        facts = {}
        for attribute in question.attributes or MAIN:
            found = self.look_up.facts(alone, subject, attribute, strict=False)
            facts[attribute] = [
                fact
                for fact in found
                if division in fact.conditions or not any(c.startswith(f"{kind}:") for c in fact.conditions)
            ][:_FACTS]
        return Side(unmarked(narrow(name)), facts, _plain(subject.name))

    def _else(self, question: Question, subject: Subject, facts: Sequence[Fact], division: str) -> Side | None:
        """The row of all others beside a division (その他), where the table has one."""
        kind = division.partition(":")[0]
        printed = {f"{kind}:{name}" for name in _ELSE} & {c for fact in facts for c in fact.conditions}
        return self._division(question, subject, printed.pop()) if len(printed) == 1 else None

    def _rest(self, question: Question, facts: Sequence[Fact], division: str) -> Side:
        """What holds outside a division."""
        kind = division.partition(":")[0]
        outside = [fact for fact in facts if not any(c.startswith(f"{kind}:") for c in fact.conditions)]
        asked = question.attributes or MAIN
        return Side(_OTHERS, {name: [fact for fact in outside if fact.attribute == name][:_FACTS] for name in asked})

    def _beside(self, question: Question) -> str:
        """What the asker meets and does not meet, in the vocabulary's words."""
        asker = self.look_up.circumstances(question)
        unmet = (f"{name}なし" for name in sorted(asker.unmet) if name not in self._opposite)
        text = squeezed(question.text)
        # 「小規模企業の扱いも」 asks for it beside the rest.
        met = (name for name in sorted(asker.met) if not _ALSO.search(text))
        return "、".join([*met, *unmet])

    @cached_property
    def _opposite(self) -> frozenset[str]:
        """Conditions that another one excludes: who speaks of 小規模企業 may want 一般 beside it."""
        return frozenset(name for one in self.look_up.vocabulary.conditions for name in one.excludes)

    def _conditions(self, question: Question) -> list[Side]:
        """With and without a condition, where the question contrasts the two of one subject."""
        text = squeezed(question.text)
        called = [subject for subject in question.subjects if any(name in text for name in names_of(subject))]
        if len(called) != 1:
            return []
        for condition in self.look_up.vocabulary.conditions:
            said = next((word for word in condition.wordings if word in text), "")
            if condition.plain or not said or not (_BOTH.search(text) or self._excluded(condition.name, text)):
                continue
            other = next((name for name in condition.excludes if name in text), _OTHERS)
            names = (condition.name, other)
            if _BOTH.search(text):
                names = (f"{condition.name}あり", f"{condition.name}なし")
            asked = question.attributes or MAIN
            return [
                Side(name, {one: self._conditioned(question, called[0], one, condition.name, wanted) for one in asked})
                for name, wanted in zip(names, (True, False), strict=True)
            ]
        return []

    def _conditioned(
        self, question: Question, subject: Subject, attribute: str, condition: str, wanted: bool
    ) -> list[Fact]:
        stated = [fact for fact in self.look_up.ledger.facts(subject.id) if fact.attribute == attribute]
        stated = in_divisions(question, self.look_up.vocabulary, stated)
        newest = max((fact.fiscal_year for fact in stated), default=0)
        stated = [fact for fact in stated if fact.fiscal_year in (question.fiscal_years or (newest,))]
        meeting = [fact for fact in stated if condition in own(fact)]
        return meeting if wanted and meeting else [fact for fact in stated if condition not in own(fact)]

    def _excluded(self, name: str, text: str) -> bool:
        """Whether the question sets those who do not meet the condition beside those who do."""
        others = [o for o in self.look_up.vocabulary.conditions if name in o.excludes]
        return any(word in text.replace(name, "") for other in others for word in other.wordings)

    @cached_property
    def _finder(self) -> ThingFinder:
        return ThingFinder(self.look_up.ledger)


def is_paired(question: Question, subjects: Sequence[Subject]) -> bool:
    """Whether each of the years stands before a subject of its own: 「令和2年度のAと令和3年度のB」."""
    text = squeezed(question.text)
    years = [quantity.start for quantity in parse_quantities(text) if quantity.kind == "fiscal_year"]
    names = [min((at for n in names_of(one) if (at := text.find(n)) >= 0), default=-1) for one in subjects]
    return len(years) > 1 and min(names) >= 0 and years[0] < min(names) < years[1] < max(names)


def _plain(name: str) -> str:
    """A printed name without a bracket of figures behind it: 「…事業（予算507百万円）」."""
    return unmarked(_FIGURES.sub("", narrow(name)))


def _called(question: Question, subject: Subject, name: str) -> str:
    """The printed name; with the one by which the asker calls it where neither is in the other."""
    text, printed = squeezed(question.text), squeezed(name)
    spoken = [one for one in (*subject.names, *subject.aliases) if squeezed(one) in text]
    alias = max(spoken, key=len, default="")
    letters = set(squeezed(alias))
    apart = alias and printed not in text and len(letters & set(printed)) <= _APART * len(letters)
    return f"{name}（{alias}）" if apart else name


def _of_common_item(question: Question, sides: list[Side]) -> list[Side]:
    """The sides with nothing but what the question names of each of them (展示面積), where it names such a thing."""
    text = squeezed(question.text)
    items = [{_last(f) for facts in side.facts.values() for f in facts} for side in sides]
    common = [one for one in set.intersection(*items) if len(one) >= _ITEM and squeezed(one) in text] if items else []
    if not common:
        return sides
    item = max(common, key=len)
    own = {name for side in sides for name, facts in side.facts.items() if any(_last(fact) == item for fact in facts)}
    asked = set(question.attributes) - own
    return [
        replace(
            side, facts={n: [f for f in facts if n in asked or _last(f) == item] for n, facts in side.facts.items()}
        )
        for side in sides
    ]


def _last(fact: Fact) -> str:
    return fact.item.split("›")[-1]


def _of_counter(question: Question, facts: list[Fact]) -> list[Fact]:
    """Of counts those of the kind asked for (件数, 何社); all of them where none is, or nothing is asked."""
    asked = {_ALIKE.get(one, one) for pair in _COUNTED.findall(squeezed(question.text)) for one in pair if one}
    fitting = [fact for fact in facts if not fact.value.startswith("count:") or _counter(fact) in asked]
    return fitting if asked and fitting else facts


def _counter(fact: Fact) -> str:
    unit = fact.value.partition(":")[2].lstrip("0123456789.-")
    return _ALIKE.get(unit, unit)
