"""The report of a run as one HTML file that needs nothing else: figures, charts, every question with its evidence."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.charts import Bar, Series, histogram, lines, rates
from eval.figures import Figure, Figures, figures_of, passed_by, share
from eval.labels import CHECK_LABELS, KIND_LABELS, LEG_LABELS, REASON_LABELS, RULE_LABELS, SPLIT_LABELS
from eval.ranking import CUTS
from eval.report_rows import Row, rows
from eval.runs import Run
from eval.thresholds import Threshold, missed

_HERE = Path(__file__).parent
_TILES = (
    "passed", "figures", "wrong_programme", "wrong_year", "ungrounded_figures", "unresolved_citations", "cited_page",
    "abstention_recall", "false_answers", "fused.hit@5", "robust", "latency_p95",
)  # fmt: skip
_MARK = re.compile(r"\[(\d+)\]")
_CLASSES = (10, 20, 50, 100, 200, 500, 1000, 2000)  # milliseconds


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    text: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table under its name."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the head of the names, the heads of the other columns, the rows."""

    head: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure, large."""

    label: str
    text: str
    note: str
    is_bad: bool


@dataclass(frozen=True)
class Report:
    """Everything that a report tells."""

    run: Run
    figures: Figures
    missed: tuple[str, ...]
    bad: frozenset[str]
    """Keys of the figures that miss their threshold."""
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        return self.run.name

    @property
    def lead(self) -> str:
        asked = self.run.head["asked"]
        target = asked["url"] or "このプロセスの回答エンジン"
        fault = f"　わざと壊した答え: {asked['fault']}" if asked["fault"] else ""
        unfinished = "" if self.run.finished else "　中断した測定です"
        started = self.run.head["started_at"][:19].replace("T", " ")
        return f"{started} (UTC)　対象 {target}　設問 {self.figures.summary.items}問{fault}{unfinished}"

    @property
    def tiles(self) -> list[Tile]:
        told = [(key, self.figures.by_key[key]) for key in _TILES]
        return [Tile(f.label, f.told, _note(f), key in self.bad) for key, f in told if f.value is not None]

    @property
    def overall(self) -> Table:
        told = ((key, one) for key, one in self.figures.table() if one.value is not None and "." not in key)
        return Table("指標", ("値", "95%区間", "n"), tuple(_figure_row(one, key in self.bad) for key, one in told))

    @property
    def kinds(self) -> Table:
        groups = passed_by(self.figures.summary.kinds, KIND_LABELS)
        return _groups_table("種類", [(one, group.wrong_programme.successes, group.wrong_year.successes)
                                      for _, group, one in groups])  # fmt: skip

    @property
    def kinds_chart(self) -> str:
        groups = passed_by(self.figures.summary.kinds, KIND_LABELS)
        return rates("種類ごとの合格率と95％の区間", [_bar(one) for _, _, one in groups])

    @property
    def splits(self) -> Table:
        groups = passed_by(self.figures.summary.splits, SPLIT_LABELS)
        return _groups_table("半分", [(one, group.wrong_programme.successes, group.wrong_year.successes)
                                      for _, group, one in groups])  # fmt: skip

    @property
    def retrieval(self) -> Table:
        names = (*(f"hit@{k}" for k in CUTS), "mrr@10", "ndcg@10")
        legs = [leg for leg in LEG_LABELS if self._found(leg, "hit@1")]
        told = [(leg, [self.figures.by_key[f"{leg}.{name}"] for name in names]) for leg in legs]
        return Table(
            "方法", (*names, "n"),
            tuple(TableRow(LEG_LABELS[leg], (*(Cell(f.told) for f in row), Cell(str(row[0].n)))) for leg, row in told),
        )  # fmt: skip

    @property
    def retrieval_chart(self) -> str:
        legs = [leg for leg in LEG_LABELS if self._found(leg, "hit@1")]
        series = [
            Series(LEG_LABELS[leg], tuple(self.figures.by_key[f"{leg}.hit@{k}"].value or 0.0 for k in CUTS))
            for leg in legs
        ]
        return lines("根拠のページが上位k件に入る割合", [f"上位{k}件" for k in CUTS], series)

    @property
    def abstention(self) -> Table:
        one = self.figures.summary.abstention
        told = [self.figures.by_key[key] for key in ("abstention_precision", "abstention_recall", "false_answers")]
        told += [
            share(f"答えてしまった: {REASON_LABELS.get(reason, reason)}", rate)
            for reason, rate in one.false_answers_by_reason.items()
        ]
        return Table("指標", ("値", "95%区間", "n"), tuple(map(_figure_row, told)))

    @property
    def robustness(self) -> Table:
        told = self.figures.summary.robustness
        by_rule = [(share(RULE_LABELS[rule], rate), self.figures.kept.get(rule)) for rule, rate in told.items()]
        rows_ = [_figure_row(one, more=share("", alike).told if alike else "―") for one, alike in by_rule]
        again = self.figures.by_key["stable"]
        rows_ += [_figure_row(again, more=again.told)] if again.value is not None else []
        return Table("書き方", ("合格", "95%区間", "n", "まったく同じ答え"), tuple(rows_))

    @property
    def measures(self) -> Table:
        summary = self.figures.summary
        spreads = [("応答の時間（ミリ秒）", summary.latency_ms), ("答えの長さ（文字）", summary.answer_length)]
        told = [(label, [one.mean, one.p50, one.p95, one.p99], one.n) for label, one in spreads]
        return Table(
            "測ったもの", ("平均", "p50", "p95", "p99", "n"),
            tuple(TableRow(label, (*(Cell("―" if v is None else f"{v:,.0f}") for v in values), Cell(str(n))))
                  for label, values, n in told),
        )  # fmt: skip

    @property
    def latency_chart(self) -> str:
        given = [result.given for result in self.run.items]
        times = [one.elapsed_ms for one in given if one.error is None]
        counts = Counter(next((n for n, top in enumerate(_CLASSES) if time < top), len(_CLASSES)) for time in times)
        labels = [f"{top}未満" for top in _CLASSES] + [f"{_CLASSES[-1]}以上"]
        told = [(label, counts[n]) for n, label in enumerate(labels)]
        return histogram("応答の時間（ミリ秒）", told, "かかったミリ秒ごとの設問数")

    @property
    def kind_choices(self) -> list[tuple[str, str]]:
        known = {row.kind for row in self.rows}
        return [(kind, label) for kind, label in KIND_LABELS.items() if kind in known]

    @property
    def withheld(self) -> int:
        return sum(not row.is_shown for row in self.rows)

    @property
    def stamp(self) -> list[tuple[str, str]]:
        head = self.run.head
        env, asked = head["environment"], head["asked"]
        return [
            ("版", f"sodan {env['sodan']}　Python {env['python']}　{env['platform']}　{env['cores']}コア"),
            ("部品", "、".join(f"{name} {version}" for name, version in env["libraries"].items())),
            ("回答エンジン", env["engine"][:16]), ("資料", env["corpus"][:16]), ("採点", head["judge"][:16]),
            ("索引", f"{env['index']['version']}（{env['index']['recipe']['embedder'][:60]}）"),
            ("設問集", "、".join(f"{name} {value[:12]}" for name, value in head["sets"].items())),
            ("選び方", "、".join(f"{key}={value}" for key, value in asked["selection"].items() if value) or "すべて"),
            ("繰り返し", f"{asked['repeat']}回　言いかえ {'あり' if asked['variants'] else 'なし'}"),
            ("かかった時間", f"{self.run.finished.get('seconds', '―')}秒"),
        ]  # fmt: skip

    def _found(self, leg: str, name: str) -> bool:
        one = self.figures.by_key.get(f"{leg}.{name}")
        return one is not None and one.value is not None


def make_report(run: Run, thresholds: Sequence[Threshold], shows_frozen: bool = False) -> Report:
    """The report of ``run``; raises ThresholdError for a threshold of an unknown figure."""
    figures = figures_of(run)
    below = missed(thresholds, figures.by_key)
    return Report(
        run, figures, tuple(map(str, below)), frozenset(one.threshold.figure for one in below), rows(run, shows_frozen)
    )


def report_html(report: Report) -> str:
    """The report as one HTML page, its style and script inside it; nothing is loaded."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = _HERE / "templates"
    templates = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    labels: Mapping[str, Mapping[str, str]] = {"checks": CHECK_LABELS, "splits": SPLIT_LABELS}
    return templates.get_template("report.html").render(
        page=report,
        style=(folder / "report.css").read_text(encoding="utf-8"),
        script=(folder / "report.js").read_text(encoding="utf-8"),
        marks_of=_MARK.split,
        **labels,
    )


def _note(figure: Figure) -> str:
    return "　".join(filter(None, [figure.interval, f"n={figure.counts}"]))


def _bar(figure: Figure) -> Bar:
    told = f"{figure.told}（{figure.counts}）"
    return Bar(figure.label, figure.value or 0.0, figure.low or 0.0, figure.high or 0.0, told)


def _figure_row(figure: Figure, is_bad: bool = False, more: str | None = None) -> TableRow:
    cells = (Cell(figure.told, is_bad), Cell(figure.interval), Cell(figure.counts))
    return TableRow(figure.label, cells if more is None else (*cells, Cell(more)))


def _groups_table(head: str, groups: Sequence[tuple[Figure, int, int]]) -> Table:
    told = [
        TableRow(one.label, (*_figure_row(one).cells, Cell(str(other), other > 0), Cell(str(year), year > 0)))
        for one, other, year in groups
    ]
    return Table(head, ("合格率", "95%区間", "n", "別の事業の数値", "別の年度の数値"), tuple(told))
