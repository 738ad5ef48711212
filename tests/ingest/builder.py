"""A process that builds when told to, and kills the build: ``python builder.py CORPUS INDEX``.

Each line on standard input is a number of seconds. A child is forked that builds with force; if it is
still at it after these seconds it is killed. Its exit status is printed, as ``os.waitpid`` gives it. Forking
from a process that has the libraries imported makes a build begin at once, so that the kill falls into it.
"""

import os
import signal
import sys
import time
from pathlib import Path

import bm25s  # noqa: F401
import chromadb  # noqa: F401

from ingest.build import ingest
from ingest.tokens import lemmas  # noqa: F401
from tests.fakes import HashEmbedder

PAUSE = 0.01
"""Seconds slept at every step of the progress, as a slow disk would."""


def main(corpus: Path, index: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            ingest(
                corpus,
                index,
                HashEmbedder(delay=PAUSE),
                lambda step, done, whole: time.sleep(PAUSE),
                force=True,
            )
            os._exit(0)
        print(_end(child, float(line)), flush=True)


def _end(child: int, seconds: float) -> int:
    """Wait for the end of ``child``, at most ``seconds`` before it is killed; its exit status."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
