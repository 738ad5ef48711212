"""Versions of an index: folders that never change, and one small file that names the current one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import IndexLockedError

CURRENT = "current"


def current_version(root: Path) -> Path | None:
    """The folder of the current version under ``root``, or None where there is none."""
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return root / name if name else None


@contextmanager
def only_writer(root: Path) -> Iterator[None]:
    """Hold the lock of ``root``, and clear away what a killed build left; raises IndexLockedError when it is held."""
    from filelock import FileLock, Timeout

    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / "writer.lock", timeout=0):
            remove_leftovers(root)
            yield
    except Timeout:
        raise IndexLockedError(f"別の取り込みが実行中です（{root}）。終わってからもう一度実行してください。") from None
    except PermissionError as error:
        raise IndexLockedError(f"索引のフォルダー {root} に書き込めません（{error.strerror}）。") from None


def sync(folder: Path) -> None:
    """Force every file of ``folder`` to the disk, so that a power cut cannot leave a current version half written."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def make_current(root: Path, version: Path) -> None:
    pointer = root / f".{CURRENT}-{os.getpid()}"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(version.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(pointer, root / CURRENT)


def remove_leftovers(root: Path) -> None:
    """Remove what a killed build left; only the holder of the lock may."""
    for leftover in root.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for pointer in root.glob(f".{CURRENT}-*"):
        pointer.unlink(missing_ok=True)


def remove_old(root: Path, kept: set[Path | None]) -> None:
    """Remove versions but the current and the one before, which a reader may still have open."""
    for folder in root.glob("v*"):
        if folder.is_dir() and folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
