"""Look-up: the facts of the ledger that a question asks for, of a subject that it names.

What the question says beyond the subject and the attribute (a part of the programme, a course, a
condition) must be met by the facts; where it is not, there is no look-up.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.conditions import Vocabulary
from ingest.facts import Fact
from ingest.ledger_store import Ledger, Subject
from ingest.tokens import lemmas
from rag.circumstances import Circumstances, circumstances, in_divisions, named_divisions, own
from rag.matching import holds, squeezed
from rag.occasions import of_place
from rag.subjects import names_of
from rag.types import Question, Term

AT_MOST = 20  # facts of one attribute; more are a list of another kind
_DATE, _OPENING, _SINCE = "日付", "開設", "いつから"
_WHOM = "対象者"
_PLACED = ("所在地", "開設")  # what a programme has of the one facility that it runs
_CASE = "事例"
_HOW_MUCH = "how_much"  # the intent of one who asks for a sum
_SUMS = ("助成限度額", "費用", "予算額")
_TIES = ("printed", "confirmed", "order")
_COUNTER = re.compile(r"何(件|社|回|人|名|者|か所|ヶ所|カ所|箇所|小間|事業|日|団体|コース)")
_OTHERWISE = re.compile(
    r"以外の|それ以外|あわせて|併せて|そうでない|そうじゃない|そのほかの|その他の場合|ほかの場合|通常の場合と"
)
_SAME_COUNTER = {"名": "人", "ヶ所": "か所", "カ所": "か所", "箇所": "か所", "企業": "社"}
_ENTERPRISES = frozenset(["社", "者"])  # 「何社」 is asked of 「50者」 too; 「何人」 is not
_FROM_TO = re.compile(r"([a-z0-9]{1,3})(?:から|~|-|～)([a-z0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Found:
    """The facts of one subject and attribute that answer, in the documents' order."""

    subject: Subject
    attribute: str
    facts: tuple[Fact, ...]
    coverage: float
    """The share of the question's nouns that the subject's names or the facts hold."""


