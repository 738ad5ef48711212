"""Weighing: how likely a line is to be the answer, by weights learned with ``python -m tools.train_answering``.

Lines are ranked against each other by a linear model and boosted trees that correct it where signals count
together; a logistic regression (Hosmer, Lemeshow: Applied Logistic Regression) says whether the best line answers
at all.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.trees import Array, Trees, read_trees

_FILE = Path(__file__).parent / "models" / "answering.json"
COMPARED = ("own", "led", "beside", "attribute", "typed", "called", "near", "near_led", "letters", "letters_led")
"""Signals of which the trees also see how far a line is behind the best of its question."""


@dataclass(frozen=True)
class Weighing:
    """``line`` and ``answer`` hold a weight a signal, named; ``bias`` and ``enough`` belong to ``answer``.

    ``trees`` read a line's signals and, after them, how far it is behind in each of ``COMPARED``. ``enough`` is the
    probability from which an answer is given.
    """

    line: dict[str, float]
    trees: Trees
    answer: dict[str, float]
    bias: float
    enough: float

    def scores(self, names: Sequence[str], vectors: Array) -> Array:
        """Of the lines of one question, shape (lines, signals) -> (lines,): to be compared with each other."""
        if not len(vectors):
            return np.zeros(0)
        weights = np.array([self.line.get(name, 0.0) for name in names])
        return np.asarray(vectors @ weights + self.trees.add_up(seen(names, vectors)), np.float64)

    def probability(self, named: dict[str, float]) -> float:
        """That the best line answers the question."""
        return sigmoid(self.bias + sum(self.answer.get(name, 0.0) * value for name, value in named.items()))


def seen(names: Sequence[str], vectors: Array) -> Array:
    """What the trees see of lines: their signals, and how far each is behind the best in those compared."""
    compared = vectors[:, [names.index(name) for name in COMPARED]]
    return np.hstack([vectors, compared - compared.max(axis=0)])


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, value))))


@cache
def learned() -> Weighing:
    """The weights that ship with the project."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return Weighing(data["line"], read_trees(data.get("trees", [])), data["answer"], data["bias"], data["enough"])
