"""Linting items against the documents."""

from dataclasses import replace

import pytest

from eval.items import Expectation, ExpectedFigure, Item
from eval.lint import lint
from tests.eval.fixtures import CAP, REFERENCE, UNKNOWN


def test_what_agrees_with_the_documents_is_not_reported():
    assert lint([CAP, UNKNOWN], REFERENCE) == ()


@pytest.mark.parametrize(
    ("item", "field", "reason"),
    [
        (replace(CAP, document="none"), "document", "文書「none」はありません（あるのは new、old）"),
        (replace(CAP, document=""), "document", "文書のidも"),
        (replace(CAP, quotes=()), "quotes", "根拠のページ"),
        (replace(CAP, pages=(1, 9)), "pages", "9 ページはありません"),
        (replace(CAP, quotes=("助成限度額 100万円",)), "quotes[0]", "new 1ページ にありません"),
        (replace(CAP, quotes=("助成率 3/4",)), "quotes[0]", "（new 2ページ にはあります）"),
        (
            replace(CAP, expect=replace(CAP.expect, forbidden_figures=("yen:1000000",))),
            "expect.forbidden_figures",
            "figures にもあります",
        ),
        (
            replace(CAP, expect=replace(CAP.expect, forbidden_strings=("設備更新 支援事業",))),
            "expect.forbidden_strings",
            "strings にもあります",
        ),
        (
            replace(UNKNOWN, expect=Expectation(("not_found",), figures=(ExpectedFigure("yen:1"),))),
            "expect.figures",
            "答えない問い",
        ),
        (replace(CAP, expect=Expectation(("answered",), reason=("deadline",))), "expect.reason", "答える問い"),
    ],
)
def test_what_does_not_agree_is_reported_with_its_place(item: Item, field: str, reason: str):
    (error,) = lint([item], REFERENCE)

    assert (error.file, error.line, error.field) == (item.file, item.line, field)
    assert reason in error.reason
