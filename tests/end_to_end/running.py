"""Running the command line as people do: in a process of its own, with the settings in the environment."""

import os
import subprocess
import sys
from pathlib import Path

from rag.settings import ChainSettings
from tests.end_to_end.real import REPOSITORY

SECONDS = 60


def environment(settings: ChainSettings, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SODAN_")}
    named = {
        "SODAN_CORPUS": str(settings.corpus),
        "SODAN_INDEX": str(settings.index),
        "SODAN_LIBRARY": str(settings.library or settings.index.with_name("library")),
        "SODAN_DATABASE": f"sqlite:///{settings.index.with_name('desk.sqlite')}",
        "PYTHONPATH": str(REPOSITORY),
    }
    return {**kept, **named, "PYTHONUTF8": "1", **more}


def sodan(
    settings: ChainSettings, *arguments: str, stdin: str | None = None, folder: Path = REPOSITORY, **more: str
) -> subprocess.CompletedProcess[str]:
    """``sodan`` with ``arguments``; ``more`` are environment variables."""
    return python(settings, "-m", "api.cli", *arguments, stdin=stdin, folder=folder, **more)


def python(
    settings: ChainSettings, *arguments: str, stdin: str | None = None, folder: Path = REPOSITORY, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        input=stdin or "",
        capture_output=True,
        encoding="utf-8",
        env=environment(settings, **more),
        cwd=folder,
        timeout=SECONDS,
        check=False,
    )
