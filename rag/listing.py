"""Lists: all programmes of a group that a question names, in the document's order, with what is asked of each."""

import re
from dataclasses import dataclass

from ingest.fold import narrow
from rag.arithmetic import value
from rag.draft import Draft, unmarked
from rag.entries import EntryWriter, order_remark, wants_amounts
from rag.groups import Group, Grouper
from rag.matching import squeezed
from rag.types import Question

_INTENTS = frozenset(["list", "most"])
_PROGRAMMES = ("事業", "施策", "予算")
"""Words of one who asks for programmes and not for parts of one."""
_LEAST = re.compile(r"少な|小さ|低い|安い")
_AT_MOST = 40  # lines; an answer of more is no answer


@dataclass(frozen=True)
class Lister:
    """Lists the programmes of one index."""

    grouper: Grouper
    entries: EntryWriter

    def write(self, question: Question) -> Draft | None:
        """The list of programmes that the question asks for; None where it asks for none."""
        if not _INTENTS & set(question.intents) or not any(word in squeezed(question.text) for word in _PROGRAMMES):
            return None
        group = self.grouper.find(question, strict=False)
        if group is None or not 0 < len(group.entries) <= _AT_MOST:
            return None
        return self._written(question, group)

    def _written(self, question: Question, group: Group) -> Draft:
        draft = Draft()
        amounts = (wants_amounts(question) or "most" in question.intents) and any(
            entry.budget for entry in group.entries
        )
        lines = self.entries.lines(draft, group, amounts)
        what = "事業と予算額" if amounts else "事業"
        lead = f"{self.entries.lead(draft, group)}{what}は、次のとおりです。"
        lead += f"{order_remark(group.entries)}{self.entries.owners(draft, group)}"
        parts = [*_extreme(question, group), lead, *lines]
        if group.tags and self.entries.loose_tags(group):
            draft.status = "partial"
            parts.append("どの事業のものか確かめられない印がほかにもあるため、これがすべてとは限りません。")
        draft.finish("\n".join(parts))
        return draft


def _extreme(question: Question, group: Group) -> list[str]:
    """Which of the programmes has the greatest or the least budget, where that is asked for."""
    priced = [entry for entry in group.entries if entry.budget and "-" not in entry.budget.value]
    if "most" not in question.intents or len(priced) < 2:
        return []
    least = bool(_LEAST.search(squeezed(question.text)))
    ordered = sorted(priced, key=lambda entry: value(entry.budget.value) if entry.budget else 0, reverse=not least)
    return [f"予算額が最も{'小さい' if least else '大きい'}のは、{unmarked(narrow(ordered[0].name))}です。"]
