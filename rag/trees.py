"""Boosted regression trees (Friedman 2001), kept as plain data and added up by numpy.

They are grown with LightGBM by ``tools/train_answering.py``; to read them needs no more than this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
        count, width = self.feature.shape
        row = np.arange(len(x))[:, np.newaxis] * x.shape[1]
        # Places in the arrays laid flat, which numpy takes several times faster than pairs of indices.
        at = np.tile(np.arange(count) * width, (len(x), 1))
        values = np.ascontiguousarray(x).ravel()
        for _ in range(self.depth):
            greater = values.take(row + self.feature.take(at)) > self.threshold.take(at)
            at = self._children.take(2 * at + greater)
        return np.asarray(self.value.take(at).sum(axis=1), np.float64)

    @cached_property
    def _children(self) -> npt.NDArray[np.int64]:
        """The places of the left and the right child of every node, one behind the other."""
        first = np.arange(len(self.feature))[:, np.newaxis] * self.feature.shape[1]
        return np.stack([self.left + first, self.right + first], axis=-1).ravel()


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
