"""A PostgreSQL server of the tests' own, in a temporary folder and on a socket; it listens on no network address."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@contextmanager
def running_postgres() -> Iterator[Path]:
    """The folder of its socket while it runs; skips with the reason where it cannot."""
    programs = _programs()
    # Sockets have short paths, and the server's user must reach the folder.
    folder = Path(tempfile.mkdtemp(prefix="sodan-pg-", dir="/tmp"))
    prefix: list[str] = []
    if os.geteuid() == 0:  # initdb refuses to run as root
        prefix = ["runuser", "-u", _server_user(), "--"]
        shutil.chown(folder, _server_user())
    data, server = folder / "data", programs / "pg_ctl"
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c shared_buffers=16MB"
    try:
        _run(*prefix, str(programs / "initdb"), "-D", str(data), "-U", "sodan", "-A", "trust", "-E", "UTF8",
             "--no-locale", "--no-sync")  # fmt: skip
        _run(*prefix, str(server), "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        yield folder
        _run(*prefix, str(server), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    if not _PROGRAMS:
        pytest.skip("no PostgreSQL under /usr/lib/postgresql; install Debian's package postgresql")
    return _PROGRAMS[-1].parent


def _server_user() -> str:
    return "postgres" if "postgres:" in Path("/etc/passwd").read_text() else "nobody"


def _run(*command: str) -> None:
    # A file, not a pipe: the server keeps what it inherits open.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdout=said, stderr=said, stdin=subprocess.DEVNULL, check=False, timeout=60)
        said.seek(0)
        if done.returncode != 0:
            pytest.skip(f"PostgreSQL does not start: {' '.join(command[-6:])}: {said.read()[-500:]}")
