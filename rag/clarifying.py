"""Clarifying: one short question back, with a few programmes to choose from, where a question fits many."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.fold import narrow, squeeze
from ingest.ledger_store import Ledger, Subject
from ingest.lexicon import Lexicon
from rag.draft import Draft, unmarked
from rag.matching import holds
from rag.stating import Stater
from rag.subjects import names_of
from rag.types import Question

AT_MOST = 4
_FEWEST = 2
_USUAL = ("助成限度額",)  # what a programme is named for where no attribute is asked for
_KINDS = ("programme",)
_SEEKS = ("find", "compare")
# A run of letters that looks like (the end of) a programme's name.
_NAME = re.compile(r"[一-鿿ァ-ヴーa-z0-9・]{3,}?(?:事業|助成金|補助金|プロジェクト|プログラム|センター|窓口|拠点|講座)")
_SHORTEST = 6  # letters of such a run; a shorter one says too little to be a name


@dataclass(frozen=True)
class Clarifier:
    """Asks back over one ledger."""

    ledger: Ledger
    lexicon: Lexicon
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The question back; None where the question says enough."""
        if question.subjects or question.amounts:
            return None
        if alike := self._alike(question):
            return self._written("どの事業についてのご質問でしょうか。名前の似たものが複数あります。", alike)
        if not self._is_broad(question):
            return None
        attribute = question.attributes[0] if question.attributes else ""
        usual = replace(question, attributes=question.attributes or _USUAL)
        choices = self._stating(usual, self._programmes)
        if len(choices) < _FEWEST:
            return None
        what = f"{attribute}をお尋ねの" if attribute else ""
        return self._written(
            f"どの事業についてのご質問でしょうか。{what}事業の名前や、したいことを教えてください。", choices
        )

    def _is_broad(self, question: Question) -> bool:
        """Whether the question holds nothing but words that any programme could be asked about."""
        if any(intent in question.intents for intent in _SEEKS):
            return False
        asks = question.attributes or question.topic or "how_much" in question.intents or self._names_money(question)
        return bool(asks) and all(
            term.lemma in self.lexicon.generic_words or not term.is_noun for term in question.topic
        )

    def _names_money(self, question: Question) -> bool:
        """「助成金について」 names no programme, and asks for one."""
        return bool(
            re.search(
                r"(?:助成|補助|支援)(?:金|事業|制度)?(?:について|を(?:教え|知り)|は[?]?$|って)", squeeze(question.text)
            )
        )

    def _alike(self, question: Question) -> list[Subject]:
        """Programmes whose names hold one run of the question that is the name of none of them."""
        runs = [run for run in _NAME.findall(squeeze(question.text)) if len(run) >= _SHORTEST]
        for run in runs:
            named = [one for one in self._programmes if any(run in name for name in names_of(one))]
            if len(named) >= _FEWEST and not _is_told_apart(question, named):
                stating = self._stating(question, tuple(named))
                return stating if len(stating) >= _FEWEST else named
        return []

    def _stating(self, question: Question, subjects: tuple[Subject, ...]) -> list[Subject]:
        """Those that state what is asked, in the year asked for or else their newest; the newest first."""
        found = []
        for one in subjects:
            facts = [
                fact
                for fact in self.ledger.facts(one.id)
                if not question.attributes or fact.attribute in question.attributes[:1]
                if not question.fiscal_years or fact.fiscal_year in question.fiscal_years
            ]
            if facts:
                found.append((max(fact.fiscal_year for fact in facts), one))
        newest = max((year for year, _ in found), default=0)
        latest = [one for year, one in found if year == newest]
        return (latest if len(latest) >= _FEWEST else [one for _, one in found])[: AT_MOST + 1]

    def _written(self, lead: str, subjects: list[Subject]) -> Draft | None:
        documents = {document.id: document for document in self.stater.index.store.documents()}
        draft = Draft()
        lines = []
        for one in subjects[:AT_MOST]:
            fact = max(self.ledger.facts(one.id), key=lambda fact: fact.fiscal_year, default=None)
            if fact is None or not (owner := self.stater.owner(draft, fact, documents[fact.document_id])):
                continue
            draft.names.append(narrow(fact.name))
            lines.append(f"・{unmarked(narrow(fact.name))}{owner}")
        if len(lines) < _FEWEST:
            return None
        tail = ["ほかにもあります。"] if len(subjects) > AT_MOST else []
        draft.finish("\n".join([lead, *lines, *tail]))
        return draft

    @cached_property
    def _programmes(self) -> tuple[Subject, ...]:
        return tuple(one for kind in _KINDS for one in self.ledger.subjects(kind) if one.aliases or one.look_alikes)


def _is_told_apart(question: Question, named: Sequence[Subject]) -> bool:
    """Whether one of those alike holds all that any of them holds of the question, and more than each other."""
    held = [{term for term in question.topic if holds(term, "\n".join(names_of(one)))} for one in named]
    most = max(held, key=len)
    return sum(one == most for one in held) == 1 and all(one <= most for one in held)
