"""``sodan ingest``: files to add, a progress bar while it works, a summary at the end."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from api.progress import ProgressBar
from api.reporting import as_object, read_report, report_text, write_html
from ingest.build import Summary, ingest
from ingest.catalogue import read_catalogue
from ingest.embedder import load_embedder
from ingest.lexicon import load_lexicon
from ingest.library import Added, Library
from rag.settings import ChainSettings


def run_ingest(
    settings: ChainSettings, paths: Sequence[Path], force: bool, as_json: bool, report: bool, html: Path | None
) -> int:
    """Add ``paths`` to the library, bring the index up to date, and ``report`` on it (as the file ``html`` where one
    is named); 1 where a file was refused.
    """
    library = Library(settings.library) if settings.library else None
    added = _add(settings, library, paths) if library and paths else []
    if added and not as_json:  # told at once: a build that fails must not take it along
        print("\n".join(_told_file(one) for one in added), flush=True)
    with ProgressBar() as bar:
        embedder = load_embedder(settings.embedder)
        summary = ingest(settings.corpus, settings.index, embedder, bar.show, force, library)
    reported = read_report(settings) if report else None
    if html and reported:
        write_html(html, reported)
    if as_json:
        whole = asdict(summary) | {"added": [asdict(one) for one in added]} | (as_object(reported) if reported else {})
        print(json.dumps(whole, ensure_ascii=False))
    else:
        print(_told(summary))
        if reported and not html:
            print("\n" + report_text(reported.documents))
    for name in summary.unlisted:
        print(f"注意: {name} は目録 catalogue.toml にないため、取り込みませんでした。", file=sys.stderr)
    return 1 if any(one.outcome == "refused" for one in added) else 0


def _add(settings: ChainSettings, library: Library, paths: Sequence[Path]) -> list[Added]:
    taken = {entry.sha256: entry.id for entry in read_catalogue(settings.corpus)}
    ask = input if sys.stdin.isatty() and sys.stdout.isatty() else None
    return library.add(paths, load_lexicon(settings.corpus), taken, ask)


def _told_file(added: Added) -> str:
    outcome = {"new": "取り込みました", "replaced": "新しい版に差し替えました", "same": "", "refused": ""}[
        added.outcome
    ]
    head = f"{added.file}: {outcome}（{added.document_id}、{added.pages}ページ）。" if outcome else ""
    return "\n".join(filter(None, [head, *(f"  {message}" for message in added.messages)]))


def _told(summary: Summary) -> str:
    head = "索引を作りました" if summary.is_new else "変更はありません。今の索引をそのまま使います"
    return (
        f"{head}（{summary.version}、{summary.seconds:.1f}秒）。\n"
        f"文書 {summary.documents}件、ページ {summary.pages}、本文の単位 {summary.blocks}、"
        f"検索の単位 {summary.chunks}（うち新しく埋め込んだもの {summary.embedded}）"
    )
