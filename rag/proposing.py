"""Proposing: a figure asked of whatever fits a situation (「古い機械を買い替えたい。いくらまで出ますか」)."""

import re
from dataclasses import dataclass, replace

from ingest.fold import squeeze
from ingest.ledger_store import Subject
from rag.draft import Draft
from rag.finder import LEAD, TAIL, Finder
from rag.lookup import Found, LookUp
from rag.stating import Stater
from rag.types import Question

_BESIDE = frozenset(("compare", "change"))  # intents of one who sets known things side by side
# 「ロボット導入特別支援事業の上限」: one that is named by whoever believes that it exists is no situation.
_NAMED = re.compile(r"[一-鿿ァ-ヴーA-Za-z]{5,}(?:事業|助成金|補助金|制度|プログラム)(?:の|は|って|で)")
_BUDGET = "予算額"  # what a programme costs the office is granted to nobody
_LONGEST = 900  # characters of what is stated; of more, the best programme alone


@dataclass(frozen=True)
class Proposer:
    """States what is asked for of the programmes that fit a situation."""

    finder: Finder
    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The attributes asked for, programme by programme; None where no need is told or nothing is stated."""
        if question.subjects or question.attributes == (_BUDGET,) or _BESIDE & set(question.intents):
            return None
        if _NAMED.search(squeeze(question.text)):
            return None
        found = [self._stated(question, fit.offer.subject) for fit in self.finder.fitting(question)]
        if not found or not found[0]:  # what fits less well is no substitute for what fits best
            return None
        stated = [one for of_subject in found for one in of_subject]
        draft = self.stater.write(stated)
        if len(draft.text) > _LONGEST:
            draft = self.stater.write(found[0])
        draft.finish("\n".join([LEAD, draft.text, TAIL]))
        return draft

    def _stated(self, question: Question, subject: Subject) -> list[Found]:
        """What the subject states of it, or else its parts."""
        if own := self.look_up.find(replace(question, subjects=(subject,))):
            return own
        parts = [part for name in subject.parts if (part := self.look_up.ledger.subject(name))]
        return self.look_up.find(replace(question, subjects=tuple(parts)))
