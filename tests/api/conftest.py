"""A client over the real corpus's index, further applications over it, and a client without an index."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.cli import main
from api.today import Today, today_in_japan
from desk.settings import DeskSettings
from rag.settings import ChainSettings
from tests.end_to_end.real import CORPUS
from tests.end_to_end.running import environment


@pytest.fixture(scope="session")
def client(real_index: ChainSettings) -> Iterator[TestClient]:
    # Errors come back as responses, as a server gives them.
    with TestClient(create_app(real_index), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="session")
def real_app(client: TestClient, real_index: ChainSettings) -> Callable[..., FastAPI]:
    """Makes further applications over the real index; they answer with the chain of ``client``, which is warm."""

    def make(desk: DeskSettings | None = None, today: Today = today_in_japan) -> FastAPI:
        app = create_app(real_index, desk=desk, today=today)
        app.state.chains, app.state.desks = client.app.state.chains, client.app.state.desks
        return app

    return make


@pytest.fixture
def run(real_index: ChainSettings, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """``sodan`` with arguments, in this process and over the real index: exit code, output and errors."""

    def run_command(*arguments: str, settings: ChainSettings = real_index, **more: str) -> tuple[int, str, str]:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment(settings, **more).items():
                patch.setenv(name, value)
            code = main(arguments)
        return code, *capsys.readouterr()

    return run_command


@pytest.fixture
def client_without_index(tmp_path: Path) -> Iterator[TestClient]:
    settings = ChainSettings(CORPUS, tmp_path / "index")
    with TestClient(create_app(settings), raise_server_exceptions=False) as made:
        yield made
