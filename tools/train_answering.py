"""Learn how much each signal counts: which line answers a question, and whether any does.

A linear model ranks the lines of a question (softmax over them); boosted trees (LightGBM, the same loss, begun at
the linear scores) correct it. The second model is learned from scores of questions that the first one has not seen.

    python -m tools.train_answering            # writes rag/models/answering.json
    python -m tools.train_answering --measure  # cross-validated figures only
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

import lightgbm
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar
from scipy.special import logsumexp

from rag.answerability import described
from rag.bootstrap import build_chain
from rag.composition import AT_MOST, beside_best
from rag.settings import ChainSettings
from rag.signals import NAMES
from rag.trees import read_trees
from rag.weighing import Enough, Weighing, seen
from tools.answering_cases import ROOT, Case, cases_of, items

Array = npt.NDArray[np.float64]
OUT = ROOT / "rag" / "models" / "answering.json"
_DECAY = 0.02  # weight of the squared length of the weights
_FOLDS = 5
# Of a wrong answer, in right ones: a line of the wrong thing is plainly of another, and cited; a figure less plainly.
_COST = Enough(figures=0.8, words=0.5)
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
    "near",
    "near_led",
    "near led",
    "letters",
    "letters_led",
    "letters led",
    "sure",
)
_AGAINST = ("older", "drawn", "missing", "unled", "untyped", "other", "unstated", "heading")
_DIGITS = 5  # of a number in the file
_ROUNDS = 300
_GROWN = {
    "num_leaves": 6, "learning_rate": 0.08, "min_data_in_leaf": 30, "lambda_l2": 5.0, "feature_fraction": 0.6,
    "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 0, "num_threads": 1, "deterministic": True, "verbose": -1,
}  # fmt: skip
Trained = dict[str, Any]
"""The weights as they stand in the file."""


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
    trained = learn(cases)
    OUT.write_text(as_json(trained), encoding="utf-8")
    print(json.dumps({name: value for name, value in trained.items() if name != "trees"}, indent=2))
    return 0


def learn(cases: Sequence[Case]) -> Trained:
    """All weights; the answer's from the scores that each fold gets of models learned without it."""
    unseen = scores_unseen(cases)
    heat = temperature(cases, unseen)
    rated = [rate(case, scores / heat) for case, scores in zip(cases, unseen, strict=True)]
    answer, bias = learn_answer(rated)
    line, trees = learn_scores([case for case in cases if case.answerable])
    return {
        "line": {name: round(weight / heat, _DIGITS) for name, weight in line.items()},
        "answer": answer,
        "bias": bias,
        "enough": thresholds(rated, answer, bias)._asdict(),
        "trees": [[[round(node[0] / heat, _DIGITS)] if len(node) == 1 else node for node in tree] for tree in trees],
    }


def learn_scores(cases: Sequence[Case]) -> tuple[dict[str, float], list[list[list[float]]]]:
    """The linear weights and the trees of answerable ``cases``."""
    line = learn_line(cases)
    return line, learn_trees(cases, line)


def scores_unseen(cases: Sequence[Case]) -> list[Array]:
    """The scores of each case's lines by models learned without its fold."""
    folds, found = fold_of(cases), dict[str, Array]()
    for part in range(_FOLDS):
        line, trees = learn_scores([case for case in cases if folds[case.id] != part and case.answerable])
        weighing = Weighing(line, read_trees(trees), {}, 0.0, Enough(0.5, 0.5))
        found |= {case.id: weighing.scores(NAMES, vectors_of(case)) for case in cases if folds[case.id] == part}
    return [found[case.id] for case in cases]


def temperature(cases: Sequence[Case], unseen: Sequence[Array]) -> float:
    """What scores are divided by so that their softmax is the probability of a line (Guo et al. 2017)."""

    def loss(heat: float) -> float:
        rows = [(scores / heat, np.array(case.right)) for case, scores in zip(cases, unseen, strict=True)]
        return sum(float(logsumexp(scores) - logsumexp(scores[right])) for scores, right in rows if right.any())

    return float(minimize_scalar(loss, bounds=(0.2, 20.0), method="bounded").x)


def fold_of(cases: Sequence[Case]) -> dict[str, int]:
    """The fold of each case; a question and what is made of it stay together."""
    ids = sorted({case.id.split(" ")[0] for case in cases})
    place = {one: at % _FOLDS for at, one in enumerate(ids)}
    return {case.id: place[case.id.split(" ")[0]] for case in cases}


