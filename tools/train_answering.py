"""Learn how much each signal counts: which line answers a question, and whether any does.

    python -m tools.train_answering            # writes rag/models/answering.json
    python -m tools.train_answering --measure  # cross-validated figures only

Positive lines are those in which a marked quote stands. Of every question a second one is made by leaving out the
pages that answer it: whatever comes first then is wrong. Only the development half of the sets is read, and the
questions of ``eval/training``.
"""

import argparse
import json
import logging
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from eval.items import Item
from eval.loading import read_sets
from eval.split import split_of
from rag.answerability import described
from rag.bootstrap import build_chain
from rag.chain import AnswerChain
from rag.composition import AT_MOST, beside_best
from rag.settings import ChainSettings
from rag.signals import NAMES
from rag.types import Message, Passage, Question
from rag.units import Unit
from rag.weighing import Weighing

Array = npt.NDArray[np.float64]
ROOT = Path(__file__).parent.parent
OUT = ROOT / "rag" / "models" / "answering.json"
_OTHER_KINDS = ("calculation", "comparison", "years", "finder")  # answered by more than one line
_DECAY = 0.02  # weight of the squared length of the weights
_FOLDS = 5
_COST = 0.8  # of a wrong answer, in right ones: a line of the wrong thing is plainly of another, and cited
_LEFT_OUT = 0.3  # what a question without its page counts: fewer questions than that have no answer
_FOR = (
    "own",
    "led",
    "beside",
    "sheet",
    "paged",
    "attribute",
    "typed",
    "named",
    "lead",
    "score",
    "rank",
    "stated",
    "stated led",
    "typed led",
    "called",
    "focus",
    "called stated",
    "called typed",
)
_AGAINST = ("older", "drawn", "missing", "unled", "untyped", "other", "unstated", "heading")
_DEEP = 120  # lines of a question that are learned from


@dataclass(frozen=True, slots=True)
class Case:
    """One question: its units, best first by today's weights, and which of them are right."""

    id: str
    question: Question
    units: tuple[Unit, ...]
    right: tuple[bool, ...]

    @property
    def share(self) -> float:
        return _LEFT_OUT if self.id.endswith("left out") else 1.0

    @property
    def answerable(self) -> bool:
        return any(self.right)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--index", type=Path, default=ROOT / "data" / "index")
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    chain = build_chain(ChainSettings(ROOT / "corpus", given.index))
    cases = [case for item in items() for case in cases_of(chain, item)]
    print(f"{len(cases)} cases, {sum(case.answerable for case in cases)} answerable")
    if given.measure:
        report(cases)
        return 0
    weighing = learn(cases)
    OUT.write_text(as_json(weighing), encoding="utf-8")
    print(OUT.read_text(encoding="utf-8"))
    return 0


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
    places = _places(chain, item)
    if not places:
        none = item.expect.must_abstain and not item.quotes
        return [Case(item.id, question, tuple(units), (False,) * len(units))] if none and units else []
    right = tuple(_holds(unit, places) for unit in units)
    cases = [Case(item.id, question, tuple(units), right)] if any(right) else []
    left = _without(chain, found.passages, item)
    others = chain._ranker.rank(question, left)[:_DEEP]
    return cases + ([Case(f"{item.id} left out", question, tuple(others), (False,) * len(others))] if others else [])


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


def learn(cases: Sequence[Case]) -> Weighing:
    line = learn_line([case for case in cases if case.answerable])
    answer, bias = learn_answer(cases, line)
    enough = threshold(cases, line, answer, bias)
    return Weighing(line, answer, bias, enough)


def learn_line(cases: Sequence[Case]) -> dict[str, float]:
    """Weights under which the right lines of a question come first (softmax over its lines)."""
    groups = [(np.array([u.signals.vector for u in case.units]), np.array(case.right)) for case in cases]

    def loss(weights: Array) -> tuple[float, Array]:
        total, gradient = _DECAY * len(groups) * float(weights @ weights) / 2, _DECAY * len(groups) * weights
        for x, right in groups:
            scores = x @ weights
            every = np.exp(scores - scores.max())
            share = every / every.sum()
            good = np.where(right, every, 0)
            total += math.log(every.sum()) - math.log(good.sum())
            gradient = gradient + x.T @ (share - good / good.sum())
        return total, gradient

    found = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B", bounds=[_bounds(name) for name in NAMES])
    return {name: round(float(weight), 4) for name, weight in zip(NAMES, found.x, strict=True)}


