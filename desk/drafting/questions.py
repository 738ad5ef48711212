"""The questions of a mail, one by one, and what its writer says of herself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desk.drafting.coordination import coordinated, inline_items
from desk.drafting.sentences import Line, lines_of
from desk.mail.parts import MailParts
from desk.mail.wording import MailWording
from rag.types import Question

Understand = Callable[[str], Question]
"""What the chain understands of a text taken alone."""
LIMITS = frozenset(["deadline", "definition", "other_prefecture", "national_programme", "out_of_scope"])
"""Intents that alone make something a question: no document answers them, and the reply must say so."""
MOST = 30  # questions of one mail
_END = "。！!　 "


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was written (without connectives), and the statements that lead up to it, nearest last."""

    text: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The questions of a mail in their order, and all its statements: the asker's situation."""

    questions: tuple[Asked, ...]
    situation: tuple[str, ...]


@dataclass(frozen=True)
class QuestionFinder:
    """Finds questions by the wording data and by what the chain understands."""

    wording: MailWording
    understand: Understand

    def find(self, parts: MailParts) -> Found:
        """The questions of ``parts``; a mail that asks nothing is one question as a whole."""
        walk = _Walk(self, lines_of(parts.own))
        walk.run()
        questions = self._with_topics(walk.questions)
        if not questions:
            said = walk.said or [line for line in parts.own if line]
            questions = [Asked("".join(f"{one.rstrip(_END)}。" for one in said))] if said else []
            return Found(tuple(questions), ())
        return Found(tuple(questions[:MOST]), tuple(dict.fromkeys(walk.situation)))

    def _with_topics(self, questions: list[Asked]) -> list[Asked]:
        """``questions`` without those that only name what the next one is about (「…について教えてください。」)."""
        kept: list[Asked] = []
        topic: tuple[str, ...] = ()
        for n, one in enumerate(questions):
            then = questions[n + 1] if n + 1 < len(questions) else None
            if then and self._is_topic(one.text) and not self.understand(then.text).subjects:
                topic = (*one.near, one.text)
                continue
            kept.append(replace(one, near=(*topic, *one.near)))
            topic = ()
        return kept

    def _is_topic(self, text: str) -> bool:
        question = self.understand(text)
        return self.wording.has("about", text.rstrip(_END)) and not question.attributes

    def bare(self, sentence: str) -> str:
        """``sentence`` without connectives at its beginning."""
        before = ""
        while before != sentence:
            before = sentence
            for pattern in self.wording.patterns["connective"]:
                cut = pattern.sub("", sentence, count=1).lstrip("、, ")
                sentence = cut if self.has_content(cut) or self.asks(cut) else sentence
        return sentence

    def asks(self, sentence: str) -> bool:
        return self.wording.has("asks", sentence.rstrip(_END)) and not self.wording.has("no_question", sentence)

    def has_content(self, text: str) -> bool:
        """Whether a text says what it is about: a noun, an attribute, a programme, or "what is given" as a whole."""
        if not any(character.isalnum() for character in text):
            return False
        if self.wording.has("general", text.rstrip(_END)):
            return True
        question = self.understand(text)
        nouns = any(term.is_noun and len(term.lemma) > 1 for term in question.topic)
        return nouns or bool(question.attributes or question.subjects or set(question.intents) & LIMITS)

    def is_said_to_be_polite(self, sentence: str) -> bool:
        """Whether a sentence is a greeting or a closing and asks nothing of the documents."""
        said = sentence.rstrip(_END)
        if self.wording.has("greeting", sentence):
            return not (self.asks(sentence) and self.understand(sentence).attributes)
        closes = self.wording.has("closing", sentence)
        closes = closes or (self.wording.has("closing", said) and not self.wording.has("introduces", said))
        if not closes and not self.wording.has("objectless", said):
            return False
        question = self.understand(sentence)
        return not (question.attributes or question.subjects or set(question.intents) & LIMITS)


