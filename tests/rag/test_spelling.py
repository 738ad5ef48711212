"""Spelling: what is written in kana or with a wrong letter is understood as the documents spell it."""

import csv
from pathlib import Path

import pytest

from rag.nearness import nearest_part

with (Path(__file__).parent / "spelling.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=[row["asked"] for row in ROWS])
def test_a_question_is_understood_in_the_documents_spelling(chain, row):
    assert chain.understand(row["asked"]).text.rstrip("。") == row["understood"]


RIGHT = [line for line in (Path(__file__).parent / "spelt-right.txt").read_text(encoding="utf-8").splitlines() if line]


@pytest.mark.parametrize("question", RIGHT[1:])
def test_what_is_spelt_right_stays_as_it_is(chain, question):
    assert chain._analyser._spelt(question) == question


@pytest.mark.parametrize(
    ("name", "text", "near"),
    [
        ("産業交流展覧会", "産業交竜展覧会の会場", (1, (0, 7))),
        ("産業交流展覧会", "産交業流展覧会の会場", (1, (0, 7))),
        ("産業交流展覧会", "産業交流展覧会の会場", None),  # spelt right: there is nothing to correct
        ("産業交流展覧会", "農業祭の会場", None),
        ("BCP", "BPC", None),  # too short to tell from another word
    ],
)
def test_a_name_is_near_with_a_letter_or_two_wrong(name, text, near):
    assert nearest_part(name, text) == near
