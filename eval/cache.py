"""The cache of answers: a file for each surrounding (corpus, engine, settings), in it a line for each question."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from eval.given import Given, given_from, given_object
from eval.lines import open_lines, read_lines

_KEPT = 20  # files; older ones belong to engines that were changed since


class AnswerCache:
    """Answers given before in the same surroundings; ``surroundings`` is the hash of all that an answer hangs on."""

    def __init__(self, folder: Path, surroundings: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{surroundings[:32]}.jsonl"
        self._given: dict[str, Given] = {}
        for row in read_lines(self._path):
            try:
                self._given[row["key"]] = given_from(row["given"])
            except (KeyError, TypeError):
                continue
        self._file = open_lines(self._path)
        _prune(folder)

    def get(self, turns: Sequence[str]) -> Given | None:
        return self._given.get(_key(turns))

    def put(self, turns: Sequence[str], given: Given) -> None:
        """Keep ``given``; an error is not kept, so that it is tried again."""
        if given.error is None:
            key = _key(turns)
            row = {"key": key, "given": given_object(given)}
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._file.flush()
            self._given[key] = given

    def close(self) -> None:
        self._file.close()


def _key(turns: Sequence[str]) -> str:
    text = json.dumps(list(turns), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in files[_KEPT:]:
        old.unlink(missing_ok=True)