class _Walk:
    """One pass over the lines of a mail."""

    def __init__(self, finder: QuestionFinder, lines: Sequence[Line]) -> None:
        self._finder = finder
        self._lines = lines
        self.questions: list[Asked] = []
        self.situation: list[str] = []
        self.said: list[str] = []
        self._near: list[str] = []
        self._announced = False
        self._matter = 0
        """Where in the situation begins what is said of the matter of now."""
        self._count = 0

    def run(self) -> None:
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            if line.kind == "heading":
                self._head(line)
            elif line.kind == "item":
                last = next((n for n in range(at, len(self._lines)) if self._lines[n].kind != "item"), len(self._lines))
                self._items(self._lines[at:last], self._lines[last] if last < len(self._lines) else None)
                at = last - 1
            else:
                self._sentence(line.text)
            at += 1

    def _head(self, line: Line) -> None:
        self._announced = self._finder.wording.has("heading_asks", line.text)
        if not self._announced:
            self._near = [line.text]

    def _sentence(self, text: str, item: bool = False) -> None:
        finder, wording = self._finder, self._finder.wording
        if not item and (finder.is_said_to_be_polite(text) or self._is_signature(text)):
            return
        sentence = finder.bare(text)
        if not item and wording.has("introduction", sentence.rstrip(_END)):
            self._introduce(sentence)
        elif not item and wording.has("introduces", sentence.rstrip(_END)) and not self._asks_itself(sentence):
            self._announced = True
            self._state(sentence, moves_on=sentence != text)
        elif self.questions and wording.has("alternative", sentence) and finder.asks(sentence):
            last = self.questions[-1]
            self.questions[-1] = replace(last, text=f"{last.text}{sentence}")
        elif finder.asks(sentence):
            self._ask(sentence)
        else:
            self._state(sentence, moves_on=sentence != text and wording.has("about", sentence.rstrip(_END)))

    def _is_signature(self, text: str) -> bool:
        """Whether a line is one of a signature in the middle of a mail, as above a postscript."""
        return self._finder.wording.has("signature_line", text) and not self._finder.asks(text)

    def _asks_itself(self, sentence: str) -> bool:
        """Whether an announcement is a question already: it has a question word or names an attribute."""
        question = self._finder.understand(sentence)
        return bool(question.attributes or set(question.intents) & LIMITS)

    def _introduce(self, sentence: str) -> None:
        """Who writes; of that only what the company does tells something."""
        clause = sentence.split("営", maxsplit=1)[0]
        if clause != sentence and len(clause) > 4:
            self._state(f"{clause}営んでいます")

    def _state(self, sentence: str, moves_on: bool = False) -> None:
        """``moves_on``: what follows is about something else (「次に、…についてです。」), and what was said of the
        matter before is no part of it."""
        self.said.append(sentence)
        if not self._finder.has_content(sentence):
            return
        moves_on = moves_on and bool(self._finder.understand(sentence).subjects)
        if moves_on:
            self.situation = self.situation[: self._matter]
            self._matter, self._near = len(self.situation), []
        self.situation.append(sentence)
        afterthought = self._finder.wording.has("afterthought", sentence.rstrip(_END))
        if not moves_on and self.questions and not self._near and afterthought:
            last = self.questions[-1]  # 「…は無料でしょうか。総合相談窓口のことです。」
            self.questions[-1] = replace(last, near=(*last.near, sentence))
            return
        self._near.append(sentence)

    def _ask(self, sentence: str) -> None:
        pieces = [part for piece in self._inline(sentence) for part in self._split(piece)]
        for piece in pieces:
            text = self._finder.bare(piece.strip("、 "))
            if self._belongs_to_last(text):
                self.questions[-1] = replace(self.questions[-1], text=f"{self.questions[-1].text}{text}")
            elif self._is_bare(text) and self._near and not self._is_follow_up(text):
                self._add(f"{self._take().rstrip(_END)}。{text}")  # 「…と聞きました。本当でしょうか」
            elif self._finder.has_content(text) or self._is_follow_up(text):
                self._add(text)  # 「いかがでしょうか。」 after a question adds none
        self._near = []

    def _add(self, text: str) -> None:
        self.questions.append(Asked(text, tuple(self._near)))

    def _take(self) -> str:
        """The statement right before, which becomes part of the question."""
        statement = self._near.pop()
        self.situation = [one for one in self.situation if one != statement]
        return statement

    def _is_bare(self, text: str) -> bool:
        """Whether a question says nothing of what it is about, as 「何件でしょうか」 after the name of a figure."""
        if not self._finder.has_content(text) or self._finder.wording.has("confirms", text):
            return True
        question = self._finder.understand(text)
        general = self._finder.wording.has("general", text.rstrip(_END))
        if question.subjects or general or any(term.is_noun for term in question.topic) or not self._near:
            return False
        if self._finder.wording.has("hearsay", self._near[-1]):
            return True
        before = self._finder.understand(self._near[-1])
        named = before.attributes or set(before.intents) & LIMITS
        return bool(named) and not before.amounts

    def _belongs_to_last(self, text: str) -> bool:
        """Whether a question works on the figures of the one before (「差額も教えてください」)."""
        if not self.questions or not self._finder.has_content(text):
            return False
        question = self._finder.understand(text)
        new = question.subjects or question.amounts or question.attributes or question.fiscal_years
        return bool(set(question.intents) & {"change"}) and not new

    def _is_follow_up(self, text: str) -> bool:
        return bool(self.questions) and self._finder.wording.has("leans", text)

    def _inline(self, sentence: str) -> list[str]:
        """The numbered pieces of a sentence; what stands before the first is what they are about."""
        lead, pieces = inline_items(sentence, self._finder.wording)
        if lead and pieces:
            self._near.append(lead)
        return pieces or [sentence]

    def _split(self, sentence: str) -> list[str]:
        pieces = [sentence]
        for pattern in self._finder.wording.patterns["split"]:
            pieces = [part for piece in pieces for part in self._at(pattern.split(piece))]
        return [part for piece in pieces for part in coordinated(piece, self._finder.wording, self._finder.understand)]

    def _at(self, parts: list[str]) -> list[str]:
        """``parts`` of a sentence, joined again where one does not ask for something of its own."""
        out: list[str] = []
        for part in parts:
            alone = self._finder.has_content(part) and self._finder.asks(part)
            alone = alone and not self._finder.wording.has("alternative", part)
            if out and not alone:
                out[-1] += f"、{part}"
            else:
                out.append(part)
        return out

    def _items(self, items: Sequence[Line], after: Line | None) -> None:
        wording = self._finder.wording
        asked_after = after is not None and wording.has("after_list", after.text)
        explicit = any(self._finder.asks(line.text) for line in self._lines)
        asking = self._announced or asked_after or not explicit
        beside = any(self._finder.asks(line.text) for line in items)  # a question in the same list
        lead = tuple(self._near)
        self._count = len(self.questions)
        for number in dict.fromkeys(line.item for line in items):
            self._near = list(lead)
            own = [line.text for line in items if line.item == number]
            is_asked = asking or (beside and self._names_what_is_asked(own))
            if not any(self._finder.asks(one) for one in own) and is_asked and _is_nominal(own):
                self.questions += [Asked(text, tuple(self._near)) for text in self._nominal(own)]
            else:
                for one in own:
                    self._sentence(one, item=True)
                lead = lead if any(self._finder.asks(one) for one in own) else tuple(self._near)
        self._announced = False
        # What follows a list of questions is about something else; what follows a list of facts, about them.
        self._near = list(lead) if self._count == len(self.questions) else []

    def _names_what_is_asked(self, own: list[str]) -> bool:
        question = self._finder.understand("".join(own))
        return bool(question.attributes or set(question.intents) & LIMITS) and not question.amounts

    def _nominal(self, own: list[str]) -> list[str]:
        text = "".join(own).rstrip(_END)
        return [text] if self._finder.has_content(text) else []


def _is_nominal(own: Sequence[str]) -> bool:
    """Whether an item names something to be told: no predicate, and no value of its own (「従業員：15名」)."""
    text = "".join(own).rstrip(_END)
    head, colon, value = text.partition("：")
    states = bool(colon) and bool(value.strip()) and len(head) <= 10
    return not states and not text.endswith(("です", "ます", "ました", "した", "ている", "である"))
