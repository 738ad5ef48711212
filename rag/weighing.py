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
from typing import NamedTuple

import numpy as np

from rag.trees import Array, Trees, read_trees

_FILE = Path(__file__).parent / "models" / "answering.json"
COMPARED = ("own", "led", "beside", "attribute", "typed", "called", "near", "near_led", "letters", "letters_led")
"""Signals of which the trees also see how far a line is behind the best of its question."""


class Enough(NamedTuple):
    """Probabilities (0-1) from which an answer is given: where a figure is asked for, and where words are."""

    figures: float
    words: float


@dataclass(frozen=True)
class Weighing:
    """``line`` and ``answer`` hold a weight a signal, named; ``bias`` and ``enough`` belong to ``answer``.

    ``trees`` read a line's signals and, after them, how far it is behind in each of ``COMPARED``. ``enough`` is the
    probability from which an answer is given: of words a lower one than of figures, since a line that speaks of
    something else is seen for what it is, and a figure of something else is not.
    """

    line: dict[str, float]
    trees: Trees
    answer: dict[str, float]
    bias: float
    enough: "Enough"

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
    trees, enough = read_trees(data.get("trees", [])), Enough(**data["enough"])
    return Weighing(data["line"], trees, data["answer"], data["bias"], enough)
