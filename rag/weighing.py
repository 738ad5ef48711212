"""Weighing: how likely a line is to be the answer, by weights learned with ``python -m tools.train_answering``.

Two logistic regressions (Hosmer, Lemeshow: Applied Logistic Regression): one ranks the lines of a question
against each other, one says whether the best of them answers it at all.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "models" / "answering.json"


@dataclass(frozen=True, slots=True)
class Weighing:
    """``line`` and ``answer`` hold a weight a signal, named; ``bias`` and ``enough`` belong to ``answer``.

    ``enough`` is the probability from which an answer is given.
    """

    line: dict[str, float]
    answer: dict[str, float]
    bias: float
    enough: float

    def score(self, names: Sequence[str], vector: Sequence[float]) -> float:
        """Of a line, to be compared with others of the same question."""
        return sum(self.line.get(name, 0.0) * value for name, value in zip(names, vector, strict=True))

    def probability(self, named: dict[str, float]) -> float:
        """That the best line answers the question."""
        return sigmoid(self.bias + sum(self.answer.get(name, 0.0) * value for name, value in named.items()))


def sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, value))))


@cache
def learned() -> Weighing:
    """The weights that ship with the project."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return Weighing(data["line"], data["answer"], data["bias"], data["enough"])
