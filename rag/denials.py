"""Denials: who does not do something, in a question and in the wording of an item (来場する, 来場しない)."""

import re

from rag.matching import squeezed

_DENIED = re.compile(r"(?:ない|なし|無し|ません)$")
_DENIES = re.compile(
    r"(?<!少)(?<!では)(?<!じゃ)(?:ない|なかった|ません|なし|無し)(?!で(?:す|しょう)か)(?!か(?:$|[?。]))"
)
# 「BCPを策定していない会社の割合」, 「知らないと答えた人」
_UNDONE = re.compile(
    r"(?:てい?(?:ない|ません)|知ら(?:ない|なかった)|たことが(?:ない|なかった))"
    r"(?:会社|企業|事業者|者|人|ところ|割合|という?(?:回答|答|会社|企業|人)|と(?:回答|答))"
)
_LACKS = ("ない", "なし", "未", "不", "無")


def is_denied(item: str) -> bool:
    """Whether an item ends by saying that something is not done."""
    return bool(_DENIED.search(squeezed(item)))


def denies(text: str) -> bool:
    """Whether a question speaks of what is not done; 「…ではないですか」 only asks."""
    return bool(_DENIES.search(squeezed(text)))


def is_undone(text: str) -> bool:
    """Whether a question asks for those who do not do something."""
    return bool(_UNDONE.search(squeezed(text)))


def lacks(text: str) -> bool:
    """Whether ``text`` may tell of something that is not done or not there."""
    return any(mark in text for mark in _LACKS)
