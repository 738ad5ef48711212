"""What no document of this kind answers: deadlines, definitions, the programmes of others, small talk.

The words that signal a limit are intents of the lexicon that have the name of a reason.
"""

import re
from typing import get_args

from rag.analysis import ANYHOW
from rag.types import Question, Reason

_THANKS = "thanks"
TALK = (_THANKS, "greeting")
"""Intents that are no question; they are answered in one polite line."""
_ORDER: tuple[Reason, ...] = ("national_programme", "other_prefecture", "out_of_scope", "definition", "deadline")
_ANYHOW: tuple[Reason, ...] = ("national_programme", "deadline", "definition")

_ASKS_ON = re.compile(r"[。!、！][^。!、！?？]{2,}[?？]$")  # 「なるほど。2番目は？」: a sentence asks after the thanks
_SHORT = 20  # letters of a message that is small talk whatever nouns it has

TEXTS: dict[Reason, str] = {
    "deadline": "募集の時期や締切は、資料に書かれていません。実施主体の窓口でお確かめください。",
    "definition": "その用語の定義や細かい基準は、資料に書かれていません。募集要項や窓口でお確かめください。",
    "other_prefecture": (
        "ご質問にお答えできる記載は、資料の中に見つかりませんでした。資料にあるのは東京都の支援策だけです。"
        "ほかの道府県の制度は、その自治体の窓口にお尋ねください。"
    ),
    "national_programme": (
        "国の制度は、資料に書かれていません。資料にあるのは東京都の支援策だけです。国の窓口にお尋ねください。"
    ),
    "out_of_scope": (
        "ご質問にお答えできる記載は、資料の中に見つかりませんでした。東京都の中小企業支援策についてお尋ねください。"
    ),
    "untied": (
        "その事業の額と確かめられる記載は、資料の中に見つかりませんでした。"
        "同じページに、どの事業の額か分からない金額があります。"
    ),
}
TALK_TEXTS = {
    "thanks": "どういたしまして。ほかにも東京都の中小企業支援策で知りたいことがあれば、お尋ねください。",
    "greeting": (
        "東京都の中小企業支援策を資料からご案内しています。お困りのことや知りたい事業の名前をお聞かせください。"
    ),
}


def limit_of(question: Question) -> Reason | None:
    """The limit that the question meets, None where it meets none.

    One who names a subject of the documents asks about it, whatever else she mentions, but for the limits
    that hold for every subject.
    """
    reached = [reason for reason in _ORDER if reason in question.intents]
    if question.subjects:
        reached = [one for one in reached if one in _ANYHOW or f"{ANYHOW}{one}" in question.intents]
    return reached[0] if reached else None


def talk_of(question: Question) -> str:
    """The intent of small talk where the message holds nothing else, or ""."""
    if question.subjects or question.attributes or (_THANKS in question.intents and _ASKS_ON.search(question.text)):
        return ""
    if len(question.text) > _SHORT and any(term.is_noun for term in question.topic if not term.aside):
        return ""
    return next((name for name in TALK if name in question.intents), "")


def is_limit(intent: str) -> bool:
    """Whether an intent belongs to one message alone and is not handed on to the next."""
    return intent.removeprefix(ANYHOW) in get_args(Reason) or intent in TALK
