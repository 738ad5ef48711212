"""Rivals: a list, programmes for a situation or looked-up facts, and the plain lines that may hold more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.analysis import RANK
from rag.asked import AskedFor
from rag.circumstances import own
from rag.composition import Composer
from rag.draft import Draft
from rag.finder import Finder
from rag.fitting import fit_as_asked
from rag.lookup import Found, LookUp
from rag.matching import holds, squeezed
from rag.proposing import Proposer
from rag.signals import Weights
from rag.stating import Stater
from rag.subjects import names_of
from rag.trace import note
from rag.types import Question
from rag.units import Unit

_GRADED = ("助成限度額", "助成率", "費用")  # attributes that often depend on who asks
_SURVEYED = "調査結果"
_CLEARLY = 0.15  # by how much more of the question lines must hold to be preferred to a look-up
_WHOLE_NUMBER = re.compile(r"(?:全部で|全員で|合わせて|合計で?)何")
# 「一番多くもらえる事業はどれ」: a programme is what is asked for.
_WHICH = re.compile(
    r"(?:事業|制度|支援策?|助成金?|補助金?|もの|やつ)(?:は|って|なら|が)?(?:どれ|どんな|どういう|何|なに|なんと|なんて|あり|ある|ない|出)"
    r"|(?:事業|制度|支援策?|助成金?|補助金?|もの)を(?:探|さが|教え|知り)"
    r"|(?:どの|どんな|どういう|何|何て|何という|なんて|なんという)(?:事業|制度|支援|助成|補助)"
)
_NAMES = re.compile(r"事業名|事業の名前?|(?:どんな|どういう|何という)事業")
_WHOLE_AND_PART = re.compile(r"(?:[、。？?]|その)うち(?![はのもでが、])")  # 「うちは」 is the asker's company


class Lister(Protocol):
    """Writes lists."""

    def write(self, question: Question) -> Draft | None: ...


@dataclass(frozen=True)
class Rivals:
    """Chooses between what the parts of one chain write."""

    listers: tuple[Lister, ...]
    finder: Finder
    look_up: LookUp
    stater: Stater
    composer: Composer
    asked_for: AskedFor
    proposer: Proposer

    def best(
        self, question: Question, asked: Question, units: Sequence[Unit], lines: Sequence[Unit]
    ) -> tuple[object, Draft | None]:
        """Who writes, and what; nothing where ``lines`` hold clearly more of the question.

        ``asked`` is ``question`` without subjects that it only describes.
        """
        weights = self.composer.ranker.weights(asked)
        asks = self.finder.asks_of_what_fits(asked)
        # What is described goes before what only fits, where anything is stated of it.
        described = bool(question.subjects) and not asked.subjects and bool(self.look_up.find(question))
        proposed = self.proposer.write(asked) if asks and not described else None
        if proposed and self.asked_for.is_met_by(asked, proposed):
            return self.proposer, proposed
        seeks = not (described and (asks or self._asks_figure(asked)))
        if seeks and self.finder.knows(asked) and (fitting := self.finder.write(asked)):
            return self.finder, fitting
        if listed := self._listed(question, weights, lines):
            return listed
        if seeks and (fitting := self.finder.write(asked)):
            return self.unless_outdone(self.finder, fitting, asked, asked, lines)
        if seeks and not asked.subjects and self.finder.seeks(asked):
            return self.finder, None  # what is stated of a programme that nobody named is no support for a situation
        found = [one for one in self.look_up.find(question) if _names_item(question, one)]
        remarks = self._remarks(question, found)
        stated = self.stater.write(found, remarks) if found else None
        if stated is None or not self.asked_for.is_met_by(question, stated):
            return self.look_up, None
        if lines and _holds_more(question, lines, found):
            return self.look_up, None
        if asked.subjects and self._is_decided(question, found):
            return self.look_up, stated
        if remarks or _is_exact(found, lines) or not self._state(question, asked, found, lines):
            return self.look_up, stated
        return self.unless_outdone(self.look_up, stated, question, asked, lines)

    def _listed(self, question: Question, weights: Weights, lines: Sequence[Unit]) -> tuple[object, Draft] | None:
        """The list that holds most of the question; None where none is asked for and lines hold clearly more."""
        lists = [(writer, written) for writer in self.listers if (written := writer.write(question))]
        # A list of what is done does not tell who does it.
        met = [pair for pair in lists if self.asked_for.is_met_by(question, pair[1])]
        lists = met or ([] if self.asked_for.is_particular(question) else lists)
        if not lists:
            return None
        # Programmes by name are those of the first lister, whatever else a heading lists.
        named = bool(_NAMES.search(squeezed(question.text)))
        first = self.listers[0]
        best = max(lists, key=lambda pair: (named and pair[0] is first, round(_share(weights, pair[1]), 2)))
        clearly = "list" not in question.intents and self._ahead(weights, best[1], lines) >= _CLEARLY
        return None if clearly else best

    def _asks_figure(self, asked: Question) -> bool:
        """Whether a figure is asked for, and not which programme it is."""
        kinds = {one.kind for one in self.asked_for.lexicon.attributes if one.name in asked.attributes}
        return bool(kinds) and "text" not in kinds and not _WHICH.search(squeezed(asked.text))

    def _remarks(self, question: Question, found: Sequence[Found]) -> list[str]:
        """What the asker states and no figure that is looked up depends on."""
        graded = [one for one in found if one.attribute in _GRADED]
        return [told for one in graded for told in self.look_up.remarks(question, one.subject.id, (one.attribute,))]

    def _is_decided(self, question: Question, found: Sequence[Found]) -> bool:
        """Whether the asker's own conditions decide each figure that is looked up."""
        asker = self.look_up.circumstances(question)
        facts = [fact for one in found for fact in one.facts]
        return all(fact.is_figure and own(fact) & asker.met and own(fact) <= asker.met for fact in facts)

    def _state(self, question: Question, asked: Question, found: Sequence[Found], lines: Sequence[Unit]) -> bool:
        """Whether ``lines`` state anything of what is asked for; words of the question alone answer nothing.

        Of a subject that is only described, another may be meant, and the text of lines from its page may tell.
        """
        lexicon = self.asked_for.lexicon
        wanted = [one for one in lexicon.attributes if one.name in question.attributes]
        blocks = [unit.block for unit in lines]
        pages = {(fact.document_id, fact.page) for one in found for fact in one.facts}
        elsewhere = any((block.document_id, block.page) not in pages for block in blocks)
        elsewhere = elsewhere or any(one.subject.kind != "programme" for one in found)
        if not wanted or (not asked.subjects and elsewhere and any(one.kind == "text" for one in wanted)):
            return True
        return any(fit_as_asked(block, one, lexicon, question.wordings) for block in blocks for one in wanted)

    def unless_outdone(
        self, by: object, draft: Draft, question: Question, asked: Question, lines: Sequence[Unit]
    ) -> tuple[object, Draft | None]:
        """``draft``; None where ``lines`` hold clearly more of the question, and no programme is sought."""
        called = "\n".join(name for subject in question.subjects for name in names_of(subject))
        ahead = self._ahead(self.composer.ranker.weights(asked), draft, lines, called)
        if "seek" in asked.intents or ahead < _CLEARLY:
            return by, draft
        note(by, "gave_way", draft.text, (f"{ahead:.2f}",))
        return by, None

    def _ahead(self, weights: Weights, draft: Draft, lines: Sequence[Unit], called: str = "") -> float:
        """How much more of the question ``lines`` hold than ``draft`` and what its subject is ``called``."""
        held = _share(weights, self.composer.write(lines)) if lines else 0.0
        return held - _share(weights, draft, called)


