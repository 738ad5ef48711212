"""``sodan ingest``: a progress bar while it works, a summary at the end."""

import json
import sys
from dataclasses import asdict

from ingest.build import Summary, ingest
from ingest.embedder import load_embedder
from rag.settings import ChainSettings


def run_ingest(settings: ChainSettings, force: bool, as_json: bool) -> int:
    with _Bar() as bar:
        summary = ingest(settings.corpus, settings.index, load_embedder(settings.embedder), bar.show, force)
    print(json.dumps(asdict(summary), ensure_ascii=False) if as_json else _told(summary))
    for name in summary.unlisted:
        print(f"注意: {name} は目録 catalogue.toml にないため、取り込みませんでした。", file=sys.stderr)
    return 0


def _told(summary: Summary) -> str:
    head = "索引を作りました" if summary.is_new else "変更はありません。今の索引をそのまま使います"
    return (
        f"{head}（{summary.version}、{summary.seconds:.1f}秒）。\n"
        f"文書 {summary.documents}件、ページ {summary.pages}、本文の単位 {summary.blocks}、"
        f"検索の単位 {summary.chunks}（うち新しく埋め込んだもの {summary.embedded}）"
    )


class _Bar:
    """One progress bar a step, on standard error; silent where that is no terminal."""

    def __enter__(self) -> "_Bar":
        from tqdm import tqdm

        self._bar: tqdm[None] | None = None
        self._make = tqdm
        self._step = ""
        return self

    def show(self, step: str, done: int, whole: int) -> None:
        if step != self._step or self._bar is None:
            self._close()
            self._step = step
            self._bar = self._make(total=whole, desc=step, file=sys.stderr, disable=None, leave=False)
        self._bar.n = done
        self._bar.refresh()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __exit__(self, *_: object) -> None:
        self._close()
