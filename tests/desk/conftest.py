"""The real corpus's desk, shared by the tests that draft."""

import pytest

from desk.bootstrap import Desk, build_desk
from desk.drafting.writing import Drafter
from rag.bootstrap import build_chain
from tests.end_to_end.real import build_real_index


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    settings = build_real_index(tmp_path_factory)
    return build_desk(build_chain(settings), settings.corpus)


@pytest.fixture(scope="session")
def drafter(desk: Desk) -> Drafter:
    return desk.drafter
