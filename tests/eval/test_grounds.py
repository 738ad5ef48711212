"""Which figures of an answer nothing proves, case by case: right answers and wrong ones near by."""

from pathlib import Path

import pytest

from eval.given import GivenCitation
from eval.grounds import ungrounded_figures
from eval.statements import stated_figures, statements

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "grounds.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("question", "quotes", "answer", "wanted", "missing"), CASES)
def test_a_figure_stands_in_the_quotes_or_follows(question: str, quotes: str, answer: str, wanted: str, missing: str):
    texts = quotes.replace("\\n", "\n").split("¦")
    citations = [GivenCitation(n, "new", "手引", 2025, 1, text, 0, len(text)) for n, text in enumerate(texts, 1)]
    figures = stated_figures(statements(answer))

    found = ungrounded_figures(answer, figures, citations, [question], wanted=filter(None, wanted.split(",")))

    assert ",".join(found) == missing
