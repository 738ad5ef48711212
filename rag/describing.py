"""Subjects described and not named: by distinctive words of a name, or by what the ledger states of them."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.conditions import Vocabulary
from ingest.facts import Fact
from ingest.ledger_store import Ledger, Subject
from ingest.tokens import lemmas
from rag.arithmetic import bounds
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
_JOINED = re.compile(
    r"(?:事業|支援|助成金?)?(?:と(?!いう|いった|の違|の差|比べ|では|で[、は]|は|も)|および|及び|vs)、?([^、。?]+)"
)
_BETWEEN = re.compile(r"と(?!いう|いった|の違|の差|比べ)|および|及び|、|vs")

# 「1億まで出る機械の助成」: a programme told by its cap.
_CAPPED = re.compile(
    r"[\d,.]+[万億千百]+円?(?:まで(?:出|もら|助成|補助|受け|支援|下り|おり)|が(?:上限|限度)|を(?:上限|限度)|の?上限)"
    r"|(?:上限|限度額?|最大|最高|マックス)(?:は|が|で)?[\d,.]+[万億千百]+円?"
)
_CAP, _RATE = "助成限度額", "助成率"
_GRANTED = frozenset(("grant", "share"))
_MET = r"(?:[^、。?]{0,12}?(?:無し|なし|な[いく]|しません|する|します|ある|あり|済み?))?"  # whether a condition is met
_NEAR_BEST = 0.6  # of the best share that one with the cap that is told must hold
_KIND = r"(?:助成金?|補助金?|支援|事業|制度|融資|やつ|もの|ほう|方|コース|枠|とき|場合)"
# 「…段階の助成と、…を作る助成で」: two that are described, each on its side.
_TWO = re.compile(
    rf"([^。]{{4,}}?{_KIND})(?:と|か、?それとも|、それとも)、?([^。]{{4,}}?{_KIND})(?=[でのはもにだ、。,?]|って|と(?!き))"
)
_OF_PLANS = frozenset(("目標", "予算額", "区分"))  # what a strategy states
_SURVEYED = "調査結果"
_OF_GRANTS = frozenset(
    ("助成限度額", "助成率", "下限額", "予算額", "対象者", "対象経費", "要件", "期間", "規模", "費用")
)

_AND = re.compile(r"と(?!いう|いった|の違|の差|比べ|聞|思|して|か)|および|及び|vs")


@dataclass(frozen=True, slots=True)
class _Profile:
    subject: Subject
    words: dict[str, float]
    attributes: frozenset[tuple[str, int]]
    """(attribute, fiscal year) of its facts."""
    caps: frozenset[int] = frozenset()
    """The most that is granted, in yen."""


@dataclass(frozen=True)
class Describer:
    """Finds the subject of one ledger that a question describes."""

    ledger: Ledger
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def best(self, question: Question) -> Subject | None:
        """The subject that holds most of what the question says, if it holds enough and is clearly ahead.

        Where an attribute or a year is asked for, subjects that state it go before others.
        """
        question = self._without_circumstances(question)
        if question.amounts and _GRANTED & {*question.intents}:
            question = replace(question, attributes=(_RATE, _CAP))  # it is by these that a sum is worked out
        # 「平成30年ごろの資料」 may be meant by the year alone; it may as well be that of a thing.
        years = tuple(year for year in question.calendar_years if year in self._years and not question.fiscal_years)
        if years and (dated := self._best(replace(question, fiscal_years=years))):
            return dated
        return self._best(question)

    def _best(self, question: Question) -> Subject | None:
        ranked = self.ranked(question)
        anything = [pair for pair in self.ranked(replace(question, attributes=())) if _may_state(pair[1], question)]
        if anything and (not ranked or anything[0][0] >= _FAR_BETTER * ranked[0][0]):
            ranked = anything  # it is the one that is meant, though it does not state what is asked
        return self._clear(question, self._capped(question, ranked))

    def _clear(self, question: Question, ranked: Sequence[tuple[float, Subject]]) -> Subject | None:
        """The first of ``ranked`` where it holds enough and is clearly ahead, else the one called by the words."""
        if not ranked:
            return None
        share, next_share = ranked[0][0], ranked[1][0] if len(ranked) > 1 else 0.0
        clear = share >= _COVERED and share >= _AHEAD * next_share
        alone = share >= _PARTLY and share >= _FAR_AHEAD * next_share
        return ranked[0][1] if clear or alone else self._literally(question, ranked)

    def _literally(self, question: Question, ranked: Sequence[tuple[float, Subject]]) -> Subject | None:
        """Of those nearly alike the one whose name alone has most of the question's own words (新製品, not 製品)."""
        alike = [one for share, one in ranked if share * _AHEAD >= ranked[0][0] and share >= _PARTLY]
        if any(one.kind == "survey" for one in alike):
            return None  # its tables are told apart by what they ask
        weights = {term.lemma: self._weight(term) for term in question.topic if term.is_noun}
        held = {one.id: sum(w for lemma, w in weights.items() if lemma in self._called[one.id]) for one in alike}
        order = sorted(alike, key=lambda one: -held[one.id])
        if not order or held[order[0].id] < _PARTLY * sum(weights.values()):
            return None
        next_held = held[order[1].id] if len(order) > 1 else 0.0
        return order[0] if held[order[0].id] > _FAR_BETTER * next_held else None

    def _without_circumstances(self, question: Question) -> Question:
        """A calculation without the conditions that its asker meets or not: they describe her, not the programme."""
        if not question.amounts:
            return question
        text = squeezed(question.text)
        known = self.vocabulary.conditions
        said = [one.said.pattern for one in known if one.spoken] + [re.escape(w) for one in known for w in one.wordings]
        told = "\n".join(match[0] for match in re.finditer(rf"(?:{'|'.join(said)}){_MET}", text))
        kept = tuple(term for term in question.topic if not holds(replace(term, alternatives=()), told))
        return replace(question, topic=kept) if kept else question

    def _capped(self, question: Question, ranked: list[tuple[float, Subject]]) -> list[tuple[float, Subject]]:
        """Those of ``ranked`` whose cap is the sum that tells the programme; all where none does."""
        if not question.amounts or "premise" in question.intents or not _CAPPED.search(squeezed(question.text)):
            return ranked
        capped = {one.subject for one in self._profiles if one.caps & set(question.amounts)}
        told = [pair for pair in ranked if pair[1] in capped]
        return told if told and told[0][0] >= _NEAR_BEST * ranked[0][0] else ranked

    def both(self, question: Question) -> tuple[Subject, ...]:
        """The two subjects that a comparison is about: those named, else those described by what is left of it."""
        if not question.subjects and (two := self._on_its_side(question)):
            return two
        found = list(question.subjects[:2])
        if "compare" not in question.intents and not _AND.search(squeezed(question.text)):
            return question.subjects  # 「Xの率は、賃上げなし・賃上げあり、それぞれ」 speaks of one
        while len(found) < 2:
            own = (profile.words for profile in self._profiles if profile.subject in found)
            known = {word for words in own for word, weight in words.items() if weight >= _ITEM}
            beside = _beside(question, found)
            left = (term for term in question.topic if holds(term, beside)) if beside else question.topic
            rest = replace(question, topic=tuple(term for term in left if beside or term.lemma not in known))
            if beside and not any(term.lemma not in known for term in rest.topic if term.is_noun):
                break  # a part of the one that is named
            ranked = [pair for pair in self.ranked(rest) if pair[1] not in found]
            if not ranked or ranked[0][0] < _HALF or not _may_state(ranked[0][1], question):
                break
            if beside and not self._is_meant(rest, ranked):
                break
            found.append(ranked[0][1])
        return tuple(found) if len(found) == 2 else question.subjects

    def _on_its_side(self, question: Question) -> tuple[Subject, ...]:
        """The two subjects of which each is described on its side of the 「と」; none where one is not clear."""
        match = _TWO.search(squeezed(question.text))
        if match is None:
            return ()
        years = question.fiscal_years or tuple(year for year in question.calendar_years if year in self._years)
        question = replace(question, fiscal_years=years)
        sides = [self._part(question, side) for side in (match[1], match[2])]
        found = [self._clear(side, self.ranked(side)) for side in sides]
        two = tuple(one for one in found if one is not None)
        return two if len(two) == len({one.id for one in two}) == len(found) else ()

    def _part(self, question: Question, text: str) -> Question:
        """The question with those words alone that stand in ``text``."""
        own = (term for term in question.topic if holds(replace(term, alternatives=()), text))
        return replace(question, topic=tuple(own))

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
            if not self._states(profile, question):
                continue
            held = sum(weight * _held(term, profile.words) for term, weight in weights.items()) / whole
            recent = any(year == newest for _, year in profile.attributes)
            if held > 0:
                scored.append((held * (_NEWEST if recent else 1), profile.subject))
        return sorted(scored, key=lambda pair: -round(pair[0], 9))

    def _states(self, profile: _Profile, question: Question) -> bool:
        """Whether the profile states what is asked, of the years that are named."""
        stated = profile.attributes
        if question.fiscal_years:
            stated = frozenset(pair for pair in stated if pair[1] in question.fiscal_years)
        if not question.attributes:
            return bool(stated)
        return any(attribute in question.attributes for attribute, _ in stated)

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
    def _called(self) -> Mapping[str, frozenset[str]]:
        """Subject -> the lemmas of its names."""
        return {one.id: frozenset(w for name in names_of(one) for w in lemmas(name)) for one in self.ledger.subjects()}

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
    text = squeezed(question.text)
    behind = (text.partition(name)[2] for name in sorted(names_of(found[0]), key=len, reverse=True) if name in text)
    if joined := _JOINED.match(next(behind, "")):  # 「令和3年度の予算で、AとBは」: what leads up is no side
        return joined[1]
    parts = [part for part in _BETWEEN.split(text) if part]
    at = next((i for i, part in enumerate(parts) if any(name in part for name in names_of(found[0]))), None)
    if at is None:
        return ""
    return parts[at - 1] if at else next(iter(parts[at + 1 :]), "")


def _profile(subject: Subject, facts: Sequence[Fact]) -> _Profile:
    words: dict[str, float] = {}
    _add(words, (fact.text for fact in facts), _TEXT)
    _add(words, (f"{fact.item} {' '.join(fact.conditions)}" for fact in facts), _ITEM)
    _add(words, (*subject.names, *subject.aliases), _NAME)
    caps = frozenset(bounds(f.value)[1] for f in facts if f.attribute == _CAP and f.value.startswith("yen:"))
    return _Profile(subject, words, frozenset((fact.attribute, fact.fiscal_year) for fact in facts), caps)


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


def _may_state(subject: Subject, question: Question) -> bool:
    """Whether the subject is of a kind that states what is asked: what a programme grants is no matter of a company."""
    asked = {*question.attributes}
    if subject.kind == "company":
        return not asked & _OF_GRANTS
    own = {"survey": {_SURVEYED}, "strategy": _OF_PLANS}.get(subject.kind)
    return own is None or not asked or bool(asked & own)
