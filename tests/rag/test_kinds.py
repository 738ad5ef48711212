"""Kinds of answers: premises corrected first, differences worked out, lists, conditions, subjects described."""

import csv
from pathlib import Path

import pytest

from ingest.fold import squeeze

with (Path(__file__).parent / "kinds.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=[row["question"] for row in ROWS])
def test_each_kind_is_answered_in_its_own_form(chain, row):
    text = squeeze(chain.answer(row["question"]).text)
    assert all(squeeze(piece) in text for piece in row["said"].split("|")), text
    assert squeeze(row["unsaid"]) not in text
