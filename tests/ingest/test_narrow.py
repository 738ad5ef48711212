"""Narrowing: how a page's characters are shown to a reader."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fold import narrow, squeeze
from tests.ingest.tables import read_table


@pytest.mark.parametrize(("source", "expected"), read_table("narrow.tsv"))
def test_a_text_is_shown_in_one_width(source, expected):
    assert narrow(source) == expected


@given(st.text("０１２３４５６７８９0123456789，,．.万円％％社（）　 ", max_size=20))
def test_narrowing_changes_no_figure(source):
    # Marks between figures become half-width where they belong to a number, nothing else may happen.
    assert re.sub(r"\D", "", squeeze(narrow(source))) == re.sub(r"\D", "", squeeze(source))


@given(st.text(max_size=40))
def test_narrowing_twice_changes_nothing(source):
    once = narrow(source)
    assert narrow(once) == once
