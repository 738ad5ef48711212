"""The cases from which the weights of lines are learned: questions, their lines, and which of those are right.

Positive lines are those in which a marked quote stands. Of every question a second one is made by leaving out the
pages that answer it: whatever comes first then is wrong. Only the development half of the sets is read, and the
questions of ``eval/training``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.items import Item
from eval.loading import read_sets
from eval.split import split_of
from rag.answerability import wants_figure
from rag.chain import AnswerChain
from rag.types import Message, Passage, Question
from rag.units import Unit

ROOT = Path(__file__).parent.parent
_OTHER_KINDS = ("calculation", "comparison", "years", "finder")  # answered by more than one line
_LEFT_OUT = 0.3  # what a question without its page counts: fewer questions than that have no answer
_DEEP = 120  # lines of a question that are learned from


@dataclass(frozen=True, slots=True)
class Case:
    """One question: its units, best first by today's weights, and which are right; ``figure``: it asks for one."""

    id: str
    question: Question
    figure: bool
    units: tuple[Unit, ...]
    right: tuple[bool, ...]

    @property
    def share(self) -> float:
        return _LEFT_OUT if self.id.endswith("left out") else 1.0

    @property
    def answerable(self) -> bool:
        return any(self.right)


def items() -> list[Item]:
    """Development items and training questions that one line can answer, and those that none does."""
    found = list(read_sets(ROOT / "eval" / "sets")[0])
    half = split_of(found)
    dev = [item for item in found if half.get(item.id) == "dev"]
    training = list(read_sets(ROOT / "eval" / "training")[0]) if (ROOT / "eval" / "training").is_dir() else []
    return [item for item in (*dev, *training) if item.kind not in _OTHER_KINDS]


def cases_of(chain: AnswerChain, item: Item) -> list[Case]:
    turns = [Message("user", turn) for turn in item.turns]
    between = [message for turn in turns[:-1] for message in (turn, Message("assistant", "…"))]
    question = chain.understand([*between, turns[-1]])
    found = chain.find(question)
    units = found.units[:_DEEP]
    wanted = chain._composer._types.expected(question.text)
    figure = wants_figure(question, wanted, chain.lexicon.attributes)
    places = _places(chain, item)
    if not places:
        none = item.expect.must_abstain and not item.quotes
        return [Case(item.id, question, figure, tuple(units), (False,) * len(units))] if none and units else []
    right = tuple(_holds(unit, places) for unit in units)
    cases = [Case(item.id, question, figure, tuple(units), right)] if any(right) else []
    left = _without(chain, found.passages, item)
    others = chain._ranker.rank(question, left)[:_DEEP]
    if others:
        cases.append(Case(f"{item.id} left out", question, figure, tuple(others), (False,) * len(others)))
    return cases


def _places(chain: AnswerChain, item: Item) -> list[tuple[str, int, int, int]]:
    """Where the item's quotes stand: document, page, start, end."""
    places = []
    for number in item.pages:
        page = chain.index.store.page(item.document, number)
        for quote in item.quotes:
            at = page.text.find(quote) if page else -1
            if at >= 0:
                places.append((item.document, number, at, at + len(quote)))
    return places


def _holds(unit: Unit, places: Sequence[tuple[str, int, int, int]]) -> bool:
    block = unit.block
    return any(
        (block.document_id, block.page) == (document, page) and any(s < end and start < e for s, e in block.spans)
        for document, page, start, end in places
    )


def _without(chain: AnswerChain, passages: Sequence[Passage], item: Item) -> list[Passage]:
    """The passages of pages on which none of the quotes stands."""
    kept = []
    for passage in passages:
        page = chain.index.store.page(passage.chunk.document_id, passage.chunk.page)
        same = passage.chunk.document_id == item.document and passage.chunk.page in item.pages
        if not same and page and not any(quote in page.text for quote in item.quotes):
            kept.append(passage)
    return kept
