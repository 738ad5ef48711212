"""The command line in this process, which is quick; ``running.py`` starts it in one of its own."""

import subprocess

import pytest

from api.cli import main
from tests.end_to_end.running import environment


@pytest.fixture
def command(real_index, monkeypatch, capsys):
    """``main`` with arguments and settings in the environment; what comes is as a process gives it."""

    def run(*arguments, settings=real_index, **more):
        for name, value in environment(settings, **more).items():
            monkeypatch.setenv(name, value)
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, out, err)

    return run
