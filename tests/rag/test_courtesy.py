"""Courtesy: what frames a question is taken off, what it says is kept."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.courtesies import load_courtesies
from ingest.errors import CorpusError
from rag.courtesy import CourtesyReader
from rag.wordstock import WordStock
from tests.ingest.tables import unescape

with (Path(__file__).parent / "courtesy.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


@pytest.fixture(scope="module")
def reader(lexicon):
    return CourtesyReader(lexicon.courtesies)


@pytest.mark.parametrize("row", ROWS, ids=[row["asked"][:40] for row in ROWS])
def test_what_says_nothing_is_taken_off(reader, row):
    assert reader.plain(unescape(row["asked"])) == row["plain"]


@pytest.mark.parametrize("row", ROWS, ids=[row["asked"][:40] for row in ROWS])
def test_what_is_plain_stays_so(reader, row):
    assert reader.plain(row["plain"]) == row["plain"]


def test_a_character_that_the_documents_have_is_not_old(lexicon):
    reader = CourtesyReader(lexicon.courtesies, WordStock(["委員 淺海"]))
    assert reader.plain("淺海さんの區は？") == "淺海さんの区は？"


@given(st.text(max_size=80))
def test_no_message_is_emptied(reader, text):
    assert bool(reader.plain(text).strip()) == bool(text.strip())


@pytest.mark.parametrize(
    "frame",
    [
        "お忙しいところ恐れ入りますが、{}よろしくお願いいたします。",
        "お世話になっております。{}何卒よろしくお願い申し上げます。",
        "すみません、{}",
        "拝啓。時下ますますご清栄のこととお喜び申し上げます。{}敬具",
        "えーと、{}",
    ],
)
@pytest.mark.parametrize(
    "question", ["DX推進支援助成金の助成率はいくらですか。", "産業交流展の会場はどこですか？", "上限はいくらですか。"]
)
def test_a_framed_question_gets_the_very_answer_of_the_plain_one(chain, frame, question):
    plain, framed = chain.answer(question), chain.answer(frame.format(question))
    assert (plain.text, plain.status, plain.citations) == (framed.text, framed.status, framed.citations)


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "courtesy.toml").write_text('[[opening]]\nany = ["("]\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"courtesy\.toml"):
        load_courtesies(tmp_path)
