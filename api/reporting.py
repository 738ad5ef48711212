"""``sodan ingest --report``: the report on the terminal, as JSON, or as one HTML page that needs nothing else."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from api.labels import ROUTES, TIES
from api.tables import text_table
from ingest.embedder import load_embedder
from ingest.eras import year_label
from ingest.errors import SodanError
from ingest.index import open_index
from ingest.report import DocumentReport, make_report
from ingest.store import DocumentSummary
from rag.settings import ChainSettings

_HERE = Path(__file__).parent
_WIDTH = 100  # terminal columns: the report is often kept in a file


class ReportFileError(SodanError):
    """The report's file cannot be written."""


@dataclass(frozen=True, slots=True)
class Report:
    """The report of index ``version``."""

    version: str
    documents: tuple[DocumentReport, ...]


def read_report(settings: ChainSettings) -> Report:
    """The report of the current index."""
    index = open_index(settings.index, load_embedder(settings.embedder))
    return Report(index.version, make_report(index.store))


def write_html(path: Path, report: Report) -> None:
    """Write the report as a file; raises ReportFileError."""
    try:
        path.write_text(report_html(report), encoding="utf-8")
    except OSError as error:
        raise ReportFileError(f"報告を {path} に書けません（{error.strerror or error}）。") from None
    print(f"報告を {path} に書きました。", file=sys.stderr)


def as_object(report: Report) -> dict[str, object]:
    """The report as a member of a JSON object."""
    return {"report": [asdict(one) for one in report.documents]}


def report_text(report: Sequence[DocumentReport]) -> str:
    """The report for the terminal."""
    return "\n".join(line for one in report for line in _told(one))


def report_html(report: Report) -> str:
    """The report as one HTML page, its style inside it; no script, nothing loaded."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    style = (_HERE / "static" / "report.css").read_text(encoding="utf-8")
    return templates.get_template("report.html").render(
        report=report.documents, version=report.version, style=style, ties=TIES, routes=ROUTES, year_of=_year
    )


def _told(one: DocumentReport) -> Iterable[str]:
    document = one.document
    yield f"■ {document.title}（{document.id}、{_year(document)}）"
    routes = "、".join(f"{label} {one.read(route)}" for route, label in ROUTES.items())
    ties = "、".join(f"{label} {one.tied(tie)}" for tie, label in TIES.items())
    loose = f"結びつきを確かめられない数値 {len(one.untied_figures)}"
    yield f"ページ {document.pages}（{routes}）、事実 {one.facts}（{ties}）、{loose}"
    if one.attributes:
        rows = [(a.attribute, str(a.total), *(str(getattr(a, tie)) for tie in TIES)) for a in one.attributes]
        yield text_table(("項目", "事実", *TIES.values()), rows, _WIDTH)
    if one.to_look_at:
        yield f"確かめるページ（{len(one.to_look_at)}）"
        yield from (f"  p{page.number}: {''.join(r.text for r in page.reasons)}" for page in one.to_look_at)
    yield ""


def _year(document: DocumentSummary) -> str:
    return year_label(document.fiscal_year) + ("ごろ" if document.year_is_approximate else "")
