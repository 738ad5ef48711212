"""Settings, read once from the environment at the entry points."""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desk.settings import DeskSettings
from rag.settings import ChainSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """``chain`` for answering; ``desk`` for the help desk; ``host`` and ``port`` for the server."""

    chain: ChainSettings
    desk: DeskSettings
    host: str = "127.0.0.1"
    port: int = 8000

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read ``SODAN_CORPUS``, ``_INDEX``, ``_LIBRARY``, ``_EMBEDDER``, ``_HOST``, ``_PORT`` and the desk's."""
        home = _checkout()
        port = environ.get("SODAN_PORT", "8000")
        if not port.isascii() or not port.isdigit() or not 0 <= int(port) <= 65535:
            raise ValueError(f"SODAN_PORT「{port}」は0から65535までの数字にしてください。")
        index = Path(environ.get("SODAN_INDEX", home / "data" / "index"))
        return cls(
            ChainSettings(
                corpus=Path(environ.get("SODAN_CORPUS", home / "corpus")),
                index=index,
                embedder=environ.get("SODAN_EMBEDDER", "default"),
                library=Path(environ.get("SODAN_LIBRARY", home / "data" / "library")),
            ),
            DeskSettings.from_env(environ, index),
            host=environ.get("SODAN_HOST", "127.0.0.1"),
            port=int(port),
        )


def _checkout() -> Path:
    """The folder that holds the packages, found without importing them."""
    spec = importlib.util.find_spec("ingest")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent.parent
