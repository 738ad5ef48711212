"""What an answer says a figure is: its role and its conditions, case by case."""

from pathlib import Path

import pytest

from eval.attachment import Attachment, denied
from eval.items import ExpectedFigure
from eval.statements import stated_figures, statements
from ingest.fold import squeeze
from tests.eval.fixtures import LEXICON, VOCABULARY

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "attachment.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
NAMES = (squeeze("小規模企業支援事業"),)


@pytest.mark.parametrize(("answer", "value", "role", "conditions", "holds"), CASES)
def test_a_figure_counts_with_its_role_and_conditions(answer: str, value: str, role: str, conditions: str, holds: str):
    wanted = ExpectedFigure(value, role, tuple(filter(None, conditions.split(","))))
    figures = stated_figures(statements(answer.replace("\\n", "\n")))

    fault = Attachment(LEXICON, VOCABULARY).fault(wanted, figures, NAMES)

    assert (fault == "") == (holds == "yes"), fault


@pytest.mark.parametrize(
    ("answer", "is_denied"),
    [("限度額は500万円ではなく、", True), ("500万円という記載はありません。", True), ("限度額は500万円です。", False)],
)
def test_a_figure_that_is_denied_is_not_told(answer: str, is_denied: bool):
    assert denied(stated_figures(statements(answer))[0]) == is_denied