@dataclass(frozen=True)
class LookUp:
    """Looks up facts in one ledger."""

    ledger: Ledger
    vocabulary: Vocabulary
    is_known: Callable[[str], bool]
    """Whether a lemma stands anywhere in the documents."""

    def find(self, question: Question) -> list[Found]:
        """What the ledger states of each subject and attribute asked for; empty where it does not."""
        found = []
        for subject in question.subjects:
            asked = question.attributes or self._how_much(question, subject)
            for attribute in dict.fromkeys(self._meant(question, subject, one) for one in asked):
                facts = self.facts(question, subject, attribute)
                if 0 < len(facts) <= AT_MOST:
                    found.append(Found(subject, attribute, tuple(facts), _coverage(question, subject, facts)))
        return found

    def _meant(self, question: Question, subject: Subject, attribute: str) -> str:
        """The attribute; where one asks since when of what has no dates but an opening, that."""
        if attribute != _DATE or _SINCE not in question.text:
            return attribute
        stated = {fact.attribute for fact in self.ledger.facts(subject.id)}
        return _OPENING if _OPENING in stated and _DATE not in stated else attribute

    def _how_much(self, question: Question, subject: Subject) -> tuple[str, ...]:
        """The sum that one means who asks how much and no more: the first that the subject states."""
        if _HOW_MUCH not in question.intents:
            return ()
        facts = self.ledger.facts(subject.id)
        newest = {fact.document_id for fact in _of_years(question, facts)}
        stated = {fact.attribute for fact in facts if fact.document_id in newest}
        return tuple(attribute for attribute in _SUMS if attribute in stated)[:1]

    def facts(
        self,
        question: Question,
        subject: Subject,
        attribute: str,
        strict: bool = True,
        asker: Circumstances | None = None,
    ) -> list[Fact]:
        """The facts that meet the question; ``strict``: none where a word of it is met by no fact.

        ``asker``: her circumstances where they are not what the question says.
        """
        # What counts something else has no division that is meant (「ロボットを入れたい。何社」, and ロボット：週3回).
        stated = _of_counters(question, self._stated(subject, attribute))
        stated = in_divisions(question, self.vocabulary, stated)
        asker = asker or self.circumstances(question)
        # 「…適用無しの場合」 holds beside the rest for one who says nothing of it, and for nobody who meets more.
        lacking = [f for f in stated if self.vocabulary.stated(f.item).without and self._lacked(f)]
        plain, unmet = _meeting(question, subject, [f for f in stated if f not in lacking], asker)
        special, _ = _meeting(question, subject, [f for f in lacking if asker.met <= own(f)], asker)
        decided = [f for f in special if own(f) <= asker.met and (asker.plain or self._lacked(f) <= asker.unmet)]
        facts = decided or [*plain, *special]
        # Whoever asks for whom it is says what she does herself (「パン屋でも」).
        return [] if strict and attribute != _WHOM and any(self._stops(term) for term in unmet) else facts

    def _stated(self, subject: Subject, attribute: str) -> list[Fact]:
        """What is stated of the subject; where it has no place of its own, that of the one part that has."""
        facts = self.ledger.facts(subject.id)
        own = [fact for fact in facts if fact.attribute == attribute]
        if not own:  # what is told of a company is a 事例, whatever its key asks
            own = [fact for fact in facts if fact.attribute == _CASE and fact.item.split("›")[-1] == attribute]
        if own:
            return own
        if attribute not in _PLACED:
            return self._of_whole(subject, attribute)
        parts = [[fact for fact in self.ledger.facts(one) if fact.attribute == attribute] for one in subject.parts]
        placed = [facts for facts in parts if facts]
        return placed[0] if len(placed) == 1 else []

    def _of_whole(self, subject: Subject, attribute: str) -> list[Fact]:
        """What the programme that ``subject`` is a part of states under the part's name."""
        whole, names = self.ledger.whole_of(subject.id), names_of(subject)
        facts = self.ledger.facts(whole.id) if whole else []
        return [f for f in facts if f.attribute == attribute and squeezed(f.item.split("›")[-1]) in names]

    def _lacked(self, fact: Fact) -> set[str]:
        """The conditions that its item says are not met."""
        item = squeezed(fact.item)
        return {one.name for one in self.vocabulary.conditions if any(word in item for word in one.wordings)}

    def _stops(self, term: Term) -> bool:
        """Whether a word that no fact meets leaves the look-up without its object.

        A noun that the documents know (導入, 相談) is a circumstance; one that they do not know, or one of
        several (2次), is what was asked for.
        """
        if term.aside or not term.is_noun:
            return False
        if any(letter.isdigit() for letter in term.lemma):
            return True
        return not self.is_known(term.lemma) and not any(map(self._is_known_word, term.alternatives))

    def _is_known_word(self, word: str) -> bool:
        """Whether the documents have all of a word (施設 for a 建物 that they do not know)."""
        words = lemmas(word)
        return bool(words) and all(map(self.is_known, words))

    def circumstances(self, question: Question) -> Circumstances:
        return circumstances(question, self.vocabulary)

    def remarks(self, question: Question, programme: str, attributes: Sequence[str]) -> list[str]:
        """That a condition which the asker states is not spoken of where the programme states ``attributes``."""
        stated = {c for f in self.ledger.facts(programme) if f.attribute in attributes for c in f.conditions}
        met = self.circumstances(question).met - stated
        named = [one.name for one in self.vocabulary.conditions if one.name in met and not one.alone]
        what = "・".join(attributes)
        return [f"{name}の場合に{what}が変わるという記載は、資料に見つかりません。" for name in named]


def _of_years(question: Question, facts: Sequence[Fact]) -> list[Fact]:
    """Facts of the years asked for, else of the newest year that states any."""
    named = {*question.fiscal_years, *question.calendar_years}
    years = named or {max((fact.fiscal_year for fact in facts), default=0)}
    return [fact for fact in facts if fact.fiscal_year in years]


def _meeting(
    question: Question, subject: Subject, facts: list[Fact], asker: Circumstances
) -> tuple[list[Fact], list[Term]]:
    """The facts that hold most of what the question says beside subject and attribute, and what none of them holds."""
    facts = [f for f in facts if any(word in squeezed(f.item) for word in question.wordings)] or facts
    facts, ends = _between(squeezed(question.text), _named_parts(squeezed(question.text), facts))
    facts, places = of_place(squeezed(question.text), facts)
    # A division has picked out its facts already; what holds for all of them does not name it.
    divisions = {name.partition(":")[2] for name in named_divisions(question, facts)}
    beyond = _beyond(question, subject, asker.met | asker.unmet | asker.undecided | divisions | ends | places)
    # A verb chooses no part: 「計画を作る」 is not the コース of 戦略策定.
    telling = [term for term in beyond if term.is_noun]
    held = {fact: frozenset(term for term in telling if holds(term, _context(fact))) for fact in facts}
    most = max((len(terms) for terms in held.values()), default=0)
    if _OTHERWISE.search(question.text):  # what holds for the rest is asked for beside what is named
        most = 0
    kept = [fact for fact in facts if len(held[fact]) >= most]
    covered = frozenset().union(*(held[fact] for fact in kept)) if kept else frozenset()
    unmet = [term for term in beyond if term not in covered]
    # What an overview repeats is known by the sheet's own value, whatever condition that has.
    allowed = asker.allow(_without_overviews(_of_years(question, kept)))
    if not allowed and asker.met:  # a word (町工場) may hint at a case that she does not say is hers
        hinted = frozenset(condition for fact in kept for condition in own(fact))
        allowed = asker.opened(hinted).allow(_without_overviews(_of_years(question, facts)))
    return _said_once(allowed), unmet


