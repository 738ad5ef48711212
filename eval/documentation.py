"""``sodan eval docs``: ``docs/evaluation.md`` with the figures of a run."""

from pathlib import Path

from eval.faults import seeded
from eval.figures import Figure
from eval.ranking import FUSED
from eval.report import Cell, Report, Table, TableRow
from eval.report_forms import markdown_table
from ingest.conditions import Vocabulary

_HERE = Path(__file__).parent
LEFT_OUT = _HERE / "templates" / "left_out.md"  # written by ``python -m tools.left_out --write``
_BEGIN, _END = "<!-- left out: begin (python -m tools.left_out --write) -->", "<!-- left out: end -->"


def evaluation_page(report: Report) -> str:
    """The page as Markdown."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"), undefined=StrictUndefined, trim_blocks=True, autoescape=False
    )
    return templates.get_template("evaluation.md").render(
        report=report, table=markdown_table, keys=_keys(report), faults=seeded(Vocabulary()).values()
    )


def with_left_out(page: str) -> str:
    """``page`` with the newest figures of the pages left out, between their marks."""
    before, _, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n\n{LEFT_OUT.read_text(encoding='utf-8').strip()}\n\n{_END}{after}"


def _keys(report: Report) -> Table:
    """The figures with their keys, by which a threshold is written; those of a leg alone stand in their own table."""
    told = [(k, one) for k, one in report.figures.table() if one.value is not None and ("." not in k or FUSED in k)]
    return Table("key", ("figure", "value", "95 %", "n"), tuple(_row(key, one) for key, one in told))


def _row(key: str, figure: Figure) -> TableRow:
    cells = (figure.label, figure.told, figure.interval, figure.counts)
    return TableRow(f"`{key}`", tuple(Cell(text) for text in cells))
