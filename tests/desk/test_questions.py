"""The questions of a mail, from a table that anybody can add a line to."""

from pathlib import Path

import pytest

from desk.mail.reading import inquiry_of
from ingest.fold import squeeze

TABLE = Path(__file__).parent / "questions.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0][:30] for row in ROWS])
def test_each_question_is_found_once(drafter, text, expected):
    found = [squeeze(question) for question, _, _ in drafter.questions(inquiry_of(text.replace("｜", "\n")))]
    wanted = [[squeeze(word) for word in words.split("、")] for words in expected.split("｜")]
    assert len(found) == len(wanted), found
    assert all(all(word in question for word in words) for words, question in zip(wanted, found, strict=True)), found
