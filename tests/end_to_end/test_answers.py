"""The table of real questions: what must be said, where it stands, and what must be refused."""

import re
from typing import get_args

import pytest

from ingest.fold import squeeze
from rag.types import Message, Reason
from tests.end_to_end.real import answer_rows

ROWS = list(answer_rows())


@pytest.fixture
def answered(chain, asked):
    """A function that gives the answer to the last turn, with the chain's own answers between."""

    def last(turns):
        if len(turns) == 1:
            return asked(turns[0])
        messages = []
        for turn in turns[:-1]:
            messages.append(Message("user", turn))
            messages.append(Message("assistant", chain.answer(messages).text))
        return chain.answer([*messages, Message("user", turns[-1])])

    return last


@pytest.mark.parametrize("row", ROWS, ids=[" / ".join(row["turns"]) for row in ROWS])
def test_the_corpus_answers(answered, row):
    answer = answered(row["turns"])
    said = squeeze(answer.text)
    assert answer.status == row["status"], answer.text
    assert [word for word in row["contains"] if squeeze(word) not in said] == [], answer.text
    assert [word for word in row["excludes"] if squeeze(word) in said] == [], answer.text
    if row["document"]:
        places = {(c.document_id, row["page"] and c.page) for c in answer.citations}
        assert places == {(row["document"], row["page"])}


def test_the_table_reaches_every_document_and_every_kind_of_answer():
    assert len(ROWS) >= 40
    assert {row["document"] for row in ROWS} >= {"h30", "r02", "r03", "r06", "r07"}
    assert {row["status"] for row in ROWS} >= {"answered", "not_found", "clarify"}
    assert len({tuple(row["turns"]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("turns", [row["turns"] for row in ROWS if row["status"] == "not_found"])
def test_a_refusal_says_so_first_and_gives_a_reason(answered, turns):
    answer = answered(turns)
    assert answer.reason in get_args(Reason)
    first = answer.text.split("。")[0]
    assert first.endswith(("見つかりませんでした", "ありません", "書かれていません"))


def test_a_count_of_another_programme_is_not_said_under_the_name_of_its_key(chain):
    """採択件数 heads a row of a sheet that the question does not mean."""
    assert not re.search(r"(?<!\d)2件", squeeze(chain.answer("製品改良の助成は何件採択？").text))
