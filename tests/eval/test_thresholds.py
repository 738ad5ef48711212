"""Thresholds: what is missed is told, what was not measured is passed over, a wrong file is refused."""

import pytest

from eval.figures import figures_of
from eval.thresholds import ThresholdError, load_thresholds, missed
from tests.eval.fixtures import NOT_FOUND, gave
from tests.eval.results import Scripted, finished_run, item

MISSED = gave(NOT_FOUND, status="not_found", reason="not_in_documents")


@pytest.fixture
def figures(tmp_path):
    """Three items, one of which is answered."""
    items = [item(f"cap-{n}") for n in range(3)]
    given = {one.turns[-1]: MISSED for one in items[1:]}
    return figures_of(finished_run(tmp_path, items, Scripted(given))).by_key


def thresholds(tmp_path, text):
    path = tmp_path / "thresholds.toml"
    path.write_text(text, encoding="utf-8")
    return load_thresholds(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[passed]\nmin = 0.5", ["合格率: 33.3%（基準 50.0%以上）"]),
        ("[passed]\nmin = 0.3", []),
        ("[passed]\nmax = 0.3", ["合格率: 33.3%（基準 30.0%以下）"]),
        ("[errors]\nmax = 0", []),
        ("[robust]\nmin = 1", []),  # no variants were measured
        ('["fused.hit@5"]\nmin = 1', []),  # nor retrieval
    ],
)
def test_what_is_not_reached_is_told(figures, tmp_path, text, told):
    assert [str(one) for one in missed(thresholds(tmp_path, text), figures)] == told


@pytest.mark.parametrize(
    "text", ["[passed]\nmin = 'all'", "[passed]", "passed = 1", "[passed]\nleast = 1", "[passed", "[passed]\nmin=true"]
)
def test_a_malformed_file_is_refused(tmp_path, text):
    with pytest.raises(ThresholdError):
        thresholds(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ThresholdError, match="読めません"):
        load_thresholds(tmp_path / "none.toml")


def test_an_unknown_figure_is_refused(figures, tmp_path):
    with pytest.raises(ThresholdError, match="acuracy"):
        missed(thresholds(tmp_path, "[acuracy]\nmin = 1"), figures)


def test_the_projects_own_thresholds_name_figures_that_there_are(figures):
    missed(load_thresholds(), figures)
