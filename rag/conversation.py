"""Conversation: the messages so far give what the last one leaves out. There is no state but the messages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.conditions import Vocabulary
from ingest.fold import squeeze
from ingest.ledger_store import Ledger, Subject
from rag.analysis import RANK, QuestionAnalyser
from rag.circumstances import NONE, circumstances
from rag.deeds import tells_of_a_deed
from rag.errors import LIMIT, QuestionError
from rag.joining import Joiner
from rag.limits import talk_of
from rag.matching import holds
from rag.others import Others
from rag.reference import leading, resolved, with_ranked
from rag.sentences import without_story
from rag.surveys import Surveys
from rag.turns import TurnReader
from rag.types import Message, Question

_ALONE = ("other_prefecture", "national_programme", "out_of_scope")
_CHANGE = frozenset(("change", "compare"))
_OF_A_YEAR = frozenset(("change", "last_year"))  # intents that the words for another year have
_WHAT = ("とは", "って何", "は何", "どんな", "どういう", "どのような", "内容", "教えて", "説明")
_DIVISION = re.compile(r"(?<=[一-鿿ァ-ヴーa-z])区分")  # behind the name of one
_ANOTHER = re.compile(r"(?:ほう|方)は$")  # however long its description is, such a turn asks what was asked before
# 「戦略5はどうですか」: another subject, asked the same.
_BARE = re.compile(r"(?:は|って|とは)(?:どう|いかが)?(?:です|でしょう|なんです|なの)?か?$")
_SPECIFIC = "specific"
_COMPARES = frozenset(("compare", "most"))
_WHICH = re.compile(r"どちら|どっち|両方|両者|2つ")
_PLACE = re.compile(r"[0-9]{1,2}位は?(?:何)?(?:ですか)?[?。]?")
_SURVEY, _SHARE = "survey", "調査結果"
_PARTICLES = 3  # letters behind the year of a turn that says no more
_SHORT = 24  # letters of a turn that may leave out what it is about


@dataclass(frozen=True)
class Conversation:
    """Reads conversations about one corpus; without a ledger nothing is known of what its subjects state."""

    analyser: QuestionAnalyser
    ledger: Ledger | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    newest: int = 0
    """The newest fiscal year of the documents."""

    def question(self, messages: Sequence[Message]) -> Question:
        """The last question with what earlier ones gave it; raises QuestionError for what cannot be read."""
        asked = [message for message in messages if message.role == "user"]
        if not asked or messages[-1].role != "user":
            raise QuestionError("no_question", "質問がありません。会話の最後に、ご質問を1つ入れてください。")
        check(clean(asked[-1].content))
        standing: Question | None = None
        question: Question | None = None
        before, answer, said, spoken = "", "", list[str](), list[Subject]()
        for message in messages:
            text = clean(message.content)
            if message.role == "assistant":
                answer = text
                said.append(text)
            elif text.strip() and len(text) <= LIMIT:
                question = self._both(self._turn(text, standing, before, answer), spoken)
                spoken += [one for one in question.subjects if one not in spoken]
                if self._turns.wants_more(text):
                    question = replace(question, said=tuple(squeeze(one) for one in said))
                if not _is_aside(question):
                    standing, before = question, text
        assert question is not None
        return question

    def _both(self, question: Question, spoken: Sequence[Subject]) -> Question:
        """The question with the two that were spoken of last, where it asks which of two and names fewer."""
        asks = _COMPARES & set(question.intents) and _WHICH.search(squeeze(question.text))
        others = [one for one in spoken if one not in question.subjects]
        if not asks or len(question.subjects) != 1 or not others:
            return question
        subjects = (others[-1], *question.subjects)
        called = "と".join(one.name for one in subjects)
        return replace(question, subjects=subjects, text=f"{called}、{question.text}")

    def continued(self, before: Question, new: Question) -> Question:
        """``new`` with what ``before`` gives it, both of one message."""
        whole = self._joiner.join(before, new)
        return replace(whole, attributes=new.attributes, wordings=new.wordings) if new.topic else whole

    def _turn(self, text: str, standing: Question | None, before: str, answer: str) -> Question:
        """One turn, completed by the question that stands and by the answer that was given last."""
        text = self._turns.dated(text)
        if standing is None:
            return self._dated(self._without_conditions(self.analyser.analyse(text)), ())
        told, changed = self._turns.without_change(text)
        told, corrected = self._turns.meant(told)
        told = resolved(told, answer, before, self._joiner.divisions(standing))
        named = with_ranked(told, answer)
        standing = standing if named == told else _without_place(standing)
        told = named
        new = self._without_conditions(self.analyser.analyse(told), alone=False)
        if (share := self._share(standing, new)) is not None:
            return share
        leans = corrected or self._leans(new, changed) or _is_of_a_cost(standing, new)
        if doer := self._doer(new, standing, answer):
            standing = replace(standing, subjects=doer)
        if _is_aside(new) or not (leans or doer):
            return self._dated(new, ())
        new = self._dated(new, standing.fiscal_years or self._answered_years(answer))
        new = self._others.meant(new, standing, corrected)
        if self._points_at_answer(told, standing, new):
            standing = replace(standing, subjects=self._mentioned(answer, standing, new) or standing.subjects)
        elif not standing.subjects:
            spoken = self._only_offered(answer) if "find" in standing.intents else self._spoken_of(answer)
            standing = replace(standing, subjects=spoken)
        taken_back = text if corrected else ""
        return self._joiner.join(standing, new, taken_back)

    def _share(self, standing: Question, new: Question) -> Question | None:
        """A turn that names an item of the survey spoken of, as one about its share; None for any other."""
        if self._surveys is None or _SURVEY not in standing.intents or any(s.kind == "programme" for s in new.subjects):
            return None
        if _SHARE not in new.attributes:  # 「商店街は？」 after another item's share
            if new.attributes or new.intents or _SHARE not in standing.attributes or len(new.text) > _SHORT:
                return None
            new = replace(new, text=f"{new.text.rstrip('？?。')}割合", attributes=standing.attributes)
        asked = (intent for intent in standing.intents if intent.startswith(_SURVEY))
        years = new.fiscal_years or standing.fiscal_years
        whole = replace(new, intents=tuple(dict.fromkeys([*new.intents, *asked])), fiscal_years=years)
        return whole if self._surveys.item(whole) else None

    def _leans(self, new: Question, changed: bool) -> bool:
        """Whether a turn needs the one before: it names no topic, or says so (「小規模企業なら？」)."""
        squeezed = squeeze(new.text).rstrip("?!。、")
        marks = self.analyser.lexicon.follow_ups
        begins = any(squeezed.startswith(mark[:-1]) for mark in marks if mark.endswith("-")) and not changed
        short = len(squeezed) <= _SHORT
        other = _ANOTHER.search(squeezed) and not new.attributes
        ends = (short or other) and any(squeezed.endswith(mark[1:]) for mark in marks if mark.startswith("-"))
        if new.subjects:
            # Another subject, asked the same (「では戦略Ⅲは？」).
            bare = bool(_BARE.search(squeezed)) and not {*new.intents} - {_SPECIFIC}
            return not new.attributes and (begins or ends or bare)
        if "find" in new.intents and new.topic and not begins and not self._turns.wants_more(squeezed):
            return False
        if new.attributes and self._is_condition(new):
            return True
        if short and new.attributes and not any(t.is_noun and len(t.lemma) > 1 for t in new.topic):
            return True  # 「行く前に予約はいりますか？」 names nothing that it could be asked of
        if new.amounts and not any(term.is_noun and not term.aside for term in new.topic):
            return True  # a sum of what was talked of before
        few = len(new.topic) == 1 or not new.attributes
        return begins or ends or not new.topic or (few and short)

    def _doer(self, new: Question, standing: Question, answer: str) -> tuple[Subject, ...]:
        """The one company spoken of, where the turn asks what it did."""
        named = [one for one in standing.subjects or self.analyser.subjects.find(answer) if one.kind == "company"]
        is_told = len(named) == 1 and self.ledger is not None and tells_of_a_deed(new, named[0], self.ledger)
        return tuple(named) if is_told else ()

    def _is_condition(self, question: Question) -> bool:
        """Whether a turn names a condition that its speaker meets, and nothing else."""
        met = circumstances(question, self.vocabulary).met
        words = [w for one in self.vocabulary.conditions if one.name in met for w in (one.name, *one.wordings)]
        nouns = [term for term in question.topic if term.is_noun]
        return bool(nouns) and all(holds(term, "\n".join(words)) for term in nouns)

    def _without_conditions(self, question: Question, alone: bool = True) -> Question:
        """``question`` without what only a condition or a division is called (「賃上げ要件を満たしたら」, 「…区分は」).

        A question that stands ``alone`` keeps it where it asks for nothing else.
        """
        text = _DIVISION.sub("、", squeeze(question.text))
        if not question.attributes or any(word in text for word in _WHAT):
            return question
        text = text.replace("要件", "、") if NONE in question.intents else text
        for condition in self.vocabulary.conditions:
            for wording in condition.wordings:
                text = text.replace(wording, "、")
        names = set(self.analyser.asked(text))
        kept = tuple(name for name in question.attributes if name in names)
        return question if alone and not kept else replace(question, attributes=kept)

    def _dated(self, question: Question, spoken_of: Sequence[int]) -> Question:
        """The question with the year that it names by its distance; what changed since is asked of both years."""
        dated = question.fiscal_years or question.calendar_years
        named = None if dated else self._turns.year(without_story(question.text), spoken_of, self.newest)
        if named is None:
            return question
        word, year = named
        years = (year, *spoken_of[-1:]) if self._asks_of_change(question, word) else (year,)
        topic = tuple(term for term in question.topic if squeeze(term.lemma) not in word)
        intents = question.intents
        if (
            spoken_of and len(years) == 1
        ):  # 「その前の年は？」 asks of that year, and not what changed since one before it
            left = self.analyser.intents(squeeze(question.text).replace(word, "", 1))
            intents = tuple(one for one in intents if one in left or one not in _OF_A_YEAR)
        return replace(question, fiscal_years=tuple(dict.fromkeys(years)), topic=topic, intents=intents)

    def _asks_of_change(self, question: Question, word: str) -> bool:
        """Whether a turn asks what changed: in so many words, or by the year's ``word`` and no more (「前の年は？」).

        「前の年は何が1位？」 asks of that year alone.
        """
        if not _CHANGE & set(question.intents):
            return False
        rest = squeeze(question.text).replace(word, "", 1)
        if len(rest.rstrip("?。")) <= _PARTICLES:
            return True
        words = (one for name in _CHANGE for one in self.analyser.lexicon.intents.get(name, ()))
        return any(one in rest for one in words)

    def _answered_years(self, answer: str) -> tuple[int, ...]:
        """The year of the sheet that the last answer begins with."""
        head = answer.partition("の資料）")[0]
        return self.analyser.analyse(head).fiscal_years[-1:] if head and head != answer else ()

    def _points_at_answer(self, text: str, standing: Question, new: Question) -> bool:
        """Whether a turn asks about what the answer named: 「その住所は？」 where a place was asked for already."""
        if new.subjects or not self._turns.points(text) or not new.attributes:
            return False
        return bool(set(new.attributes) & set(standing.attributes)) and not new.fiscal_years

    def _mentioned(self, answer: str, standing: Question, new: Question) -> tuple[Subject, ...]:
        """The subject that the answer names beside its own and that states what is asked."""
        named = [one for one in self.analyser.subjects.find(answer) if one not in standing.subjects]
        if self.ledger is not None:
            named = [one for one in named if any(f.attribute in new.attributes for f in self.ledger.facts(one.id))]
        return tuple(named[-1:])

    def _spoken_of(self, answer: str) -> tuple[Subject, ...]:
        """The subject whose sheet, or whose part of a sheet, the answer begins with."""
        named = (self.analyser.subjects.find(name)[:1] for name in reversed(leading(answer)))
        return next((found for found in named if found), ())

    def _only_offered(self, answer: str) -> tuple[Subject, ...]:
        """The one programme that the answer offers for a situation; none where it offers several."""
        offered = [line for line in answer.split("\n") if line.startswith("・") and "の資料）" in line]
        name = offered[0].lstrip("・").partition("（")[0] if len(offered) == 1 else ""
        return self.analyser.subjects.find(name)[:1] if name else ()

    @cached_property
    def _others(self) -> Others:
        return Others(self.analyser, self.ledger, self.vocabulary)

    @cached_property
    def _surveys(self) -> Surveys | None:
        return Surveys(self.ledger) if self.ledger else None

    @cached_property
    def _turns(self) -> TurnReader:
        return TurnReader(self.analyser.lexicon)

    @cached_property
    def _joiner(self) -> Joiner:
        return Joiner(self.analyser, self._turns, self.ledger, self.vocabulary)


def standalone(messages: Sequence[Message], analyser: QuestionAnalyser) -> Question:
    """The last question with what earlier ones gave it, where no ledger is at hand."""
    return Conversation(analyser).question(messages)


def check(text: str) -> None:
    """Raise QuestionError where ``text`` holds nothing that can be answered."""
    if not text.strip():
        raise QuestionError("empty", "質問が空です。知りたいことを入力してください。")
    if len(text) > LIMIT:
        raise QuestionError("too_long", f"質問が長すぎます（{len(text):,}文字）。{LIMIT:,}文字以内に短くしてください。")
    if not any(character.isalnum() for character in text):
        raise QuestionError("unreadable", "質問に文字が見つかりません。知りたいことを日本語の文章で入力してください。")


def clean(text: str) -> str:
    """Half a surrogate pair is no character and cannot be tokenized."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _without_place(question: Question) -> Question:
    """The question without the place in a ranking that it asks for, which an item was named for."""
    topic = tuple(term for term in question.topic if not term.lemma.startswith(RANK))
    return replace(question, text=_PLACE.sub("", squeeze(question.text)), topic=topic)


def _is_of_a_cost(standing: Question, new: Question) -> bool:
    """Whether a turn asks what is granted for a sum and leaves out by which programme."""
    wants = any(intent in new.intents for intent in ("grant", "share", "cost"))
    return wants and bool(new.amounts) and bool(standing.subjects) and not new.subjects


def _is_aside(question: Question) -> bool:
    """Small talk, or a matter that no document of this kind holds: the question before still stands."""
    return bool(talk_of(question)) or (not question.subjects and any(one in question.intents for one in _ALONE))
