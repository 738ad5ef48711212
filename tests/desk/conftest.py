"""The real corpus's desk, shared by the tests that draft."""

import pytest

from desk.bootstrap import Desk, build_desk
from desk.drafting.writing import Drafter
from rag.chain import AnswerChain
from tests.end_to_end.real import CORPUS


@pytest.fixture(scope="session")
def desk(chain: AnswerChain) -> Desk:
    return build_desk(chain, CORPUS)


@pytest.fixture(scope="session")
def drafter(desk: Desk) -> Drafter:
    return desk.drafter
