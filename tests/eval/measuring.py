"""``sodan eval`` in this process, over the project's own documents and a few questions about them."""

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.cli import main
from rag.bootstrap import build_chain
from rag.settings import ChainSettings
from tests.end_to_end.running import environment

QUESTIONS = Path(__file__).parent / "cases" / "measured.jsonl"
Evaluate = Callable[..., int]
_opened = functools.cache(build_chain)  # every run measures the same index: one chain, warm after the first


def questions(folder: Path) -> Path:
    """A folder of one set with the questions; it may be changed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own.jsonl").write_bytes(QUESTIONS.read_bytes())
    return folder


def evaluate(settings: ChainSettings, command: str, *arguments: object, runs: Path, sets: Path) -> int:
    """The exit code of ``sodan eval command``."""
    with _surrounded(environment(settings)), pytest.MonkeyPatch.context() as patch:
        patch.setattr("eval.measuring.build_chain", _opened)
        patch.setattr("api.evaluating.build_chain", _opened)
        return main(["eval", command, *map(str, arguments), "--runs", str(runs), "--sets", str(sets)])


@contextmanager
def _surrounded(environ: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
