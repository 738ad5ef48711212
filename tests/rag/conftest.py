"""The real corpus's lexicon, and chains over small corpora."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.index import open_index
from ingest.lexicon import Lexicon, load_lexicon
from rag.analysis import QuestionAnalyser
from rag.chain import AnswerChain
from tests.end_to_end.real import CORPUS
from tests.fakes import HashEmbedder
from tests.ingest.corpora import write_corpus, write_small_corpus


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(CORPUS)


@pytest.fixture(scope="session")
def analyser(lexicon: Lexicon) -> QuestionAnalyser:
    return QuestionAnalyser(lexicon)


def chain_over(corpus: Path, root: Path) -> AnswerChain:
    embedder = HashEmbedder()
    ingest(corpus, root, embedder, lambda step, done, whole: None)
    return AnswerChain(open_index(root, embedder), load_lexicon(corpus))


@pytest.fixture(scope="session")
def small_chain(tmp_path_factory: pytest.TempPathFactory) -> AnswerChain:
    folder = tmp_path_factory.mktemp("small")
    return chain_over(write_small_corpus(folder / "corpus"), folder / "index")


@pytest.fixture
def chain_of(tmp_path: Path) -> Callable[[dict[str, tuple[int, str]]], AnswerChain]:
    """A chain over documents that a test writes: id -> (fiscal year, text)."""

    def make(documents: dict[str, tuple[int, str]]) -> AnswerChain:
        write_small_corpus(tmp_path / "corpus")  # for its lexicon
        write_corpus(tmp_path / "corpus", documents)
        (tmp_path / "corpus" / "readings" / "setsubi.md").unlink()
        return chain_over(tmp_path / "corpus", tmp_path / "index")

    return make
