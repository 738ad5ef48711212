"""Reciprocal rank fusion: the expected numbers are shown as arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.fusion import fuse

RANKINGS = st.dictionaries(st.sampled_from("abcd"), st.lists(st.integers(0, 30), unique=True, max_size=12), max_size=4)


def test_an_item_scores_the_sum_of_its_reciprocal_ranks():
    fused = dict(fuse({"lemmas": [7, 3, 5], "dense": [3, 7]}))
    assert fused[7] == pytest.approx(1 / 61 + 1 / 62)
    assert fused[3] == pytest.approx(1 / 62 + 1 / 61)
    assert fused[5] == pytest.approx(1 / 63)


def test_two_middling_places_beat_one_first_place():
    # 1/62 + 1/63 = 0.0320 against 1/61 = 0.0164
    assert next(item for item, _ in fuse({"a": [1, 2], "b": [3, 4, 2]})) == 2


def test_ties_are_broken_by_item_so_that_runs_agree():
    assert fuse({"a": [9, 2], "b": [2, 9]}) == [(2, 1 / 61 + 1 / 62), (9, 1 / 61 + 1 / 62)]
    assert [item for item, _ in fuse({"a": [5], "b": [4], "c": [6]})] == [4, 5, 6]


def test_nothing_fuses_to_nothing():
    assert fuse({}) == []
    assert fuse({"a": [], "b": []}) == []


def test_one_ranking_keeps_its_order():
    assert [item for item, _ in fuse({"a": [3, 1, 2]})] == [3, 1, 2]


@given(RANKINGS)
def test_every_item_of_any_leg_is_in_the_result_once(rankings):
    items = [item for item, _ in fuse(rankings)]
    assert sorted(items) == sorted({item for ranking in rankings.values() for item in ranking})


@given(RANKINGS)
def test_scores_fall_and_the_order_of_the_legs_does_not_matter(rankings):
    fused = fuse(rankings)
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)
    turned = fuse(dict(reversed(rankings.items())))
    assert {item: pytest.approx(score) for item, score in fused} == dict(turned)
