"""Audiences: the words of a programme's facts that say whom it, or a part of it, is for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from rag.eligibility.judging import Judge

Role = Literal["row", "sentence", "requirement", "part"]
_BREAK = re.compile(r"[。、「」『』※>①-⑳]")
_BRACKETED = r"(?:\([^()]*\))?"


@dataclass(frozen=True, slots=True)
class Audience:
    """``phrase`` of ``fact`` says whom something is for.

    ``role``: the ``row`` 対象者 or the first ``sentence`` that names an audience govern the whole programme,
    as does a ``requirement``; a ``part`` speaks of a division or of one of several measures.
    """

    fact: Fact
    phrase: str
    role: Role


@dataclass(frozen=True)
class AudienceReader:
    """Reads audiences in the words of one vocabulary."""

    judge: Judge

    def read(self, facts: Sequence[Fact]) -> list[Audience]:
        """The audiences of one programme in one year, in the order of its facts."""
        contents = [fact for fact in facts if fact.attribute == "内容"]
        found: list[Audience] = []
        for fact in facts:
            if fact.attribute == "対象者" and not any(_inside(fact, other) for other in contents):
                found += self._row(fact)
            elif fact.attribute == "要件" and not fact.is_figure and not fact.conditions and not fact.item:
                found.append(Audience(fact, narrow(fact.text), "requirement"))
            elif fact.attribute == "内容":
                first = not any(one.role == "sentence" for one in found)
                found += self._sentence(fact, first)
        return found

    def phrases(self, text: str) -> list[str]:
        """The words of a sentence for those at whom it aims: a known kind of asker before such a particle."""
        text = squeeze(text)
        phrases = []
        for match in self._aimed.finditer(text):
            start = self._start(text, match.start())
            phrases.append(text[start : match.end("head")])
        return phrases

    def _row(self, fact: Fact) -> list[Audience]:
        whole = not fact.item and not any(":" in condition for condition in fact.conditions)
        if whole:
            return [Audience(fact, narrow(fact.text), "row")]
        return [Audience(fact, narrow(fact.text), "part")] if self.judge.understands(fact.text) else []

    def _sentence(self, fact: Fact, first: bool) -> list[Audience]:
        phrases = self.phrases(fact.text)
        whole = first and not fact.item and not fact.conditions
        return [Audience(fact, phrases[0], "sentence" if whole else "part")] if phrases else []

    def _start(self, text: str, at: int) -> int:
        """Where the words that end in the kind of asker at ``at`` begin; further members of a list belong to them."""
        start = max((match.end() for match in _BREAK.finditer(text, 0, at)), default=0)
        for word in self.judge.vocabulary.frames["breaks"]:
            start = max(start, text.rfind(word, 0, at) + len(word) if word in text[:at] else 0)
        while start > 1 and text[start - 1] == "、" and self._listed.search(text, 0, start - 1):
            start = max((match.end() for match in _BREAK.finditer(text, 0, start - 1)), default=0)
        return start

    @cached_property
    def _heads(self) -> str:
        known = (word for word, term in self.judge.vocabulary.by_word if term.field in ("applicant", "industry"))
        return "|".join(re.escape(word) for word in known)

    @cached_property
    def _aimed(self) -> re.Pattern[str]:
        frames = self.judge.vocabulary.frames
        opened, after, not_after = ("|".join(map(re.escape, frames[k])) for k in ("open", "after", "not_after"))
        head = rf"(?P<head>(?:{self._heads}){_BRACKETED}(?:{opened})?{_BRACKETED})"
        return re.compile(rf"{head}(?!{not_after})(?:{after})")

    @cached_property
    def _listed(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._heads})\Z")


def _inside(part: Fact, whole: Fact) -> bool:
    """Whether every span of ``part`` lies in one of ``whole``."""
    if (part.document_id, part.page) != (whole.document_id, whole.page) or not part.spans:
        return False
    return all(any(start <= s and e <= end for start, end in whole.spans) for s, e in part.spans)
