"""Seeded faults are caught: the figure that is about a fault falls, and the exit code says so."""

import pytest

from eval.faults import seeded
from eval.figures import figures_of
from eval.runs import find_run
from eval.thresholds import load_thresholds
from ingest.conditions import Vocabulary
from tests.eval.measuring import evaluate

FAULTS = seeded(Vocabulary())
RISING = ("wrong_programme", "wrong_year", "false_answers")
"""Figures that are worse when they are higher."""


@pytest.fixture(scope="session")
def before(measured):
    """The figures of the chain as it is."""
    return figures_of(measured).by_key


@pytest.fixture(scope="session")
def limits(before, tmp_path_factory):
    """Thresholds that the chain as it is just meets."""
    sides = [(fault.metric, "max" if fault.metric in RISING else "min") for fault in FAULTS.values()]
    path = tmp_path_factory.mktemp("limits") / "thresholds.toml"
    text = "".join(f"[{metric}]\n{side} = {before[metric].value}\n" for metric, side in sides)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_chain_as_it_is_meets_the_limits(real_index, sets, limits, tmp_path, before):
    assert evaluate(real_index, "run", "--thresholds", limits, runs=tmp_path, sets=sets) == 0
    assert before["passed"].value > 0.7  # there is something that can fall


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_a_seeded_fault_is_caught_by_its_figure(real_index, sets, limits, tmp_path, before, fault, capsys):
    code = evaluate(real_index, "run", "--fault", fault.name, "--thresholds", limits, runs=tmp_path, sets=sets)
    after = figures_of(find_run(tmp_path)).by_key[fault.metric]
    was = before[fault.metric].value
    assert code == 1
    assert after.value > was + 0.1 if fault.metric in RISING else after.value < was - 0.1
    assert f"✗ {after.label}: {after.told}" in capsys.readouterr().out


def test_the_projects_own_thresholds_watch_the_figure_of_every_fault():
    assert {fault.metric for fault in FAULTS.values()} <= {one.figure for one in load_thresholds()}


def test_an_unknown_fault_is_refused(real_index, sets, tmp_path, capsys):
    assert evaluate(real_index, "run", "--fault", "sleep", runs=tmp_path, sets=sets) == 2
    assert "swap-caps" in capsys.readouterr().err
