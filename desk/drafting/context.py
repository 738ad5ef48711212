"""Context: the words to ask the chain with, so that a question of a mail means alone what it means in the mail."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from desk.drafting.naming import Named, named_in, without_names
from desk.drafting.questions import LIMITS, Asked
from desk.mail.wording import MailWording
from ingest.conditions import Vocabulary
from ingest.tokens import lemmas
from rag.circumstances import circumstances
from rag.describing import Describer
from rag.types import Question

_END = "。！!？? "
_FIND = "find"
_FEW, _MUCH = 2, 3  # nouns of a question that leans on another; of one that describes its own matter
_CALCULATES = frozenset(["grant", "share", "cost"])


@dataclass(frozen=True, slots=True)
class InContext:
    """``turns``: what the asker says, turn by turn, the last one the question. ``about``: the name of the subject
    that was added because the question leaves it out, "" for none."""

    turns: tuple[str, ...]
    about: str = ""


@dataclass
class Context:
    """Gives each question of one mail what it leaves out: the programme, and the asker's circumstances."""

    wording: MailWording
    understand: Callable[[str], Question]
    describer: Describer
    vocabulary: Vocabulary
    is_unclear: Callable[[str], bool]
    """Whether the chat, asked this alone, would ask back what it is about."""
    title: str = ""
    situation: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    """The lines of an earlier mail that this one quotes."""
    _latest: Named | None = field(default=None, init=False)
    _before: InContext | None = field(default=None, init=False)
    _sought: bool = field(default=False, init=False)
    """Whether the last question looked for a programme, so that its answer names what the next one is about."""

    def of(self, asked: Asked) -> InContext:
        """``asked`` in its context; the questions of a mail are given in their order."""
        called = self._called(asked)
        asked = replace(asked, text=self.wording.naming(asked.text, called.name)) if called else asked
        question = self.understand(asked.text)
        own = self._named(asked.text)
        about = self._whole_of(own, asked) if own else self._named_near(asked, question)
        about = about or (None if own else self._left_out(asked, question))
        found = self._follow_up(asked, question, own or about)
        found = found or self._alone(asked, question, about.name if about else "")
        self._sought = self._seeks(question) and not (own or about)
        described = None if self._sought else self._described(question)
        self._latest = None if self._sought else called or own or about or described or self._latest
        self._before = replace(found, about=found.about or (called.name if called else ""))
        return self._before

    def _called(self, asked: Asked) -> Named | None:
        """The programme that 「同事業」 or 「この助成金」 stands for in a question."""
        if self._sought or not self.wording.has("stands_for", asked.text):
            return None
        question = self.understand(asked.text)
        known = self._named_near(asked, question) or self._latest or self._named_anywhere(question)
        return known if known and self.wording.naming(asked.text, known.name) != asked.text else None

    def _whole_of(self, own: Named, asked: Asked) -> Named | None:
        """The programme that the mail is about where a question names only a part of it."""
        frame = next((named for one in reversed(asked.near) if (named := self._named(one))), None)
        return frame if frame and own.subject.id in frame.subject.parts else None

    def _alone(self, asked: Asked, question: Question, name: str) -> InContext:
        said = (
            self._all(asked)
            if self._seeks(question) and not (name or question.subjects)
            else self._circumstances(asked, question)
        )
        plain = self.wording.plainly(asked.text)
        # What the wording cuts off as a sentence of its own only leads up to the question; it is the question
        # that lacks the name. 「…について。」 would be a sentence to weigh, 「…の」 is how the chat is asked.
        cut = plain.rstrip(_END).rfind("。") + 1 if plain.count("。") > asked.text.count("。") else 0
        lead = f"{name}の" if name else ""
        text = f"{''.join(f'{one.rstrip(_END)}。' for one in said)}{plain[:cut]}{lead}{plain[cut:]}"
        return InContext((text,), name)

    def _follow_up(self, asked: Asked, question: Question, known: Named | None) -> InContext | None:
        """A question that takes up the one before (「その場合の自己負担は」), or leaves out what that one looked for,
        is asked after it."""
        before = self._before
        if before is None or question.subjects:
            return None
        if known and self._latest and known.subject == self._latest.subject and self._goes_on(asked, question, before):
            text = self._alone(asked, question, "").turns[0]
            return InContext((*before.turns[-1:], text), before.about)
        takes_up = self.wording.has("leans", asked.text) or (self._sought and self._is_short(question))
        if not takes_up or self._named_near(asked, question):
            return None
        return InContext((*before.turns[-1:], self.wording.plainly(asked.text)), before.about)

    def _goes_on(self, asked: Asked, question: Question, before: InContext) -> bool:
        """Whether a question on the same matter means the case of the one before: it says so (「その枠の…」), or it
        is to be worked out for a sum and names no other."""
        if self.wording.has("same_case", asked.text):
            return True
        works_out = bool(set(question.intents) & _CALCULATES) and any(map(self._has_sum, (*asked.near, asked.text)))
        return works_out and self._divides(before.turns[-1]) and not self._divides("".join((*asked.near, asked.text)))

    def _has_sum(self, text: str) -> bool:
        return bool(self.understand(text).amounts)

    def _named_near(self, asked: Asked, question: Question) -> Named | None:
        """The subject named in the statements right before the question, the nearest first."""
        named = next((named for one in reversed(asked.near) if (named := self._named(one))), None)
        named = named or next((topic for one in reversed(asked.near) if (topic := self._topic(one))), None)
        says_nothing = not any(term.is_noun for term in question.topic)
        if named is None and says_nothing and asked.near:  # 「…という助成があるそうですね。最大いくら出ますか」
            named = self._described(self.understand(asked.near[-1]))
            named = self._latest if named and self._latest and _are_kin(named, self._latest) else named
        return named

    def _left_out(self, asked: Asked, question: Question) -> Named | None:
        """The subject of the question before, of the situation or of the title, if the question needs one.

        One that describes something else, or that no document of this kind answers, needs none.
        """
        needs = bool(question.attributes) or self.wording.has("leans", asked.text) or "deadline" in question.intents
        nouns = [term for term in question.topic if term.is_noun and not term.aside]
        if not (needs or len(nouns) <= _FEW) or self._seeks(question) or (self._sought and self._is_short(question)):
            return None
        known = self._latest or self._named_anywhere(question)
        names = any(term.lemma not in self._circumstantial for term in nouns)
        clear = names and not self.is_unclear(self.wording.plainly(asked.text))
        described = self._described(question) if clear else None
        return None if described and known and described.subject != known.subject else known

    def _seeks(self, question: Question) -> bool:
        """Whether a question looks for a programme."""
        return _FIND in question.intents and not question.attributes

    def _is_short(self, question: Question) -> bool:
        return sum(term.is_noun and not term.aside for term in question.topic) <= _FEW and not question.subjects

    def _named_anywhere(self, question: Question) -> Named | None:
        """What the situation or the title names; what they only describe, for a question that says little itself."""
        said = [one for one in (*self.situation, self.title) if any(character.isalnum() for character in one)]
        named = next((named for one in said if (named := self._named(one))), None)
        if named or sum(term.is_noun for term in question.topic) > _MUCH:
            return named
        topic = next((topic for one in said if (topic := self._topic(one, one == self.title))), None)
        return topic or next((named for one in self.earlier if (named := self._named(one))), None)

    def _named(self, text: str) -> Named | None:
        """The last subject that ``text`` names, as it names it."""
        return named_in(self.understand(text).subjects, text)

    def _topic(self, statement: str, whole: bool = False) -> Named | None:
        """The subject that a statement describes as what is asked about (「デジタルツール導入の助成について…」)."""
        head, about, _ = statement.partition("について")
        if not (about or whole) or not any(character.isalnum() for character in head):
            return None
        question = self.understand(head)
        if whole and sum(term.is_noun for term in question.topic) < _FEW:
            return None  # a title of one word (「跡継ぎ」) names a matter and no subject
        return self._described(question)

    def _described(self, question: Question) -> Named | None:
        found = None if question.subjects else self.describer.best(question)
        return Named(found, found.name) if found else None

    def _all(self, asked: Asked) -> list[str]:
        return list(dict.fromkeys([*self.situation, *asked.near]))

    def _circumstances(self, asked: Asked, question: Question) -> list[str]:
        """What says which conditions the asker meets, or the sums that a calculation is about."""
        calculates = bool(set(question.intents) & _CALCULATES)
        if question.attributes and not calculates and not set(question.attributes) & self._graded:
            return []  # no document states it by who asks
        return [told for one in self._all(asked) if (told := self._telling(one, asked, calculates))]

    def _telling(self, statement: str, asked: Asked, calculates: bool) -> str:
        """What of ``statement`` tells a circumstance, "" for nothing: of 「部品加工を営む小規模企業です」 the end.

        Other words of it would be taken for words of the question.
        """
        said = self.understand(statement)
        if set(said.intents) & LIMITS or (said.attributes and statement not in asked.near):
            return ""
        if self._divides(statement) or (calculates and said.amounts):
            return statement
        met = circumstances(said, self.vocabulary)
        if not (met.met or met.unmet or met.plain):
            return ""
        wordings = (word for one in self.vocabulary.conditions if not one.plain for word in one.wordings)
        places = [at for word in wordings if (at := statement.find(word)) >= 0]
        return statement[min(places) :] if places else statement

    def _divides(self, text: str) -> bool:
        """Whether ``text`` says which course, frame or line of business it speaks of."""
        divisions = (word for one in self.vocabulary.divisions for word in (*one.endings, *one.words))
        beside = without_names(text, self.understand(text).subjects)  # a name may hold the word of a division
        return any(word in beside for word in divisions)

    @cached_property
    def _circumstantial(self) -> frozenset[str]:
        """The words of conditions: 「賃上げをした場合は」 describes no programme."""
        return frozenset(lemma for one in self.vocabulary.conditions for word in one.wordings for lemma in lemmas(word))

    @cached_property
    def _graded(self) -> frozenset[str]:
        """The attributes that some document states by condition or division."""
        return frozenset(fact.attribute for fact in self.describer.ledger.all_facts() if fact.conditions)


def _are_kin(one: Named, other: Named) -> bool:
    """Whether two are the same, or one is a part of the other."""
    first, second = one.subject, other.subject
    return first == second or first.id in second.parts or second.id in first.parts
