"""Limits: what is refused, with which reason; every refusal is proved like any other answer."""

import csv
import re
from pathlib import Path

import pytest

from rag.types import Message

with (Path(__file__).parent / "limits.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=[row["turns"] for row in ROWS])
def test_what_the_documents_cannot_answer_is_refused_with_its_reason(chain, row):
    messages = []
    for turn in row["turns"].split("|"):
        messages.append(Message("user", turn))
        answer = chain.answer(messages)
        messages.append(Message("assistant", answer.text))
    assert (answer.status, answer.reason or "") == (row["status"], row["reason"])
    assert {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)} == {citation.n for citation in answer.citations}
