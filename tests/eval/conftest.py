"""A measurement of a few questions about the project's own documents."""

from pathlib import Path

import pytest

from eval.runs import Run, find_run
from rag.settings import ChainSettings
from tests.eval.measuring import evaluate, questions


@pytest.fixture(scope="session")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the questions of ``cases/measured.jsonl``; not to be changed."""
    return questions(tmp_path_factory.mktemp("sets"))


@pytest.fixture(scope="session")
def measured(real_index: ChainSettings, sets: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A finished run of ``sets``; not to be changed."""
    runs = tmp_path_factory.mktemp("runs")
    evaluate(real_index, "run", runs=runs, sets=sets)
    return find_run(runs)
