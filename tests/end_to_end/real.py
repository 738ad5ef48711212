"""The index of the project's own corpus, built once a run and shared by every test that asks real questions."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.embedder import load_embedder
from rag.settings import ChainSettings

REPOSITORY = Path(__file__).parent.parent.parent
CORPUS = REPOSITORY / "corpus"
TABLE = Path(__file__).parent / "answers.jsonl"


def build_real_index(factory: pytest.TempPathFactory) -> ChainSettings:
    """Settings over the real index in this run's folder; built at the first call, found unchanged at later ones."""
    settings = ChainSettings(CORPUS, factory.getbasetemp() / "real-index")
    ingest(settings.corpus, settings.index, load_embedder(settings.embedder), lambda step, done, whole: None)
    return settings


def answer_rows() -> Iterator[dict[str, object]]:
    """The rows of ``answers.jsonl``; lines that begin with ``//`` are comments."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("//"):
            yield json.loads(line)
