"""Parts: several questions in one message, each answered for itself, and their answers put together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.fold import narrow
from rag.answer_type import AnswerTypes
from rag.conversation import Conversation
from rag.limits import limit_of
from rag.types import Answer, Citation, Message, Question

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
_ASKS = re.compile(
    r"[？?]|(?:ますか|ですか|でしょうか|ましたか|のか|かな|ください|下さい|教えて|知りたい(?:です)?|お願いします)[。！\s]*$"
)
# Where one question ends inside a sentence: 「いくらですか、締切は…」, 「いくらで、締切はいつ…」.
_JOINT = re.compile(
    r"(?<=ですか)、|(?<=ますか)、|(?<=でしょうか)、|(?<=いくらで)、|(?<=何割で)、|(?<=何社で)、|(?<=何件で)、|(?<=か)、(?:また|あと|それと)、?"
)
# 「上限と締切を教えて」: nouns in a row before one asking word.
_ROW = re.compile(
    r"(?<=[一-鿿ァ-ヴー々])(?:と|及び|および|、)(?=[^、と。]{2,14}(?:を教え|は(?:いくら|いつ|何|どこ|？|\?|$)|を知り))"
)
_OPENING = re.compile(r"^(?:また|あと|それと|それから|なお|加えて|ちなみに|併せて|あわせて)、?")
_MARK = re.compile(r"\[(\d+)\]")
_NOTHING: tuple[str, tuple[str, ...]] = ("", ())
_DERIVED = frozenset(("change", "sum", "share"))
"""Intents of one who asks for what follows from other figures of the message."""
_ALMOST = 2  # letters of a part that says nothing


def split(text: str) -> tuple[str, list[str]]:
    """What only leads up to the questions of ``text``, and the questions; one or none where it is not several."""
    lead, asked = [], list[str]()
    for match in _SENTENCE.finditer(narrow(text)):
        sentence = match[0].strip()
        if _ASKS.search(sentence):
            asked += [piece for piece in _JOINT.split(sentence) if len(piece) > _ALMOST]
        else:
            lead.append(sentence)
    return "".join(lead), [_OPENING.sub("", part) for part in asked]


def questions(messages: Sequence[Message], conversation: Conversation) -> list[Question]:
    """The questions of the last message, each with the situation and the subject that they share.

    Empty where it is one question: fewer than two parts, or parts that ask the same.
    """
    lead, parts = split(messages[-1].content)
    if len(parts) == 1 and (row := _ROW.search(parts[0])):
        # 「A、Bの上限は」 has one noun that asks, 「上限と締切は」 two.
        nouns = [parts[0][: row.start()], parts[0][row.end() :]]
        parts = _row(parts[0], row) if all(_asks(noun, conversation) for noun in nouns) else parts
    if len(parts) < 2 or messages[-1].role != "user":
        return []
    found = [conversation.question([*messages[:-1], Message("user", f"{lead}{parts[0]}")])]
    for part in parts[1:]:
        alone = conversation.analyser.analyse(part)
        if _DERIVED & set(alone.intents) and not alone.subjects:
            return []  # 「…いくらですか。何％増えたかも教えて」: it is worked out of the figures asked for before
        found.append(alone if alone.subjects else conversation.continued(found[0], alone))
    return found if len({_asks_for(one) for one in found}) == len(found) else []


def joined(answers: Sequence[Answer]) -> Answer | None:
    """One answer of several, citations numbered anew; partial where one of them is none, None where all are."""
    told = [one for one in answers if one.status in ("answered", "partial")]
    if not told:
        return None
    citations: list[Citation] = []
    texts = [_renumbered(one, citations) for one in (*told, *(one for one in answers if one not in told))]
    rest = next((one for one in answers if one not in told), None)
    return Answer(
        text="\n".join(dict.fromkeys(texts)),
        status="partial" if rest else "answered",
        reason=rest.reason if rest else None,
        citations=tuple(citations),
        suggestions=told[0].suggestions,
        answer_id="",
    )


def _row(part: str, row: re.Match[str]) -> list[str]:
    """「Xの上限と締切を教えて」 as 「Xの上限を教えて」 and 「締切を教えて」."""
    rest = part[row.end() :]
    asking = re.search(r"(?:を|は).*$", rest)
    return [f"{part[: row.start()]}{asking[0] if asking else ''}", rest]


def _asks(noun: str, conversation: Conversation) -> bool:
    """Whether a noun asks for something: an attribute, a limit, a kind of quantity."""
    analyser = conversation.analyser
    if _asks_for(analyser.analyse(noun))[:2] != _NOTHING:
        return True
    types = AnswerTypes(analyser.lexicon.answer_types, analyser.lexicon.same_counters)
    return types.expected(noun) is not None


def _asks_for(question: Question) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What tells two questions apart: a limit, the attributes, the subjects; "" and nothing asks nothing."""
    limit = limit_of(question) or ""
    return limit, () if limit else question.attributes, tuple(one.id for one in question.subjects)


def _renumbered(answer: Answer, citations: list[Citation]) -> str:
    """The text of ``answer`` with its marks counted on from ``citations``, to which its own are added."""
    numbers: dict[str, int] = {}
    for one in answer.citations:
        same = next((c.n for c in citations if replace(c, n=one.n) == one), None)
        if same is None:
            same = len(citations) + 1
            citations.append(replace(one, n=same))
        numbers[str(one.n)] = same
    return _MARK.sub(lambda mark: f"[{numbers.get(mark[1], mark[1])}]", answer.text)
