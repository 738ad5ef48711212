"""Furigana: readings only where they are sure, and never on a mark."""

import re
from pathlib import Path

import pytest

from ingest.errors import CorpusError
from ingest.plain_words import FURIGANA, load_furigana_words
from rag.furigana import furigana
from tests.end_to_end.real import CORPUS, answer_rows
from tests.ingest.tables import read_table

WORDS = load_furigana_words(CORPUS)


@pytest.mark.parametrize(("text", "expected"), read_table(str(Path(__file__).parent / "furigana.tsv")))
def test_the_kanji_of_a_text_are_read(text, expected):
    read = [f"{text[start:end]}={reading}" for start, end, reading in furigana(text, WORDS)]
    assert " ".join(read) == expected


def test_rubies_of_real_answers_stand_on_kanji_in_order_and_apart(chain):
    for row in list(answer_rows())[:40]:
        text = chain.answer(str(row["turns"][0])).text
        at = 0
        for start, end, reading in furigana(text, WORDS):
            assert at <= start < end
            assert re.fullmatch(r"[々一-鿿]+", text[start:end])
            assert re.fullmatch(r"[ぁ-ゖー]+", reading)
            at = end


def test_positions_count_over_lines():
    text = "一行\n\n資料です"
    assert (4, 6, "しりょう") in furigana(text, WORDS)


def test_a_malformed_table_is_told(tmp_path):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / FURIGANA).write_text("[readings]\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="counters"):
        load_furigana_words(tmp_path)
