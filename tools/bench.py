"""``make bench``: speed and memory of indexing and asking. Times are of this machine and run; compare ratios.

python -m tools.bench [--runs N]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from api.settings import Settings

ROOT = Path(__file__).parent.parent
QUESTIONS = (
    "デジタルツール導入の助成金はいくらまで？",
    "公社の電話番号は？",
    "機械を買い替えたい",
    "令和2年度の商店街の予算は？",
    "海外展開の相談窓口の受付時間は？",
    "大阪府の補助金を教えて",
)
_PEAK = "import resource as r, sys; print(r.getrusage(r.RUSAGE_SELF).ru_maxrss / 1024, file=sys.stderr)"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=5)
    runs = arguments.parse_args().runs
    table = [*cold_start(runs), *indexing(), *asking(runs)]
    width = max(len(name) for name, _ in table)
    for name, value in table:
        print(f"{name:<{width}}  {value}")


def cold_start(runs: int) -> list[tuple[str, str]]:
    """A whole process, from the shell's point of view, the two commands in turn."""
    bare = [sys.executable, "-c", f"import chromadb, fugashi; {_PEAK}"]
    ask = [sys.executable, "-c", f"import api.cli; api.cli.main(['ask', {QUESTIONS[0]!r}]); {_PEAK}"]
    bare_times, ask_times = [], []
    for _ in range(runs + 1):  # the first of each warms the disk's cache and is not counted
        bare_times.append(_process(bare))
        ask_times.append(_process(ask))
    bare_s, bare_mb = _medians(bare_times[1:])
    ask_s, ask_mb = _medians(ask_times[1:])
    return [
        ("bare `import chromadb, fugashi`", f"{bare_s:.2f} s, {bare_mb:.0f} MB"),
        ("`sodan ask`, cold", f"{ask_s:.2f} s, {ask_mb:.0f} MB"),
        ("`sodan ask` / bare imports", f"{ask_s / bare_s:.2f} x"),
    ]


def indexing() -> list[tuple[str, str]]:
    from ingest.build import Summary, ingest
    from ingest.embedder import load_embedder

    settings = Settings.from_env(os.environ).chain
    import bm25s  # noqa: F401 - imported here so that the figures are after imports
    import chromadb  # noqa: F401

    embedder = load_embedder(settings.embedder)
    with tempfile.TemporaryDirectory() as folder:

        def build() -> Summary:
            return ingest(settings.corpus, Path(folder), embedder, lambda *_: None)

        first, second = build(), build()
    return [
        ("indexing from scratch", f"{first.seconds:.2f} s, {first.pages} pages, {first.embedded} chunks embedded"),
        ("ingest with nothing changed", f"{second.seconds:.3f} s, {second.embedded} chunks embedded"),
    ]


def asking(runs: int) -> list[tuple[str, str]]:
    from rag.bootstrap import build_chain

    chain = build_chain(Settings.from_env(os.environ).chain)
    cold = [_timed(lambda q=question: chain.answer(q)) for question in QUESTIONS]
    warm = sorted(_timed(lambda q=question: chain.answer(q)) for _ in range(runs) for question in QUESTIONS)
    p95 = warm[min(len(warm) - 1, int(len(warm) * 0.95))]
    return [
        ("first answer of a process", f"{cold[0] * 1000:.0f} ms"),
        ("answers, warm", f"median {statistics.median(warm) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, n {len(warm)}"),
    ]


def _process(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of one process."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return time.perf_counter() - began, float(done.stderr.strip().splitlines()[-1])


def _medians(rows: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(row[0] for row in rows), statistics.median(row[1] for row in rows)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
