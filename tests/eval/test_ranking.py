"""Retrieval measures against values worked by hand and against ir-measures on random data."""

import ir_measures
import numpy as np
import pytest
from ir_measures import RR, Qrel, ScoredDoc, Success, nDCG

from eval.given import FoundPassage
from eval.ranking import hit, ndcg, rankings, reciprocal_rank, retrieval_measures

A, B, C, D = ("a", 1), ("a", 2), ("b", 1), ("b", 2)


def test_measures_by_hand():
    # C and D are wanted; C stands second, D fourth.
    ranking, wanted = (A, C, B, D), frozenset([C, D])

    assert [hit(ranking, wanted, k) for k in (1, 2)] == [0, 1]
    assert reciprocal_rank(ranking, wanted) == 1 / 2
    # DCG 1/log2(3) + 1/log2(5) = 0.63093 + 0.43068 = 1.06161; ideal 1 + 1/log2(3) = 1.63093.
    assert ndcg(ranking, wanted) == pytest.approx(1.06161 / 1.63093, abs=1e-5)


def test_nothing_wanted_among_the_found_is_zero():
    assert (hit((A,), frozenset([B]), 10), reciprocal_rank((A,), frozenset([B])), ndcg((A,), frozenset([B]))) == (
        0,
        0,
        0,
    )


def test_what_stands_behind_the_tenth_place_does_not_count():
    ranking = (*(("x", n) for n in range(10)), A)
    assert (reciprocal_rank(ranking, frozenset([A])), ndcg(ranking, frozenset([A]))) == (0, 0)


def test_a_page_stands_where_its_best_passage_does_in_every_leg():
    passages = [
        FoundPassage("a", 1, {"lemmas": 3, "dense": None}),
        FoundPassage("b", 1, {"lemmas": 2, "dense": 1}),
        FoundPassage("a", 1, {"lemmas": 1, "dense": 2}),
    ]
    assert rankings(passages) == {"fused": (A, C), "lemmas": (A, C), "dense": (C, A)}


def test_nothing_is_measured_without_gold_pages_or_passages():
    assert retrieval_measures([], [FoundPassage("a", 1)]) == {}
    assert retrieval_measures([A], []) == {}


@pytest.mark.parametrize("seed", range(40))
def test_measures_are_those_of_ir_measures(seed: int):
    random = np.random.default_rng(seed)
    pages = [("d", int(n)) for n in random.permutation(60)]
    found = pages[: int(random.integers(1, 30))]
    wanted = frozenset(("d", int(n)) for n in random.choice(60, int(random.integers(1, 15)), replace=False))
    qrels = [Qrel("q", f"{document}-{page}", 1) for document, page in wanted]
    run = [ScoredDoc("q", f"{document}-{page}", -place) for place, (document, page) in enumerate(found)]

    expected = ir_measures.calc_aggregate(
        [Success @ 1, Success @ 3, Success @ 5, Success @ 10, RR @ 10, nDCG @ 10], qrels, run
    )

    ours = retrieval_measures(wanted, [FoundPassage(document, page) for document, page in found])
    assert ours == pytest.approx(
        {
            **{f"fused.hit@{k}": expected[Success @ k] for k in (1, 3, 5, 10)},
            "fused.mrr@10": expected[RR @ 10],
            "fused.ndcg@10": expected[nDCG @ 10],
        }
    )
