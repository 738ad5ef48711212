"""Rivals: which of two drafts holds more of a question, a look-up or plain lines."""

import re
from collections.abc import Sequence

from rag.analysis import RANK
from rag.draft import Draft
from rag.lookup import Found
from rag.matching import holds, squeezed
from rag.signals import Weights
from rag.types import Question
from rag.units import Unit

_WHOLE_AND_PART = re.compile(r"(?:[、。？?]|その)うち")


def holds_more(question: Question, lines: Sequence[Unit], looked_up: Sequence[Found]) -> bool:
    """Whether lines give the whole list, or whole and part (「うち海外は」), where facts give one of them."""
    facts = [fact for one in looked_up for fact in one.facts]
    if "list" in question.intents and len(lines) > len(facts):
        return True
    if any(term.lemma.startswith(RANK) and holds(term, lines[0].block.text) for term in question.topic):
        return True
    text = "\n".join(squeezed(unit.block.text) for unit in lines)
    return bool(_WHOLE_AND_PART.search(question.text)) and all(squeezed(fact.text) in text for fact in facts)


def share_of(weights: Weights, draft: Draft, called: str = "") -> float:
    """The share of the question's weight that a draft, what it cites and what its subject is ``called`` hold."""
    text = "\n".join([draft.text, called, *(citation.quote for citation in draft.citations)])
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if holds(term, text)) / whole if whole else 0.0
