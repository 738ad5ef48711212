"""What a page tells of a company: every figure of it is its own, and no programme's."""

import re

from ingest.fold import narrow
from ingest.ledger.page import Detail, PageLedger, Tie
from ingest.ledger.phrases import trimmed
from ingest.ledger.scope import Scope
from ingest.ledger.words import Words

_FIGURES = ("count", "percent", "money", "duration", "rate")
_CLAUSE = re.compile(r"[、。「」『』（(]")
_OF = re.compile(r"(?:以上)?の([^\s、。（）()をにがは]{2,12})")
_HEAD = re.compile(r"(?:代表取締役社長|代表取締役|社長|代表)$")


def add_case(page: PageLedger, scope: Scope, words: Words, tie: Tie, key: Words | None = None) -> None:
    """Facts of a sentence or cell about a company: its figures, and what it says sentence by sentence.

    Years stay wording (「２０１８年以降」): they date what the sentence tells and are nobody's key date.
    """
    for figure in page.figures(words):
        ranked = figure.value.endswith(("位", "期"))
        if figure.kind in _FIGURES and not ranked:
            before = trimmed(_CLAUSE.split(narrow(words.text[: figure.start]))[-1])
            behind = _OF.match(figure.after)
            item = before or (narrow(behind[1]) if behind else "")
            page.add(
                scope,
                "事例",
                figure.value,
                words.part(figure.start, figure.end),
                tie,
                Detail(key=key, item=(item,)),
            )
    head = _HEAD.search(words.text) if key is not None else None
    for match in re.finditer(r"[^。]+。?", words.text):
        part = words.part(match.start(), head.start() if head else match.end())
        part = part.part(0, len(part.text.rstrip("。")))
        page.add_text(scope, "事例", part, tie, Detail(key=key, item=(head[0] if head else "",)))
