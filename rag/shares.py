"""Shares: how those who were asked divide by one thing (業種, 従業員数), all of it or the greatest part."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.ledger_store import Ledger
from ingest.tokens import content_words
from rag.arithmetic import value
from rag.draft import Draft, unmarked, year_of
from rag.matching import squeezed
from rag.stating import Stater
from rag.surveys import ATTRIBUTE, Surveys
from rag.types import Question

_MOST = re.compile(r"一番|最も|もっとも|最多|(?<!ス)トップ|1位|いちばん")
_LEAST = re.compile(r"少な|低い|小さ|最下位")
_ALL = re.compile(r"内訳|構成|順に|順番|全部|すべて|全て|一覧|分布|それぞれ|ごと|別に|別の|どんな割合")
_SURVEYED = re.compile(r"回答|アンケート|調査|答え")
_FEWEST = 2


@dataclass(frozen=True)
class ShareTeller:
    """Tells the shares of one index."""

    ledger: Ledger
    stater: Stater

    def write(self, question: Question) -> Draft | None:
        """The shares, or the greatest of them; None where no such division is asked for, or one part of it is."""
        text = squeezed(question.text)
        if not _SURVEYED.search(text) or not (_MOST.search(text) or _ALL.search(text)):
            return None
        named = [facts for label, facts in self._divided.items() if _is_named(label, text)]
        if len(named) != 1 or not Surveys(self.ledger).is_asked(question, named[0]):
            return None
        if any(squeezed(fact.item.split("›")[-1]) in text for fact in named[0]):
            return None
        draft = Draft()
        draft.finish("\n".join(self._lines(draft, named[0], text)))
        return draft

    def _lines(self, draft: Draft, facts: Sequence[Fact], text: str) -> list[str]:
        document = next(d for d in self.stater.index.store.documents() if d.id == facts[0].document_id)
        owner = self.stater.owner(draft, facts[0], document)
        draft.names.append(facts[0].name)
        lead = f"{unmarked(narrow(facts[0].name))}（{year_of(document)}の資料）の{_label(facts[0])}"
        ordered = sorted(facts, key=lambda fact: value(fact.value), reverse=not _LEAST.search(text))
        said = {f: f"{unmarked(narrow(f.item.split('›')[-1]))}（{unmarked(narrow(f.text))}）" for f in facts}
        marks = {fact: self.stater.told(draft, fact, document, "").marks for fact in facts}
        first = ordered[0]
        if _MOST.search(text):
            way = "少ない" if _LEAST.search(text) else "多い"
            return [f"{lead}で最も{way}のは、{said[first]}です。{marks[first]}{owner}"]
        return [f"{lead}の割合は、次のとおりです。{owner}", *(f"・{said[fact]}{marks[fact]}" for fact in facts)]

    @cached_property
    def _divided(self) -> Mapping[tuple[str, str], list[Fact]]:
        """(survey, what it is divided by) -> the parts."""
        found: dict[tuple[str, str], list[Fact]] = {}
        for fact in self.ledger.all_facts():
            ranked = any(condition.startswith("順位:") for condition in fact.conditions)
            if fact.attribute == ATTRIBUTE and fact.value.startswith("percent:") and "›" in fact.item and not ranked:
                found.setdefault((fact.programme, _label(fact)), []).append(fact)
        return {key: facts for key, facts in found.items() if len(facts) >= _FEWEST}


def _label(fact: Fact) -> str:
    return unmarked(squeeze(fact.item.split("›")[-2]))


def _is_named(key: tuple[str, str], text: str) -> bool:
    """Whether the text has the division's name, or the word with which it begins."""
    label = key[1]
    first = next((word.lemma for word in content_words(label)), label)
    return label in text or (len(first) > 1 and first in text)
