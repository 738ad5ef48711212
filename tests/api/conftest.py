"""A client over the real corpus's index, one without an index, and one whose index a test may switch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from rag.settings import ChainSettings
from tests.end_to_end.real import CORPUS, build_real_index


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> ChainSettings:
    return build_real_index(tmp_path_factory)


@pytest.fixture(scope="session")
def client(real_index: ChainSettings) -> Iterator[TestClient]:
    # Errors come back as responses, as a server gives them.
    with TestClient(create_app(real_index), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture
def client_without_index(tmp_path: Path) -> Iterator[TestClient]:
    settings = ChainSettings(CORPUS, tmp_path / "index")
    with TestClient(create_app(settings), raise_server_exceptions=False) as made:
        yield made
