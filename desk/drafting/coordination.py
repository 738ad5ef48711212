"""Several questions in one sentence: numbered inside it, or coordinated before one request."""

import re
from collections.abc import Callable

from desk.mail.wording import MailWording
from rag.types import Question

_NUMBERS = re.compile(r"[①-⑳]|[(（]\d{1,2}[)）]")
_ALONE = frozenset(["deadline", "definition"])
"""Intents that answer a whole sentence by a refusal: what else it asks would be lost with it."""
_TOGETHER = frozenset(["compare", "change", "grant", "share", "cost"])
"""Intents whose operands belong together."""


def inline_items(sentence: str, wording: MailWording) -> tuple[str, list[str]]:
    """(what stands before, the pieces) of a sentence numbered from one (①…②…); no pieces where it is not."""
    marks = list(_NUMBERS.finditer(sentence))
    if len(marks) < 2 or _value(marks[0][0]) != 1 or _value(marks[1][0]) != 2:
        return "", []
    kept = [mark for n, mark in enumerate(marks) if _value(mark[0]) == n + 1]
    ends = [mark.start() for mark in kept[1:]] + [len(sentence)]
    pieces = [sentence[mark.end() : end].strip("、,。 ・") for mark, end in zip(kept, ends, strict=True)]
    return sentence[: kept[0].start()].strip("、 "), [piece for piece in pieces if piece]


def coordinated(sentence: str, wording: MailWording, understand: Callable[[str], Question]) -> list[str]:
    """The questions of 「AとBを教えてください」, where they cannot be answered as one: they name several
    programmes, or one of them is of a kind that no document answers. Else the sentence itself.
    """
    request = next((found for one in wording.patterns["request"] if (found := one.search(sentence))), None)
    if request is None or request.start() == 0:
        return [sentence]
    body, tail = sentence[: request.start()], sentence[request.start() :]
    whole = understand(sentence)
    if set(whole.intents) & _TOGETHER and len(whole.amounts) + len(whole.subjects) > 1:
        return [sentence]
    nouns = _conjuncts(body, wording, understand)
    if len(nouns) < 2:
        return [sentence]
    kinds = [understand(noun) for noun in nouns]
    refused = [bool(set(one.intents) & _ALONE) for one in kinds]
    mixed = any(refused) and not all(refused)
    subjects = {one.subjects[0].id for one in kinds if one.subjects}
    if not mixed and len(subjects) < 2:
        return [sentence]
    return [f"{noun}{tail}" for noun in nouns]


def _conjuncts(body: str, wording: MailWording, understand: Callable[[str], Question]) -> list[str]:
    """``body`` cut where what stands before and after asks for something each."""
    nouns: list[str] = []
    begin = 0
    for cut in sorted((m.start(), m.end()) for one in wording.patterns["place"] for m in one.finditer(body)):
        if cut[0] < begin:
            continue
        left, right = body[begin : cut[0]], body[cut[1] :]
        if _is_askable(left, understand) and _is_askable(right, understand):
            nouns.append(left)
            begin = cut[1]
    return [*nouns, body[begin:]]


def _is_askable(noun: str, understand: Callable[[str], Question]) -> bool:
    if not any(character.isalnum() for character in noun):
        return False
    question = understand(noun)
    return bool(question.attributes or set(question.intents) & _ALONE)


def _value(mark: str) -> int:
    digits = re.sub(r"\D", "", mark) if not "①" <= mark <= "⑳" else str(ord(mark) - ord("①") + 1)
    return int(digits) if digits else 0
