"""Context: the words to ask the chain with, so that a question of a mail means alone what it means in the mail."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desk.drafting.questions import LIMITS, Asked
from desk.mail.wording import MailWording
from ingest.conditions import Vocabulary
from ingest.fold import narrow
from ingest.ledger_store import Subject
from rag.circumstances import circumstances
from rag.describing import Describer
from rag.subjects import names_of
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


@dataclass(frozen=True, slots=True)
class Named:
    """A subject, and the name by which the asker calls it: another of its names may mean a wider programme."""

    subject: Subject
    name: str


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
    _latest: "Named | None" = field(default=None, init=False)
    _before: InContext | None = field(default=None, init=False)
    _sought: bool = field(default=False, init=False)
    """Whether the last question looked for a programme, so that its answer names what the next one is about."""

    def of(self, asked: Asked) -> InContext:
        """``asked`` in its context; the questions of a mail are given in their order."""
        question = self.understand(asked.text)
        own = self._named(asked.text)
        about = None if own else self._named_near(asked, question) or self._left_out(asked, question)
        found = self._follow_up(asked, question) or self._alone(asked, question, about.name if about else "")
        self._sought = self._seeks(question) and not (own or about)
        described = None if self._sought else self._described(question)
        self._latest = None if self._sought else own or about or described or self._latest
        self._before = found
        return found

    def _alone(self, asked: Asked, question: Question, name: str) -> InContext:
        said = (
            self._all(asked)
            if self._seeks(question) and not (name or question.subjects)
            else self._circumstances(asked, question)
        )
        lead = f"{name}の" if name else ""  # as the chat is asked; 「…について。」 would be a sentence to weigh
        text = f"{''.join(f'{one.rstrip(_END)}。' for one in said)}{lead}{self.wording.plainly(asked.text)}"
        return InContext((text,), name)

    def _follow_up(self, asked: Asked, question: Question) -> InContext | None:
        """A question that takes up the one before (「その場合の自己負担は」), or leaves out what that one looked for,
        is asked after it."""
        before = self._before
        takes_up = self.wording.has("leans", asked.text) or (self._sought and self._is_short(question))
        if before is None or not takes_up or question.subjects or self._named_near(asked, question):
            return None
        return InContext((*before.turns[-1:], self.wording.plainly(asked.text)), before.about)

    def _named_near(self, asked: Asked, question: Question) -> "Named | None":
        """The subject named in the statements right before the question, the nearest first."""
        named = next((named for one in reversed(asked.near) if (named := self._named(one))), None)
        named = named or next((topic for one in reversed(asked.near) if (topic := self._topic(one))), None)
        says_nothing = not any(term.is_noun for term in question.topic)
        if named is None and says_nothing and asked.near:  # 「…という助成があるそうですね。最大いくら出ますか」
            named = self._described(self.understand(asked.near[-1]))
        return named

    def _left_out(self, asked: Asked, question: Question) -> "Named | None":
        """The subject of the question before, of the situation or of the title, if the question needs one.

        One that describes something else, or that no document of this kind answers, needs none.
        """
        needs = bool(question.attributes) or self.wording.has("leans", asked.text) or "deadline" in question.intents
        nouns = [term for term in question.topic if term.is_noun and not term.aside]
        if not (needs or len(nouns) <= _FEW) or self._seeks(question) or (self._sought and self._is_short(question)):
            return None
        known = self._latest or self._named_anywhere(question)
        clear = bool(nouns) and not self.is_unclear(self.wording.plainly(asked.text))
        described = self._described(question) if clear else None
        return None if described and known and described.subject != known.subject else known

    def _seeks(self, question: Question) -> bool:
        """Whether a question looks for a programme."""
        return _FIND in question.intents and not question.attributes

    def _is_short(self, question: Question) -> bool:
        return sum(term.is_noun and not term.aside for term in question.topic) <= _FEW and not question.subjects

    def _named_anywhere(self, question: Question) -> "Named | None":
        """What the situation or the title names; what they only describe, for a question that says little itself."""
        said = [one for one in (*self.situation, self.title) if any(character.isalnum() for character in one)]
        named = next((named for one in said if (named := self._named(one))), None)
        if named or sum(term.is_noun for term in question.topic) > _MUCH:
            return named
        return next((topic for one in said if (topic := self._topic(one, one == self.title))), None)

    def _named(self, text: str) -> "Named | None":
        """The last subject that ``text`` names, as it names it."""
        subjects = self.understand(text).subjects
        return Named(subjects[-1], _as_written(subjects[-1], text)) if subjects else None

    def _topic(self, statement: str, whole: bool = False) -> "Named | None":
        """The subject that a statement describes as what is asked about (「デジタルツール導入の助成について…」)."""
        head, about, _ = statement.partition("について")
        if not (about or whole) or not any(character.isalnum() for character in head):
            return None
        return self._described(self.understand(head))

    def _described(self, question: Question) -> "Named | None":
        found = None if question.subjects else self.describer.best(question)
        return Named(found, found.name) if found else None

    def _all(self, asked: Asked) -> list[str]:
        return list(dict.fromkeys([*self.situation, *asked.near]))

    def _circumstances(self, asked: Asked, question: Question) -> list[str]:
        """What says which conditions the asker meets, or the sums that a calculation is about."""
        calculates = bool(set(question.intents) & _CALCULATES)
        return [told for one in self._all(asked) if (told := self._telling(one, asked, calculates))]

    def _telling(self, statement: str, asked: Asked, calculates: bool) -> str:
        """What of ``statement`` tells a circumstance, "" for nothing: of 「部品加工を営む小規模企業です」 the end.

        Other words of it would be taken for words of the question.
        """
        said = self.understand(statement)
        if set(said.intents) & LIMITS or (said.attributes and statement not in asked.near):
            return ""
        divisions = (word for one in self.vocabulary.divisions for word in (*one.endings, *one.words))
        beside = _without_names(statement, said.subjects)  # a programme's name may hold the word of a division
        if any(word in beside for word in divisions) or (calculates and said.amounts):
            return statement
        met = circumstances(said, self.vocabulary)
        if not (met.met or met.unmet or met.plain):
            return ""
        wordings = (word for one in self.vocabulary.conditions if not one.plain for word in one.wordings)
        places = [at for word in wordings if (at := statement.find(word)) >= 0]
        return statement[min(places) :] if places else statement


def _as_written(subject: Subject, text: str) -> str:
    found = _names(subject).search(narrow(text))
    return found[0] if found else subject.name


def _without_names(text: str, subjects: Sequence[Subject]) -> str:
    text = narrow(text)
    for subject in subjects:
        text = _names(subject).sub("", text)
    return text


def _names(subject: Subject) -> re.Pattern[str]:
    """The names of ``subject`` as people write them, the longest first."""
    spaced = (r"\s*".join(map(re.escape, name)) for name in sorted(names_of(subject), key=len, reverse=True))
    return re.compile("|".join(spaced), re.IGNORECASE)
