"""Boosted trees: each row of signals falls to one leaf of every tree, and the leaves are added up."""

import lightgbm
import numpy as np
import pytest

from rag.trees import read_trees
from tools.train_answering import as_nodes

STUMP = [[0, 0.5, 1, 2], [-1.0], [2.0]]
DEEP = [[1, 0.0, 1, 2], [0.25], [0, 0.5, 3, 4], [10.0], [20.0]]


@pytest.mark.parametrize(
    ("row", "sum_"),
    [((0.5, 0.0), -1.0 + 0.25), ((0.6, 0.0), 2.0 + 0.25), ((0.5, 0.1), -1.0 + 10.0), ((0.6, 0.1), 2.0 + 20.0)],
)
def test_a_row_goes_left_up_to_the_threshold_and_right_beyond_it(row, sum_):
    assert read_trees([STUMP, DEEP]).add_up(np.array([row])) == pytest.approx([sum_])


def test_no_trees_add_nothing():
    assert read_trees([]).add_up(np.zeros((3, 2))).tolist() == [0.0, 0.0, 0.0]


def test_rows_are_added_up_each_for_itself():
    rows = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, -1.0]])
    together = read_trees([STUMP, DEEP]).add_up(rows)
    assert together.tolist() == [read_trees([STUMP, DEEP]).add_up(row[np.newaxis])[0] for row in rows]


def test_trees_add_up_to_what_lightgbm_that_grew_them_predicts():
    random = np.random.default_rng(0)
    x = random.random((400, 5)).round(3)
    y = x[:, 0] * (x[:, 1] > 0.5) + 0.1 * random.random(400)
    settings = {"objective": "l2", "num_leaves": 6, "verbose": -1, "boost_from_average": False, "num_threads": 1}
    grown = lightgbm.train(settings, lightgbm.Dataset(x, y), num_boost_round=20)
    read = read_trees([as_nodes(tree["tree_structure"]) for tree in grown.dump_model()["tree_info"]])
    assert read.add_up(x) == pytest.approx(grown.predict(x), abs=1e-3)