def facts_of(case: Case, line: dict[str, float]) -> tuple[dict[str, float], bool]:
    weights = np.array([line[name] for name in NAMES])
    scores = [float(np.dot(weights, unit.signals.vector)) for unit in case.units]
    order = sorted(range(len(scores)), key=lambda at: -round(scores[at], 9))
    ranked = [(scores[at], case.units[at]) for at in order]
    units = [replace(case.units[at], score=scores[at]) for at in order]
    said = {units[0].block, *(unit.block for unit in beside_best(units)[: AT_MOST - 1])}
    return described(case.question, ranked), any(
        r for u, r in zip(case.units, case.right, strict=True) if u.block in said
    )


def learn_answer(cases: Sequence[Case], line: dict[str, float]) -> tuple[dict[str, float], float]:
    rows = [facts_of(case, line) for case in cases]
    names = list(rows[0][0])
    x = np.array([[row[0][name] for name in names] + [1.0] for row in rows])
    y = np.array([row[1] for row in rows], dtype=float)
    counts = np.array([case.share for case in cases])

    def loss(weights: Array) -> tuple[float, Array]:
        scores = x @ weights
        p = 1 / (1 + np.exp(-scores))
        decay = np.append(np.full(len(names), _DECAY * 20), 0.0)
        total = -float(np.sum(counts * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))))
        return total + float(decay @ weights**2) / 2, x.T @ (counts * (p - y)) + decay * weights

    bounds = [*map(_bounds, names), (None, None)]
    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = {name: round(float(weight), 4) for name, weight in zip(names, found.x, strict=False)}
    return weights, round(float(found.x[-1]), 4)


def _bounds(name: str) -> tuple[float | None, float | None]:
    """The sign that a signal's weight may have: few questions must not teach that a missing word speaks for a line."""
    return (None, 0.0) if name in _AGAINST else (0.0, None) if name in _FOR else (None, None)


def threshold(cases: Sequence[Case], line: dict[str, float], answer: dict[str, float], bias: float) -> float:
    """The probability from which answering is worth it: a wrong answer costs more than a right one gives."""
    weighing = Weighing(line, answer, bias, 0.5)
    rated = [
        (weighing.probability(facts), right, case.share) for case in cases for facts, right in [facts_of(case, line)]
    ]
    worth = {
        enough: sum(share * (1.0 if right else -_COST) for p, right, share in rated if p >= enough)
        for enough in (at / 100 for at in range(20, 90))
    }
    return max(worth, key=lambda enough: (round(worth[enough], 6), enough))


def report(cases: Sequence[Case]) -> None:
    """Cross-validated by question: how often the first line is right, and the answers' precision and recall."""
    ids = sorted({case.id.split(" ")[0] for case in cases})
    fold = {one: place % _FOLDS for place, one in enumerate(ids)}
    first = total = 0
    rated: list[tuple[float, bool, bool]] = []
    for part in range(_FOLDS):
        rest = [case for case in cases if fold[case.id.split(" ")[0]] != part]
        held_out = [case for case in cases if fold[case.id.split(" ")[0]] == part]
        weighing = learn(rest)
        for case in held_out:
            facts, right = facts_of(case, weighing.line)
            first, total = first + (right and case.answerable), total + case.answerable
            rated.append((weighing.probability(facts), right, case.answerable))
    print(f"first line right: {first}/{total} = {first / total:.3f}")
    for enough in (0.3, 0.4, 0.5, 0.6, 0.7):
        given = [(right, can) for p, right, can in rated if p >= enough]
        good = sum(right for right, _ in given)
        print(f"  from {enough}: answered {len(given)}, precision {good / max(1, len(given)):.3f}, "
              f"recall {good / total:.3f}, false answers {sum(not can for _, can in given)}")  # fmt: skip


def as_json(weighing: Weighing) -> str:
    data: dict[str, Any] = {
        "line": weighing.line, "answer": weighing.answer, "bias": weighing.bias, "enough": weighing.enough,
    }  # fmt: skip
    return json.dumps(data, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())
