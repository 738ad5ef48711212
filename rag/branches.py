"""Branches: a 枠, コース or 区分 that is asked for and that a programme does not have."""

import re
from dataclasses import dataclass

from ingest.facts import Fact
from ingest.fold import narrow
from rag.circumstances import left_out, named_divisions, outside_names
from rag.draft import Draft, unmarked, year_of
from rag.lookup import LookUp
from rag.matching import squeezed
from rag.stating import Stater
from rag.types import Question

_NAME = r"(?<![一-鿿々])(?:[ァ-ヴーa-z0-9・]|[一-鿿々]){2,12}"
_SHARED = 4  # letters that the name of something on the page may begin with, too


@dataclass(frozen=True)
class BranchChecker:
    """Knows the divisions of one index's programmes."""

    look_up: LookUp
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """That the branch which the question names is not there, and which ones are; None where it names none such."""
        if len(question.subjects) != 1:
            return None
        facts = self.look_up.ledger.facts(question.subjects[0].id)
        named = self._named(question)
        if not facts or not named or named_divisions(question, facts) or left_out(question, facts):
            return None
        said = "\n".join([*self._pages(facts), *question.subjects[0].names])
        if any(_stem(name)[:_SHARED] in said for name in named):
            return None
        return self._written(named[0], facts)

    def _named(self, question: Question) -> list[str]:
        """The names that end like those of divisions; the words for a division as such (「申請区分」) are none."""
        heads = {head for one in self.look_up.vocabulary.divisions for head in one.heads}
        text = outside_names(question)
        names = [match[0] for match in re.finditer(rf"{_NAME}(?:枠|コース|区分)", text)]
        return [name for name in names if name not in heads]

    def _pages(self, facts: list[Fact]) -> list[str]:
        places = dict.fromkeys((fact.document_id, fact.page) for fact in facts)
        pages = (self.stater.index.store.page(*place) for place in places)
        return [squeezed(page.text) for page in pages if page]

    def _written(self, name: str, facts: list[Fact]) -> Draft:
        kind = next(ending for ending in ("枠", "コース", "区分") if name.endswith(ending))
        draft = Draft(status="not_found", reason="not_in_documents")
        newest = max(facts, key=lambda fact: fact.fiscal_year)
        document = next(d for d in self.stater.index.store.documents() if d.id == newest.document_id)
        owner = self.stater.owner(draft, newest, document)
        subject = unmarked(narrow(newest.name))
        draft.names.append(newest.name)
        lead = f"{subject}（{year_of(document)}の資料）に、「{unmarked(name)}」の記載は見つかりません。{owner}"
        there = [fact for fact in facts if fact.document_id == document.id]
        of_kind = {c: fact for fact in there for c in fact.conditions if c.startswith(f"{kind}:")}
        lines = [
            f"・{unmarked(narrow(condition.partition(':')[2]))}{self.stater.told(draft, fact, document, '').marks}"
            for condition, fact in of_kind.items()
        ]
        draft.finish("\n".join([lead, *([f"載っている{kind}は、次のとおりです。", *lines] if lines else [])]))
        return draft


def _stem(name: str) -> str:
    return re.sub(r"(?:枠|コース|区分)$", "", name)
