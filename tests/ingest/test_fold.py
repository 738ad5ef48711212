"""Folding: the cases of fold.tsv, and what holds for any text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.fold import fold, folded, squeeze
from tests.ingest.tables import read_table

_ANY = st.text(max_size=40)
# Any Unicode text rarely holds what breaks a fold: these characters meet one another often enough to do so.
_TRICKY = st.text("かカｶはﾊﾞ゙゚ﾟ゛½²①⑳㎡㈱１1,，.〜～~‐－ー⁄ＡaİßΣ \u3000\n\u200b\u202e\ue000\ufe00", max_size=12)


@pytest.mark.parametrize(("source", "expected"), read_table("fold.tsv"))
def test_a_text_folds_to_one_spelling(source, expected):
    assert folded(source) == expected


@given(_ANY | _TRICKY)
def test_every_folded_character_comes_from_a_stretch_of_the_source(source):
    result = fold(source)
    assert len(result.text) == len(result.starts) == len(result.ends)
    for start, end in zip(result.starts, result.ends, strict=True):
        assert 0 <= start < end <= len(source)


@given(_ANY | _TRICKY)
def test_the_stretches_never_run_backwards(source):
    result = fold(source)
    assert list(result.starts) == sorted(result.starts)
    assert list(result.ends) == sorted(result.ends)


@given(_ANY | _TRICKY)
def test_a_part_of_the_folded_text_is_found_again_in_its_source_span(source):
    result = fold(source)
    for position, character in enumerate(result.text):
        start, end = result.source_span(position, position + 1)
        assert character in fold(source[start:end]).text or character == " "


@given(_ANY)
def test_folding_twice_changes_nothing(source):
    once = folded(source)
    assert folded(once) == once


@given(_TRICKY)
@example("か\u200b\u3099")
@example("J\u030c")
def test_folding_twice_changes_nothing_where_marks_and_invisible_characters_meet(source):
    once = folded(source)
    assert folded(once) == once


@given(_ANY | _TRICKY)
def test_no_invisible_character_is_left(source):
    assert not [c for c in folded(source) if c in "\u200b\u202e\ue000\ufe00\n\u3000"]


def test_the_span_of_a_folded_range_is_in_the_source_characters():
    result = fold("ﾃﾞｼﾞﾀﾙ½率")
    assert result.text == "デジタル1/2率"
    assert result.source_span(0, 4) == (0, 6)
    assert result.source_span(4, 7) == (6, 7)


@pytest.mark.parametrize("span", [(0, 0), (1, 0), (-1, 1), (0, 4), (3, 4)])
def test_an_empty_or_outside_range_has_no_span(span):
    with pytest.raises(ValueError, match="empty or outside"):
        fold("助成率").source_span(*span)


def test_squeezing_takes_the_white_space_away():
    assert squeeze(" 実 践　支\n援 ") == "実践支援"
