"""The check of a draft, sentence by sentence: no figure leaves that its evidence does not hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.drafting.draft import Answered, Part, Sentence
from desk.drafting.office import Office
from ingest.eras import year_label
from ingest.fold import squeeze
from ingest.quantities import parse_quantities
from rag.grounding import ungrounded
from rag.types import Answer

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Checker:
    """What the sentences of one draft may say: the answers' evidence, the inquiry's own words, the office's.

    ``years``: the fiscal years of the documents, which a refusal may name.
    """

    answers: tuple[Answered, ...]
    asked: str
    office: Office
    years: tuple[int, ...] = ()

    def missing(self, sentence: Sentence) -> list[str]:
        """Figures of ``sentence`` that nothing proves."""
        if sentence.kind in ("asked", "office", "source"):
            return _unsaid(sentence.text, self._known(sentence))
        answer = self.answers[sentence.question - 1].answer if sentence.question else None
        first = ungrounded(sentence.text, (), sentence.citations)
        if not first or answer is None:
            return first
        return ungrounded(sentence.text, (), answer.citations, answer.workings, self._given(answer))

    def _known(self, sentence: Sentence) -> list[str]:
        """The texts whose digits a sentence of its kind may repeat."""
        if sentence.kind == "office":
            return [self.office.known]
        if sentence.kind == "source":
            cited = sentence.citations
            return [f"{one.title}\n{one.page}\n{year_label(one.fiscal_year)}" for one in cited]
        # The numbers of the questions are the reply's own count, no figures of the documents.
        return [self.asked, *(str(n) for n in range(1, len(self.answers) + 1))]

    def with_evidence(self, sentence: Sentence) -> Sentence:
        """``sentence``, tied to all that proves it: a result of a calculation to its operands' sources."""
        if sentence.kind != "answer" or not sentence.question or not ungrounded(sentence.text, (), sentence.citations):
            return sentence
        return replace(sentence, citations=self.answers[sentence.question - 1].answer.citations)

    def checked(self, part: Part) -> tuple[Part, list[Sentence]]:
        """``part`` without the sentences that are not proved, and those."""
        withheld = [sentence for sentence in part.sentences if self.missing(sentence)]
        kept = tuple(self.with_evidence(sentence) for sentence in part.sentences if sentence not in withheld)
        return replace(part, sentences=kept), withheld

    def _given(self, answer: Answer) -> Sequence[str]:
        """What needs no citation: the sums of a calculation, and in a refusal the years, since nothing can be cited."""
        if answer.status != "not_found":
            return answer.given
        asked = [quantity.canonical for quantity in parse_quantities(self.asked)]
        return [*answer.given, *asked, *(f"fy:{year}" for year in self.years)]


def _unsaid(text: str, known: Sequence[str]) -> list[str]:
    """Digits of ``text`` that stand in none of the ``known`` texts."""
    numbers = {number for one in known for line in one.split("\n") for number in _DIGITS.findall(squeeze(line))}
    return [number for number in _DIGITS.findall(squeeze(text)) if number not in numbers]
