"""``sodan eval``: measuring, comparing, reporting, and writing questions."""

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from api.contract import answer_object
from api.progress import ProgressBar
from eval.compare import compare
from eval.compare_text import comparison_object, comparison_text
from eval.documentation import evaluation_page
from eval.lint import lint
from eval.loading import Selection, read_sets
from eval.measuring import SETS, Folders, Wanted, measure
from eval.reference import Reference, reference_of
from eval.report import Report, make_report
from eval.report_forms import FORMS, figures_object, report_form
from eval.runs import find_run
from eval.thresholds import FILE, load_thresholds
from eval.writing import Writer
from ingest.errors import SodanError
from rag.bootstrap import build_chain
from rag.chain import AnswerChain
from rag.settings import ChainSettings


class ReportFileError(SodanError):
    """A file of a report cannot be written."""


def run_run(settings: ChainSettings, options: argparse.Namespace) -> int:
    thresholds = load_thresholds(options.thresholds or FILE)
    folders = _folders(settings, options)
    selection = Selection(tuple(options.set), tuple(options.kind), options.filter, split=options.split)
    wanted = Wanted(
        selection, options.only_failed, options.repeat, options.variants, options.url, options.timeout, options.fault,
        not options.no_cache, options.new,
    )  # fmt: skip
    # What the chain withheld shows in the verdicts; its warnings would tear the progress bar.
    logging.getLogger("sodan").addHandler(logging.NullHandler())
    with ProgressBar() as bar:
        run = measure(settings, folders, wanted, answer_object, bar.show)
    report = make_report(run, thresholds, options.frozen)
    written = _write(report, run.folder / "report", tuple(FORMS))
    if options.json:
        told = {"run": run.name, "folder": str(run.folder), "missed": list(report.missed)}
        print(json.dumps({**told, "figures": figures_object(report)}, ensure_ascii=False, indent=1))
    else:
        print(_told(report))
        print(f"報告: {written[0]}")
    return 1 if report.missed else 0


def run_compare(settings: ChainSettings, options: argparse.Namespace) -> int:
    folder = _folders(settings, options).runs
    comparison = compare(find_run(folder, options.before), find_run(folder, options.after))
    if options.json:
        print(json.dumps(comparison_object(comparison, options.frozen), ensure_ascii=False, indent=1))
    else:
        print(comparison_text(comparison, options.frozen))
    return 1 if comparison.is_regression else 0


def run_report(settings: ChainSettings, options: argparse.Namespace) -> int:
    run = find_run(_folders(settings, options).runs, options.run)
    report = make_report(run, load_thresholds(options.thresholds or FILE), options.frozen)
    for path in _write(report, options.to or run.folder / "report", tuple(options.form or FORMS)):
        print(path)
    return 0


def run_lint(settings: ChainSettings, options: argparse.Namespace) -> int:
    sets = _folders(settings, options).sets
    items, errors = read_sets(sets)
    _, reference = _opened(settings)
    faults = [*errors, *lint(items, reference)]
    for fault in faults:
        print(fault)
    print(f"{sets}: 設問 {len(items)}、誤り {len(faults)}", file=sys.stderr)
    return 1 if faults else 0


def run_new(settings: ChainSettings, options: argparse.Namespace) -> int:
    chain, reference = _opened(settings)

    def find(text: str) -> list[tuple[str, int]]:
        return [(passage.chunk.document_id, passage.chunk.page) for passage in chain.search(text, 20)]

    writer = Writer(_folders(settings, options).sets, reference, find, input, print)
    try:
        item = writer.write(options.set, options.reviewer, datetime.now(UTC).date().isoformat())
    except EOFError:
        item = None
    if item is None:
        print("設問を加えずに終わりました。", file=sys.stderr)
        return 1
    print(f"{item.id} を加えました。")
    return 0


def run_docs(settings: ChainSettings, options: argparse.Namespace) -> int:
    run = find_run(_folders(settings, options).runs, options.run)
    report = make_report(run, load_thresholds(options.thresholds or FILE))
    with _writing(options.to):
        options.to.write_text(evaluation_page(report), encoding="utf-8")
    print(options.to)
    return 0


def _opened(settings: ChainSettings) -> tuple[AnswerChain, Reference]:
    chain = build_chain(settings)
    return chain, reference_of(chain.index.store, settings.corpus)


def _folders(settings: ChainSettings, options: argparse.Namespace) -> Folders:
    return Folders(options.sets or SETS, options.runs or settings.index.parent / "eval")


def _write(report: Report, folder: Path, forms: tuple[str, ...]) -> list[Path]:
    """Write the forms; the CSV keeps its own line ends."""
    paths = [folder / FORMS[form] for form in forms]
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for form, path in zip(forms, paths, strict=True):
            path.write_text(report_form(report, form), encoding="utf-8", errors="replace", newline="")
    return paths


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ReportFileError(f"{path} に書けません（{error.strerror or error}）。") from None


def _told(report: Report) -> str:
    """The figures that matter most, and what is missing."""
    lines = [f"測定 {report.name}　{report.lead}"]
    lines += [f"  {tile.label}: {tile.text}（{tile.note}）" for tile in report.tiles]
    lines += [f"✗ {one}" for one in report.missed] or ["すべての基準を満たしています。"]
    lines += [f"✗ 答えが毎回同じではない設問: {'、'.join(report.figures.unstable)}"] if report.figures.unstable else []
    return "\n".join(lines)
