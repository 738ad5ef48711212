"""Boosted regression trees (Friedman 2001), kept as plain data and added up by numpy.

They are grown with LightGBM by ``tools/train_answering.py``; to read them needs no more than this.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Trees:
    """``feature``, ``threshold``, ``left``, ``right``, ``value`` of every node, shape (trees, nodes); a leaf leads to
    itself. ``depth``: of the deepest tree."""

    feature: npt.NDArray[np.int64]
    threshold: Array
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: Array
    depth: int

    def add_up(self, x: Array) -> Array:
        """The sum of the trees' values for each row of ``x``, shape (rows, features) -> (rows,)."""
        trees = np.arange(len(self.feature))[np.newaxis, :]
        rows = np.arange(len(x))[:, np.newaxis]
        at = np.zeros((len(x), len(self.feature)), np.int64)
        for _ in range(self.depth):
            less = x[rows, self.feature[trees, at]] <= self.threshold[trees, at]
            at = np.where(less, self.left[trees, at], self.right[trees, at])
        return np.asarray(self.value[trees, at].sum(axis=1), np.float64)


def read_trees(data: Sequence[Sequence[Sequence[float]]]) -> Trees:
    """The trees of ``data``: each a list of nodes, (feature, threshold, left, right) or, of a leaf, (value,)."""
    width = max((len(tree) for tree in data), default=1)
    shape = (len(data), width)
    feature, left, right = (np.zeros(shape, np.int64) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    for t, tree in enumerate(data):
        for n, node in enumerate(tree):
            if len(node) == 1:
                left[t, n] = right[t, n] = n
                value[t, n] = node[0]
            else:
                threshold[t, n] = node[1]
                feature[t, n], left[t, n], right[t, n] = (int(node[part]) for part in (0, 2, 3))
    return Trees(feature, threshold, left, right, value, max(map(_depth, data), default=0))


def _depth(tree: Sequence[Sequence[float]], node: int = 0) -> int:
    if len(tree[node]) == 1:
        return 0
    return 1 + max(_depth(tree, int(child)) for child in tree[node][2:])
