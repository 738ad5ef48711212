"""Premises: a figure that the asker takes for granted, compared with the ledger and corrected first."""

from dataclasses import dataclass, replace

from ingest.quantities import Quantity, parse_quantities
from rag.draft import Draft
from rag.lookup import Found, LookUp
from rag.stating import Stater
from rag.types import Question

_INTENT = "premise"
_ATTRIBUTES = {
    "money": ("助成限度額", "予算額", "費用"),
    "rate": ("助成率",),
    "count": ("規模", "目標"),
    "duration": ("期間",),
}  # fmt: skip
"""What a bare figure of a kind is most likely said of, the likeliest first."""


@dataclass(frozen=True)
class PremiseChecker:
    """Checks premises against one ledger."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """Whether the stated figure is so, and what the documents say; None where nothing can be compared."""
        if _INTENT not in question.intents or not question.subjects:
            return None
        stated = [q for q in parse_quantities(question.text) if q.kind in _ATTRIBUTES]
        if len(stated) != 1 or (found := self._found(question, stated[0])) is None:
            return None
        values = {fact.value for fact in found.facts}
        if stated[0].canonical not in values and any("-" in value for value in values):
            return None  # a figure within a range is neither right nor wrong
        draft = self.stater.write([found])
        draft.text = f"{'はい' if stated[0].canonical in values else 'いいえ'}、{draft.text}"
        return draft

    def _found(self, question: Question, stated: Quantity) -> Found | None:
        """The facts that the figure speaks of: of the attribute named, else of the likeliest that is stated."""
        likely = _ATTRIBUTES[stated.kind]
        named = [name for name in question.attributes if name in likely]
        subject = question.subjects[0]
        for attribute in named or likely:
            facts = self.look_up.facts(replace(question, attributes=(attribute,)), subject, attribute, strict=False)
            kept = [fact for fact in facts if _comparable(fact.value, stated)]
            if kept:
                return Found(subject, attribute, tuple(kept), 1.0)
        return None


def _comparable(value: str, stated: Quantity) -> bool:
    """Whether a fact's value is of the kind of ``stated``; counts only with the same counter."""
    prefix = stated.canonical.partition(":")[0]
    if not value.startswith(f"{prefix}:"):
        return False
    return stated.kind != "count" or value.endswith(stated.unit)
