"""The other forms of a report: Markdown, CSV, JSON and JUnit XML."""

import csv
import io
import json
from xml.etree import ElementTree

from eval.given import Json
from eval.labels import CHECK_LABELS, SPLIT_LABELS
from eval.report import Report, Table, report_html
from eval.report_rows import Row
from eval.summary import summary_object

FORMS = {"html": "report.html", "md": "report.md", "csv": "questions.csv", "json": "report.json", "junit": "junit.xml"}
"""The file of each form."""
_COLUMNS = (
    "id", "kind", "split", "passed", "failed", "question", "status", "answer", "expected", "reasons", "cited_pages",
    "rank", "elapsed_ms", "answer_length", "broken_variants",
)  # fmt: skip
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_form(report: Report, form: str) -> str:
    """``report`` in one of ``FORMS``."""
    made = {"html": report_html, "md": markdown, "csv": comma_separated, "json": as_json, "junit": junit}
    return made[form](report)


def markdown(report: Report) -> str:
    """For reading beside the code: the figures, and what failed."""
    lines = [f"# 評価の報告 {report.name}", "", report.lead, ""]
    lines += ["**基準に届いていない項目**", "", *(f"- {one}" for one in report.missed), ""] if report.missed else []
    sections = [
        ("全体", report.overall), ("種類ごと", report.kinds), ("開発用の半分と凍結した半分", report.splits),
        ("検索", report.retrieval), ("答えない判断", report.abstention), ("言いかえと繰り返し", report.robustness),
        ("時間と長さ", report.measures),
    ]  # fmt: skip
    for title, table in sections:
        if table.rows:
            lines += [f"## {title}", "", markdown_table(table), ""]
    failed = [row for row in report.rows if not row.passed]
    lines += [f"## 不合格の設問（{len(failed)}）", ""]
    for row in failed:
        checks = "、".join(CHECK_LABELS[check] for check in row.failed)
        said = f"{_line(row.question)}　{_line(' '.join(row.reasons))}" if row.is_shown else "（凍結した半分）"
        lines.append(f"- `{row.id}` {checks}: {said}")
    lines += ["", "## 測定の条件", "", *(f"- {key}: {value}" for key, value in report.stamp), ""]
    return "\n".join(lines)


def markdown_table(table: Table) -> str:
    """``table`` in Markdown."""
    heads = [table.head, *table.columns]
    lines = [f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * len(table.columns)}"]
    for row in table.rows:
        cells = (f"**{cell.text}**" if cell.is_bad else cell.text for cell in row.cells)
        lines.append(f"| {row.label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def comma_separated(report: Report) -> str:
    """A line a question, for a spreadsheet (with the byte order mark that Excel wants)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in report.rows:
        writer.writerow([_safe(cell) for cell in _cells(row)])
    return "\ufeff" + out.getvalue()


def as_json(report: Report) -> str:
    """Every figure and every question, for programs."""
    return json.dumps(report_object(report), ensure_ascii=False, indent=1) + "\n"


def report_object(report: Report) -> Json:
    """The report as an object of JSON."""
    return {
        "run": report.name,
        "head": report.run.head,
        "finished": report.run.finished,
        "missed": list(report.missed),
        "figures": figures_object(report),
        "summary": summary_object(report.figures.summary),
        "unstable": list(report.figures.unstable),
        "questions": [dict(zip(_COLUMNS, _cells(row), strict=True)) for row in report.rows],
    }


def figures_object(report: Report) -> Json:
    """The figures by key."""
    return {
        key: {"label": f.label, "value": f.value, "n": f.n, "successes": f.successes, "low": f.low, "high": f.high}
        for key, f in report.figures.table()
    }


def junit(report: Report) -> str:
    """A test case a question, by kind; thresholds are cases of their own. For what shows test results."""
    root = ElementTree.Element("testsuites", name=f"sodan eval {report.name}")
    by_kind: dict[str, list[Row]] = {}
    for row in report.rows:
        by_kind.setdefault(row.kind, []).append(row)
    for kind, rows in by_kind.items():
        suite = _suite(root, kind, len(rows), sum(not row.passed for row in rows))
        for row in rows:
            seconds = f"{int(row.ms or 0) / 1000:.3f}"
            case = ElementTree.SubElement(suite, "testcase", classname=kind, name=row.id, time=seconds)
            if not row.passed:
                message = "、".join(CHECK_LABELS[check] for check in row.failed)
                failure = ElementTree.SubElement(case, "failure", message=message)
                failure.text = _printable("\n".join([*row.turns, *row.reasons, row.answer]))
    suite = _suite(root, "thresholds", len(report.missed), len(report.missed))
    for one in report.missed:
        case = ElementTree.SubElement(suite, "testcase", classname="thresholds", name=one)
        ElementTree.SubElement(case, "failure", message=one)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ElementTree.Element, name: str, tests: int, failures: int) -> ElementTree.Element:
    return ElementTree.SubElement(root, "testsuite", name=name, tests=str(tests), failures=str(failures))


def _cells(row: Row) -> list[str | int | bool | float | None]:
    shown: list[str | int | bool | float | None] = [row.id, row.kind, SPLIT_LABELS[row.split], row.passed]
    shown += [" ".join(row.failed), "\n".join(row.turns), row.status, row.answer, "\n".join(row.expected)]
    shown += ["\n".join(row.reasons), "、".join(row.pages), row.rank]
    shown += [float(row.ms) if row.ms else None, row.length if row.is_shown else None]
    return [*shown, "\n".join(row.broken)]


def _safe(cell: str | int | bool | float | None) -> str | int | bool | float | None:
    """A cell that a spreadsheet takes for text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _line(text: str) -> str:
    line = " ".join(text.split()).replace("|", "｜")
    return line if len(line) <= 200 else f"{line[:200]}…"


def _printable(text: str) -> str:
    """``text`` without what XML 1.0 cannot hold."""
    return "".join(c for c in text if c in "\n\t" or 0x20 <= ord(c) <= 0xD7FF or 0xE000 <= ord(c) <= 0xFFFD)
