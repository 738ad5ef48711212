"""Conversation: the messages so far give what the last one leaves out. There is no state but the messages."""

from collections.abc import Sequence
from dataclasses import replace

from rag.analysis import QuestionAnalyser
from rag.errors import LIMIT, QuestionError
from rag.limits import is_limit
from rag.types import Message, Question

_ASKS = ("ますか", "ですか", "でしょうか")


def standalone(messages: Sequence[Message], analyser: QuestionAnalyser) -> Question:
    """The last question with what earlier ones gave it; raises QuestionError for what cannot be read."""
    asked = [_clean(message.content) for message in messages if message.role == "user"]
    if not asked or messages[-1].role != "user":
        raise QuestionError("no_question", "質問がありません。会話の最後に、ご質問を1つ入れてください。")
    check(asked[-1])
    question: Question | None = None
    for text in asked:
        if text.strip() and len(text) <= LIMIT:
            new = analyser.analyse(text)
            question = _join(question, new) if question and analyser.leans(new) else new
    assert question is not None
    return question


def check(text: str) -> None:
    """Raise QuestionError where ``text`` holds nothing that can be answered."""
    if not text.strip():
        raise QuestionError("empty", "質問が空です。知りたいことを入力してください。")
    if len(text) > LIMIT:
        raise QuestionError("too_long", f"質問が長すぎます（{len(text):,}文字）。{LIMIT:,}文字以内に短くしてください。")
    if not any(character.isalnum() for character in text):
        raise QuestionError("unreadable", "質問に文字が見つかりません。知りたいことを日本語の文章で入力してください。")


def _clean(text: str) -> str:
    """Half a surrogate pair is no character and cannot be tokenized."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _join(before: Question, new: Question) -> Question:
    """``new`` with what it leaves out; of a subject named anew nothing of the earlier topic is kept."""
    earlier = () if new.subjects else before.topic
    if before.subjects:
        earlier = tuple(replace(term, aside=True) for term in earlier)
    topic = {term.lemma: term for term in (*earlier, *new.topic)}
    return Question(
        text=new.text if new.subjects else f"{before.text} {new.text}",
        topic=tuple(topic.values()),
        attributes=new.attributes or (() if _is_whole(new) and not new.subjects else before.attributes),
        fiscal_years=new.fiscal_years or before.fiscal_years,
        calendar_years=new.calendar_years or before.calendar_years,
        subjects=new.subjects or before.subjects,
        keys=new.keys or before.keys,
        wordings=new.wordings or before.wordings,
        amounts=new.amounts or before.amounts,
        intents=new.intents or tuple(intent for intent in before.intents if not is_limit(intent)),
    )


def _is_whole(question: Question) -> bool:
    """Whether a turn is a question of its own about the same thing, and asks no attribute of it."""
    asks = question.text.rstrip("？?。 　").endswith(_ASKS)
    return asks and not question.intents and any(term.is_noun and not term.aside for term in question.topic)