def _of_counters(question: Question, facts: list[Fact]) -> list[Fact]:
    """Without counts of another kind than is asked for (何社)."""
    counters = {_SAME_COUNTER.get(c, c) for c in _COUNTER.findall(question.text)}
    if not counters:
        return facts
    if counters & _ENTERPRISES:
        counters |= _ENTERPRISES
    return [fact for fact in facts if not fact.value.startswith("count:") or _counter(fact) in counters]


def _counter(fact: Fact) -> str:
    """What a count counts, 名 and 人 alike."""
    counter = fact.value.partition(":")[2].lstrip("0123456789.-")
    return _SAME_COUNTER.get(counter, counter)


def _named_parts(text: str, facts: list[Fact]) -> list[Fact]:
    """Without the parts whose name only holds the name of a part that is asked for (出張版講座 for 講座)."""
    parts = {squeezed(fact.item.split("›")[-1]) for fact in facts}
    run = text.replace("の", "")  # 「出張版の策定支援講座」
    named = {part for part in parts if part and (part in text or part in run)}
    return [
        fact
        for fact in facts
        if (part := squeezed(fact.item.split("›")[-1])) in named or not any(name in part for name in named)
    ]


def _between(text: str, facts: list[Fact]) -> tuple[list[Fact], frozenset[str]]:
    """The facts of the parts from one to another that the text names (「AからDまで」), and the two names."""
    items = [squeezed(fact.item.split("›")[-1]) for fact in facts]
    for first, last in _FROM_TO.findall(text):
        if first in items and last in items and items.index(first) < (end := len(items) - items[::-1].index(last)):
            return facts[items.index(first) : end], frozenset([first, last])
    return facts, frozenset()


def _beyond(question: Question, subject: Subject, asked: frozenset[str]) -> list[Term]:
    """Topic words that neither the name by which the subject is called nor a condition accounts for."""
    text = squeezed(question.text)
    names = names_of(subject)
    called = [name for name in names if name in text] or names
    known = "\n".join([*called, *asked])
    return [term for term in question.topic if not holds(term, known)]


def _coverage(question: Question, subject: Subject, facts: list[Fact]) -> float:
    nouns = [term for term in question.topic if term.is_noun]
    text = "\n".join([*names_of(subject), *(_context(fact) for fact in facts)])
    return sum(holds(term, text) for term in nouns) / len(nouns) if nouns else 1.0


def _context(fact: Fact) -> str:
    return "\n".join([fact.item, fact.text, fact.name, fact.attribute, *fact.conditions])


def _said_once(facts: list[Fact]) -> list[Fact]:
    """Each value under the same conditions once, by its strongest tie.

    The same value without an item is the same statement (a sheet's figure on an overview page).
    """
    said: list[Fact] = []
    for fact in sorted(facts, key=lambda fact: _TIES.index(fact.tied)):
        if not any(_is_same(fact, other) for other in said):
            said.append(fact)
    kept = [fact for fact in facts if fact in said]
    # A figure that holds without a condition need not be said again under one, where there is no other.
    general = next((fact for fact in kept if not fact.conditions and not fact.item), None)
    alike = general is not None and len(kept) > 1 and {fact.value for fact in kept} == {general.value}
    return [general] if general and alike else kept


def _without_overviews(facts: list[Fact]) -> list[Fact]:
    """Without what other pages only repeat: the page that states most comes first, others add what it does not say."""
    pages: dict[tuple[str, int, int], list[Fact]] = {}
    for fact in facts:
        pages.setdefault((fact.document_id, fact.page, fact.fiscal_year), []).append(fact)
    kept: list[Fact] = []
    for page in sorted(pages, key=lambda page: -len(pages[page])):
        values = {(fact.value, fact.fiscal_year) for fact in kept}
        kept += [fact for fact in pages[page] if (fact.value, fact.fiscal_year) not in values]
    return kept


def _is_same(one: Fact, other: Fact) -> bool:
    if (one.value, one.conditions, one.fiscal_year) != (other.value, other.conditions, other.fiscal_year):
        return False
    items = {squeezed(one.item), squeezed(other.item)}
    return len(items) == 1 or "" in items
