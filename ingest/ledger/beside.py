"""What stands beside a figure and belongs to it: 週５回 is not 5回, ２/３以内 not 2/3, 約１５万件 not 15万件.

The value of a fact stays the bare quantity, which is what is compared and calculated with; its text, which
people read, keeps the words that limit it.
"""

import re
from dataclasses import replace

from ingest.facts import Fact
from ingest.fold import narrow

_BLANK = r"[ \t\u3000]*"
_BEFORE = re.compile(
    rf"(?:最大|最長|最高|最低|上限|約|およそ|概ね|年|月|週|毎年|毎月|毎週|全|延べ|各|合計|計|新規){_BLANK}$"
)
_AFTER = re.compile(
    rf"^{_BLANK}(?:以内|程度|以上|以下|未満|超|ずつ|まで|（予定）|\(予定\)|予定"
    rf"|[×✕xX]{_BLANK}[0-9０-９]+{_BLANK}[社回期件名人日か所]{{1,2}})"
)
_REACH = 8  # characters on each side that are looked at


def with_words_beside(fact: Fact, page: str) -> Fact:
    """``fact`` with the words beside its figure in ``text``; unchanged where it is wording or stands in pieces."""
    if not fact.is_figure or len(fact.spans) != 1:
        return fact
    ((start, end),) = fact.spans
    if narrow(page[start:end]) != fact.text:  # the rule that made the fact has worded it already
        return fact
    before = _BEFORE.search(page[max(0, start - _REACH) : start])
    after = _AFTER.match(page[end : end + _REACH])
    text = f"{before[0].strip() if before else ''}{fact.text}{narrow(after[0]).strip() if after else ''}"
    return replace(fact, text=text)
