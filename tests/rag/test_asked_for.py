"""Whose holder, or how many of what, is asked for must be what the answer speaks of."""

from pathlib import Path

import pytest

ROWS = [row.split("\t") for row in Path(__file__).with_name("asked-for.tsv").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("question", "status", "said"), ROWS)
def test_a_figure_or_a_name_of_something_else_is_no_answer(chain, question, status, said):
    answer = chain.answer(question)
    assert answer.status == status, answer.text
    assert said in answer.text
