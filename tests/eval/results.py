"""Results and runs made by hand, over the small world of ``tests.eval.fixtures``."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.engines import Engine
from eval.given import Given
from eval.items import Item
from eval.judging import judge
from eval.results import Result, digest
from eval.runner import Runner, pages_told
from eval.runs import Run, open_run, read_run
from tests.eval.fixtures import CAP, REFERENCE, RIGHT

HEAD = {
    "items": 1,
    "asked": {"url": "", "fault": "", "repeat": 1, "variants": False, "selection": {}},
    "sets": {"a.jsonl": "0" * 64},
    "judge": "1" * 64,
    "environment": {
        "sodan": "0.1.0", "python": "3.11", "platform": "test", "cores": 2, "libraries": {"numpy": "2"},
        "engine": "2" * 64, "corpus": "3" * 64, "embedder": "default",
        "index": {"version": "v1", "recipe": {"embedder": "hash"}, "chunks": 3},
    },
}  # fmt: skip


class Scripted(Engine):
    """Gives what was written for the last turn, and counts how often it was asked."""

    def __init__(self, given: dict[str, Given] | None = None, otherwise: Given = RIGHT) -> None:
        self.given = given or {}
        self.otherwise = otherwise
        self.asked: list[str] = []

    def ask(self, turns: Sequence[str]) -> Given:
        self.asked.append(turns[-1])
        return self.given.get(turns[-1], self.otherwise)


def item(id_: str, turn: str = "", **changes: object) -> Item:
    """An item like ``CAP`` with another id."""
    return replace(CAP, id=id_, turns=(turn or f"{id_}はいくらまでですか？",), **changes)  # type: ignore[arg-type]


def result(one: Item, given: Given = RIGHT, *digests: str) -> Result:
    """The judged result of ``given``."""
    return Result(one, given, judge(one, given, REFERENCE), digests or (digest(given),))


def finished_run(root: Path, items: Sequence[Item], engine: Engine, **asked: object) -> Run:
    """A run of ``items``, finished, as it is read from the disk."""
    head = {**HEAD, "items": len(items), "asked": {**HEAD["asked"], **asked}}  # type: ignore[dict-item]
    into = open_run(root, "x", head, is_new=True)
    results = Runner(engine, REFERENCE).run(items, into, lambda step, done, whole: None)
    into.finish({"seconds": 1.0, "taken_up": 0}, pages_told(results, REFERENCE))
    into.close()
    return read_run(into.folder)
