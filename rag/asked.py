"""Asked: whether a text holds what a question asks for, its kind of quantity and the noun that names it.

「採択率は何％」 is not answered by a 助成率, 「入場料」 not by an 出展料.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.fold import squeeze
from ingest.lexicon import Lexicon
from ingest.tokens import content_words
from rag.answer_type import AnswerTypes, satisfied
from rag.denials import is_undone, lacks
from rag.draft import Draft
from rag.matching import holds
from rag.sentences import asking
from rag.subjects import names_of
from rag.trace import note
from rag.types import Question, Term

# 「審査員は誰ですか」: who is asked for.
_WHO = re.compile(r"([一-鿿ァ-ヴー々]{2,10})(?:の名前|の氏名)?(?:は|って)(?:誰|だれ|どなた)")
# 「成約件数は？」, 「審査期間は何日ですか」: how much of what is asked for.
_HOW_MUCH = re.compile(r"([一-鿿々]{2,8}?)(?:件数|社数|者数|人数|回数|台数|期間)(?:は|って)")
# 「休館しているのはどの支所ですか」: one place of several, told by what is said of it.
_WHICH_PLACE = re.compile(r"(?:どの|どこの|どちらの|どっちの)(支所|支援室|拠点|施設|会場|センター|オフィス|館)")
# 「創業して何年以内」: so many years from what; 「支援期間：最長2年間」 tells of something else.
_SINCE = re.compile(
    r"((?!何)[一-鿿ァ-ヴー]{2,8}?)(?:して(?:から)?|から|後|した後|してもう)?の?何年(?:以内|未満|以下|以上|まで|目|たって|経って|すぎ|過ぎ)"
)
_RESULT = re.compile(r"実績値?(?:は|が|を|で|です)|達成(?:率|状況|(?:できま|しま)した|(?:でき)?た[のか]|した[のか])")
_GOAL = "目標"
# A noun of a quantity where it is asked for; what stands before its head says of what.
_NOUN = re.compile(
    r"([一-鿿ァ-ヴーa-z0-9・]{2,14}?)(?:率|料金|料|費用|費|面積|人口|番号|年齢|日数|(?<=満足|認知|知名|理解|貢献|信頼|習熟|難易)度|単価|時給|倍率|定員|家賃|売上高|年商|利益|料金表)"
    r"(?:は|って|を(?=、?(?:ご|お)?(?:教|知|聞|尋|示|伺))|が|について|$|[?!])"
)


@dataclass(frozen=True)
class AskedFor:
    """Checks answers with the wording knowledge of a lexicon."""

    lexicon: Lexicon

    def is_met_by(self, question: Question, draft: Draft) -> bool:
        """``is_met`` of a draft; what fails is noted."""
        if met := self.is_met(question, draft.text, " ".join(draft.names)):
            return met
        note(self, "rejected", draft.text)
        return False

    def is_of_them(self, question: Question, draft: Draft) -> bool:
        """Whether a sum or a rate is told of the subjects that the question describes; anything else may be of others.

        「海外展示会の出展費用の助成はいくらまで」 is not answered by the fee of another exhibition.
        """
        sums = {one.name for one in self.lexicon.attributes if one.kind in ("money", "rate")}
        if not question.subjects or not sums & set(question.attributes):
            return True
        text = squeeze("\n".join([draft.text, *draft.names, *(citation.quote for citation in draft.citations)]))
        met = any(name in text for subject in question.subjects for name in names_of(subject))
        if not met:
            note(self, "rejected", draft.text)
        return met

    def is_particular(self, question: Question) -> bool:
        """Whether a question asks for a kind of quantity, or for one place: no list answers it."""
        return self._types.expected(question.text) is not None or asks_which_place(question)

    def is_met(self, question: Question, text: str, evidence: str) -> bool:
        """Whether ``text`` can answer ``question``; ``evidence``: whom it names."""
        kind = self._types.expected(question.text)
        if kind is not None and not satisfied(kind, text):
            return False
        if kind is not None and kind.name == "rate" and is_undone(question.text) and not lacks(text):
            return False
        if len(question.attributes) == 1 and self._is_of_another(question.attributes[0], text):
            return False
        if _RESULT.search(squeeze(question.text)) and _GOAL in text and not _RESULT.search(text):
            return False  # what was aimed at is not what came of it
        if not all(self._is_spoken_of(question, pattern, f"{text}\n{evidence}") for pattern in (_WHO, _HOW_MUCH)):
            return False
        lines = text.split("\n")
        if not _tells_place(question, lines):
            return False
        if not all(_is_counted_from(match[1], lines) for match in _SINCE.finditer(squeeze(question.text))):
            return False
        telling = [line for line in lines if kind is not None and satisfied(kind, line)] or lines
        return all(
            any(self._is_named(stem, whole, f"{line}\n{evidence}") for line in telling)
            for stem, whole in self._nouns(question.text)
        )

    def _is_named(self, stem: str, whole: str, text: str) -> bool:
        """Whether ``text`` speaks of the noun: an attribute's own word, or its words before the head are there."""
        if any(whole.endswith(word) for word in self._attribute_words):
            return True
        words = [Term(word.lemma) for word in content_words(stem) if word.lemma not in self.lexicon.question_words]
        return all(holds(word, text) for word in words)

    def _is_spoken_of(self, question: Question, pattern: re.Pattern[str], text: str) -> bool:
        """Whether ``text`` speaks of that whose holder or number is asked for, in the documents' words too."""
        squeezed = squeeze(question.text)
        terms = {term.lemma: term for term in question.topic}
        for match in pattern.finditer(squeezed, *asking(squeezed)):
            whole = squeezed[match.start() : match.end()].removesuffix("は").removesuffix("って")
            if whole in self._attribute_words or any(match[1].endswith(word) for word in self._attribute_words):
                continue
            words = [terms.get(word.lemma, Term(word.lemma)) for word in content_words(match[1])]
            # 「先生はどなた」 asks for nobody in particular.
            words = [word for word in words if word.lemma not in self._empty]
            if words and not any(holds(word, text) for word in words):
                return False
        return True

    def _is_of_another(self, attribute: str, text: str) -> bool:
        """Whether ``text`` names a sum of another kind (a cap where a least sum was asked for) and none of this."""
        told = squeeze(text)
        sums = [one for one in self.lexicon.attributes if one.kind == "money"]
        named = {one.name for one in sums if any(len(key) > 1 and key in told for key in one.keys)}
        return bool(named) and attribute in {one.name for one in sums} and attribute not in named

    def _nouns(self, text: str) -> list[tuple[str, str]]:
        squeezed = squeeze(text)
        start, end = asking(squeezed)
        return [
            (m[1], re.sub(r"(?:は|って|を|が|について|[?!])$", "", m[0])) for m in _NOUN.finditer(squeezed, start, end)
        ]

    @cached_property
    def _empty(self) -> frozenset[str]:
        return frozenset(self.lexicon.question_words) | frozenset(self.lexicon.generic_words)

    @cached_property
    def _attribute_words(self) -> tuple[str, ...]:
        return tuple(word for one in self.lexicon.attributes for word in (*one.keys, *one.words) if len(word) > 1)

    @cached_property
    def _types(self) -> AnswerTypes:
        return AnswerTypes(self.lexicon.answer_types, self.lexicon.same_counters)


def asks_which_place(question: Question) -> bool:
    """Whether a question asks which of several places it is: another one than that is not near to it."""
    return bool(_WHICH_PLACE.search(squeeze(question.text)))


def _tells_place(question: Question, lines: Sequence[str]) -> bool:
    """Whether a line ties what is asked to one of the places that the question asks to choose from."""
    which = _WHICH_PLACE.search(squeeze(question.text))
    places = [line for line in lines if which and which[1] in line]
    # 「産技研のEMCサイトはどこの支所」: what one looks for is told of, the body to which both belong is not.
    bodies = [one for one in question.subjects if one.parts or len(question.subjects) == 1]
    names = "\n".join(name for one in bodies for name in names_of(one))
    told = [term for term in question.topic if not holds(term, names) and not (which and holds(term, which[1]))]
    return not places or not told or any(holds(term, line) for term in told for line in places)


def _is_counted_from(start: str, lines: list[str]) -> bool:
    """Whether a line tells a number right behind what is counted from (創業後5年)."""
    told = re.compile(rf"{re.escape(start)}[^0-9。、（(]{{0,8}}[0-9]")
    return any(told.search(squeeze(line)) for line in lines)