def learn_trees(cases: Sequence[Case], line: dict[str, float]) -> list[list[list[float]]]:
    """Trees, as ``rag.trees.read_trees`` reads them, that lower the softmax loss over each question's lines."""
    weights = np.array([line[name] for name in NAMES])
    vectors = [vectors_of(case) for case in cases]
    sizes = [len(one) for one in vectors]
    starts = np.cumsum([0, *sizes[:-1]])
    of = np.repeat(np.arange(len(sizes)), sizes)

    def loss(scores: Array, data: "lightgbm.Dataset") -> tuple[Array, Array]:
        every = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        share = every / np.add.reduceat(every, starts)[of]
        good = every * data.get_label()
        return share - good / np.add.reduceat(good, starts)[of], np.maximum(share * (1 - share), 1e-3)

    data = lightgbm.Dataset(
        np.vstack([seen(NAMES, one) for one in vectors]),
        np.concatenate([case.right for case in cases]).astype(float),
        init_score=np.concatenate([one @ weights for one in vectors]),
        params={"verbose": -1},
    )
    grown = lightgbm.train({**_GROWN, "objective": loss}, data, num_boost_round=_ROUNDS)
    return [as_nodes(tree["tree_structure"]) for tree in grown.dump_model()["tree_info"]]


def as_nodes(tree: dict[str, Any]) -> list[list[float]]:
    """A tree of LightGBM as a list of nodes, the root first."""
    nodes: list[list[float]] = []

    def add(part: dict[str, Any]) -> int:
        place = len(nodes)
        nodes.append([])
        if "leaf_value" in part:
            nodes[place] = [round(part["leaf_value"], _DIGITS)]
        else:
            children = [add(part["left_child"]), add(part["right_child"])]
            nodes[place] = [part["split_feature"], round(part["threshold"], _DIGITS), *children]
        return place

    add(tree)
    return nodes


def vectors_of(case: Case) -> Array:
    """Shape (lines, signals)."""
    return np.array([unit.signals.vector for unit in case.units])


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


@dataclass(frozen=True, slots=True)
class Rated:
    """A case by models that have not seen it: what is said of its best line, whether what is told is right."""

    facts: dict[str, float]
    right: bool
    answerable: bool
    figure: bool
    share: float


def rate(case: Case, scores: Array) -> Rated:
    order = sorted(range(len(scores)), key=lambda at: -round(float(scores[at]), 9))
    units = [replace(case.units[at], score=float(scores[at])) for at in order]
    said = {units[0].block, *(unit.block for unit in beside_best(units)[: AT_MOST - 1])}
    right = any(r for unit, r in zip(case.units, case.right, strict=True) if unit.block in said)
    return Rated(
        described(case.question, [(unit.score, unit) for unit in units]),
        right,
        case.answerable,
        case.figure,
        case.share,
    )


def learn_answer(rated: Sequence[Rated]) -> tuple[dict[str, float], float]:
    names = list(rated[0].facts)
    x = np.array([[row.facts[name] for name in names] + [1.0] for row in rated])
    y = np.array([row.right for row in rated], dtype=float)
    counts = np.array([row.share for row in rated])

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


def thresholds(rated: Sequence[Rated], answer: dict[str, float], bias: float) -> Enough:
    """The probabilities from which answering is worth it: a wrong answer costs more than a right one gives."""
    weighing = Weighing({}, read_trees([]), answer, bias, Enough(0.5, 0.5))
    likely = [(weighing.probability(row.facts), row) for row in rated]

    def best(figure: bool, cost: float) -> float:
        rows = [(p, row.share * (1.0 if row.right else -cost)) for p, row in likely if row.figure == figure]
        worth = {at / 100: sum(gain for p, gain in rows if p >= at / 100) for at in range(20, 90)}
        return max(worth, key=lambda enough: (round(worth[enough], 6), enough))

    return Enough(figures=best(True, _COST.figures), words=best(False, _COST.words))


def report(cases: Sequence[Case]) -> None:
    """Cross-validated by question: how often the first line is right, and the answers' precision and recall."""
    unseen, folds = scores_unseen(cases), fold_of(cases)
    heat = temperature(cases, unseen)
    rated = [(folds[case.id], rate(case, scores / heat)) for case, scores in zip(cases, unseen, strict=True)]
    likely: list[tuple[float, Rated]] = []
    for part in range(_FOLDS):
        answer, bias = learn_answer([row for fold, row in rated if fold != part])
        weighing = Weighing({}, read_trees([]), answer, bias, Enough(0.5, 0.5))
        likely += [(weighing.probability(row.facts), row) for fold, row in rated if fold == part]
    total = sum(row.answerable for _, row in likely)
    first = sum(row.right for _, row in likely)
    print(f"what is told holds the right line: {first}/{total} = {first / total:.3f}")
    for enough in (0.3, 0.4, 0.5, 0.6, 0.7):
        given = [row for p, row in likely if p >= enough]
        good = sum(row.right for row in given)
        print(f"  from {enough}: answered {len(given)}, precision {good / max(1, len(given)):.3f}, "
              f"recall {good / total:.3f}, false answers {sum(not row.answerable for row in given)}")  # fmt: skip


def as_json(trained: Trained) -> str:
    """The weights a line each, the trees a line each."""
    trees = ",\n".join(f"    {json.dumps(tree, separators=(',', ':'))}" for tree in trained["trees"])
    rest = {name: value for name, value in trained.items() if name != "trees"}
    return f'{json.dumps(rest, indent=2)[:-2]},\n  "trees": [\n{trees}\n  ]\n}}\n'


if __name__ == "__main__":
    sys.exit(main())