def _names_item(question: Question, found: Found) -> bool:
    """Whether the question says what the one share of a survey is of; several, and other attributes, need no word."""
    if found.attribute != _SURVEYED or len(found.facts) > 1:
        return True
    nouns = [term for term in question.topic if term.is_noun]
    return all(any(holds(term, fact.item) for term in nouns) for fact in found.facts)


def _holds_more(question: Question, lines: Sequence[Unit], found: Sequence[Found]) -> bool:
    """Whether lines give the whole list, or whole and part (「うち海外は」), where facts give one of them."""
    facts = [fact for one in found for fact in one.facts]
    cases = all(fact.is_figure and fact.conditions for fact in facts) and 2 * len(facts) > len(lines)
    listed = "list" in question.intents and not _WHOLE_NUMBER.search(question.text)
    if listed and len(lines) > len(facts) and not cases:
        return True
    if any(term.lemma.startswith(RANK) and holds(term, lines[0].block.text) for term in question.topic):
        return True
    text = "\n".join(squeezed(unit.block.text) for unit in lines)
    return bool(_WHOLE_AND_PART.search(question.text)) and all(squeezed(fact.text) in text for fact in facts)


def _is_exact(found: Sequence[Found], lines: Sequence[Unit]) -> bool:
    """Whether the lines hold no more than the figures under conditions that were looked up, on their pages."""
    facts = [fact for one in found for fact in one.facts]
    pages = {(fact.document_id, fact.page) for fact in facts}
    text = "\n".join(squeezed(unit.block.text) for unit in lines)
    here = all((unit.block.document_id, unit.block.page) in pages for unit in lines)
    return here and all(fact.is_figure and fact.conditions and squeezed(fact.text) in text for fact in facts)


def _share(weights: Weights, draft: Draft, called: str = "") -> float:
    """The share of the question's weight that a draft, what it cites and what its subject is ``called`` hold."""
    text = "\n".join([draft.text, called, *(citation.quote for citation in draft.citations)])
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if holds(term, text)) / whole if whole else 0.0
