"""Fixtures for every package's tests: the real corpus's index and one chain over it, and small corpora to change."""

import functools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from rag.bootstrap import build_chain
from rag.chain import AnswerChain
from rag.settings import ChainSettings
from rag.types import Answer
from tests.end_to_end.real import build_real_index
from tests.fakes import HashEmbedder
from tests.ingest.corpora import write_small_corpus

REPOSITORY = Path(__file__).parent.parent

# The same examples at every run, and no deadline: a slow machine is not a wrong result.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> ChainSettings:
    return build_real_index(tmp_path_factory)


@pytest.fixture(scope="session")
def chain(real_index: ChainSettings) -> AnswerChain:
    """One chain for the whole run: what it keeps in memory makes the first questions of each chain slow."""
    return build_chain(real_index)


@pytest.fixture(scope="session")
def asked(chain: AnswerChain) -> Callable[[str], Answer]:
    """The chain's answer to a question, asked once a run however many tests look at the answer."""
    return functools.cache(chain.answer)


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A corpus of three short documents, the first of them with a reading; it may be changed."""
    return write_small_corpus(tmp_path / "corpus")


@pytest.fixture
def flat_corpus(tmp_path: Path) -> Path:
    """The project's own documents without their readings, so that every page is read automatically."""
    return copy_flat_corpus(tmp_path / "flat")


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def silent() -> Callable[[str, int, int], None]:
    """A progress callback that does nothing."""
    return lambda step, done, whole: None


def copy_flat_corpus(folder: Path) -> Path:
    """Copy catalogue, sources and lexicon of the project's corpus to ``folder``."""
    corpus = REPOSITORY / "corpus"
    for name in ("sources", "lexicon"):
        shutil.copytree(corpus / name, folder / name)
    shutil.copy(corpus / "catalogue.toml", folder)
    return folder
