"""A build that is killed at any moment leaves an index that answers."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.index import current_version, open_index
from tests.fakes import HashEmbedder
from tests.ingest.corpora import write_text

REPOSITORY = Path(__file__).parent.parent.parent
KILLS = 20

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")


class Builder:
    """Starts builds in a process of their own, and kills them."""

    def __init__(self, corpus, root):
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).parent / "builder.py", corpus, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        )

    def build(self, seconds=60.0):
        """Build for at most so many seconds; the exit status, ``signal.SIGKILL`` if it was killed."""
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self):
        self._process.communicate()


@pytest.fixture
def root(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def corpus(flat_corpus):
    """The first two of the project's documents: a build of them takes a good part of a second."""
    path = flat_corpus / "catalogue.toml"
    write_text(path, "[[document]]".join(path.read_text(encoding="utf-8").split("[[document]]")[:3]))
    return flat_corpus


@pytest.fixture
def builder(corpus, root):
    started = Builder(corpus, root)
    yield started
    started.close()


def answers(root):
    """The version that is current, once it has proved whole and has answered on both legs."""
    embedder = HashEmbedder()
    index = open_index(root, embedder)
    assert len(index.store.chunk_ids()) == index.manifest.chunks
    assert len(list(index.store.pages())) == index.manifest.pages
    assert len(index.vectors.nearest(embedder.embed_query("助成限度額はいくらですか"), 5)) == 5
    assert index.keywords.scores("lemmas", ["助成"]).any()
    return index.version


def test_a_build_killed_at_any_moment_leaves_an_index_that_answers(builder, root, corpus, silent):
    assert builder.build() == 0
    began = time.perf_counter()
    assert builder.build() == 0
    whole = time.perf_counter() - began

    moments = random.Random(20250401)
    version, killed = answers(root), 0
    for _ in range(KILLS):
        killed += builder.build(moments.uniform(0, whole)) == signal.SIGKILL
        before, version = version, answers(root)
        assert version >= before
    assert killed > KILLS // 4

    summary = ingest(corpus, root, HashEmbedder(), silent, force=True)
    assert answers(root) == summary.version
    assert [path.name for path in root.iterdir() if path.name.startswith(".")] == []
    assert {path.name for path in root.glob("v*")} == {version, summary.version}


def test_a_first_build_that_is_killed_leaves_no_index_and_the_next_one_succeeds(builder, root):
    assert builder.build(0.05) == signal.SIGKILL
    assert current_version(root) is None
    assert builder.build() == 0
    assert answers(root)
