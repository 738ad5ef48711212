"""The real corpus's index and a chain over it."""

import pytest

from rag.bootstrap import build_chain
from rag.chain import AnswerChain
from rag.settings import ChainSettings
from tests.end_to_end.real import build_real_index


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> ChainSettings:
    return build_real_index(tmp_path_factory)


@pytest.fixture(scope="session")
def chain(real_index: ChainSettings) -> AnswerChain:
    return build_chain(real_index)
