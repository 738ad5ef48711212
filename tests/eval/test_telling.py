"""Other right ways to tell what an item wants, and wrong ones near by."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.attachment import Attachment
from eval.items import ExpectedFigure
from eval.statements import stated_figures, statements
from eval.telling import Telling
from ingest.lexicon import Attribute
from tests.eval.fixtures import LEXICON, VOCABULARY

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "telling.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
GOALS = (Attribute("目標", "percent", ("目標",), ()), Attribute("調査結果", "percent", ("割合", "調査結果"), ("割合",)))
WORDS = replace(LEXICON, attributes=(*LEXICON.attributes, *GOALS))
PAGE = "Ⅰ 競争力強化 - - 1/2以内\nⅡ.DX推進\nⅢ 後継者チャレンジ"


@pytest.mark.parametrize(("question", "answer", "values", "role", "conditions", "holds"), CASES)
def test_what_is_wanted_is_told(question: str, answer: str, values: str, role: str, conditions: str, holds: str):
    turns = question.split("／")
    every = values.split(",")
    figures = Telling(answer, turns, every).retold(stated_figures(statements(answer)))
    reader = Attachment(WORDS, VOCABULARY, (PAGE,), turns)
    wanted = [ExpectedFigure(value, role, tuple(filter(None, conditions.split(",")))) for value in every]

    faults = [fault for one in wanted if (fault := reader.fault(one, figures, ()))]

    assert (not faults) == (holds == "yes"), faults
