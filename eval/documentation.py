"""``sodan eval docs``: ``docs/evaluation.md`` with the figures of a run."""

from pathlib import Path

from eval.faults import seeded
from eval.figures import Figure
from eval.ranking import FUSED
from eval.report import Cell, Report, Table, TableRow
from eval.report_forms import markdown_table
from ingest.conditions import Vocabulary

_HERE = Path(__file__).parent


def evaluation_page(report: Report) -> str:
    """The page as Markdown."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"), undefined=StrictUndefined, trim_blocks=True, autoescape=False
    )
    return templates.get_template("evaluation.md").render(
        report=report, table=markdown_table, keys=_keys(report), faults=seeded(Vocabulary()).values()
    )


def _keys(report: Report) -> Table:
    """The figures with their keys, by which a threshold is written; those of a leg alone stand in their own table."""
    told = [(k, one) for k, one in report.figures.table() if one.value is not None and ("." not in k or FUSED in k)]
    return Table("key", ("figure", "value", "95 %", "n"), tuple(_row(key, one) for key, one in told))


def _row(key: str, figure: Figure) -> TableRow:
    cells = (figure.label, figure.told, figure.interval, figure.counts)
    return TableRow(f"`{key}`", tuple(Cell(text) for text in cells))
