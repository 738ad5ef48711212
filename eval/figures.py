"""The figures of a run by key, each with its name, value, interval and n: what thresholds and reports go by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from eval.labels import CHECK_HOLDS, LEG_LABELS
from eval.ranking import CUTS
from eval.runs import Run
from eval.stability import determinism, kept
from eval.statistics import wilson
from eval.summary import Group, Rate, Spread, Summary, summarise

Unit = Literal["share", "count", "ms", "characters", "score"]
_MEASURES = {
    "citation_precision_page": "引用の適合率（ページ）", "citation_recall_page": "引用の再現率（ページ）",
    "citation_precision_quote": "引用の適合率（文字）", "citation_recall_quote": "引用の再現率（文字）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure; ``value`` is None where there was nothing to measure. ``low`` and ``high`` are of a 95 % interval."""

    label: str
    unit: Unit
    value: float | None
    n: int
    successes: int | None = None
    low: float | None = None
    high: float | None = None

    @property
    def told(self) -> str:
        return "―" if self.value is None else self.text(self.value)

    @property
    def interval(self) -> str:
        """「92.1–97.4%」, or "" for what has none."""
        if self.low is None or self.high is None or self.value is None:
            return ""
        return f"{self.low * 100:.1f}–{self.high * 100:.1f}%"

    @property
    def counts(self) -> str:
        """「181/190」, or n alone."""
        return str(self.n) if self.successes is None else f"{self.successes}/{self.n}"

    def text(self, value: float) -> str:
        """``value`` in this figure's unit."""
        if self.unit == "share":
            return f"{value * 100:.1f}%"
        if self.unit == "score":
            return f"{value:.3f}"
        return f"{value:,.0f}{ {'ms': 'ミリ秒', 'characters': '文字', 'count': ''}[self.unit] }"


@dataclass(frozen=True)
class Figures:
    """A run's summary and its figures by key."""

    summary: Summary
    by_key: Mapping[str, Figure]
    kept: Mapping[str, Rate]
    """By variant rule, how many got the very same answer."""
    unstable: tuple[str, ...]
    """Ids of items whose answer was not the same each time."""

    def table(self) -> list[tuple[str, Figure]]:
        return list(self.by_key.items())


def figures_of(run: Run) -> Figures:
    """All figures of ``run``."""
    summary = summarise(result.verdict for result in run.results)
    alike, again = kept(run.results), determinism(run.results)
    found = {"passed": share("合格率", summary.overall.passed)}
    found |= _graves(summary)
    found |= {name: share(label, summary.overall.checks[name]) for name, label in CHECK_HOLDS.items()}
    found |= _abstention(summary)
    found |= {name: _mean(label, summary.overall.measures.get(name)) for name, label in _MEASURES.items()}
    found |= _retrieval(summary)
    found["robust"] = share("書き方を変えても合格", total(summary.robustness))
    found["robust_unchanged"] = share("書き方を変えても同じ答え", total(alike))
    found["stable"] = share(
        f"{again.repeats}回とも同じ答え" if again.stable.n else "何度聞いても同じ答え", again.stable
    )
    found |= _sizes(summary)
    found["seconds"] = Figure("測定にかかった秒数", "count", run.finished.get("seconds"), summary.items)
    return Figures(summary, found, alike, again.unstable)


def share(label: str, rate: Rate) -> Figure:
    """A rate as a figure."""
    return Figure(label, "share", rate.value, rate.n, rate.successes, rate.low, rate.high)


def passed_by(groups: Mapping[str, Group], labels: Mapping[str, str]) -> list[tuple[str, Group, Figure]]:
    """The name, the group and the share that passed of each group, in the order of ``labels``."""
    return [(key, groups[key], share(label, groups[key].passed)) for key, label in labels.items() if key in groups]


def total(rates: Mapping[str, Rate]) -> Rate:
    """All of ``rates`` together."""
    successes, n = sum(one.successes for one in rates.values()), sum(one.n for one in rates.values())
    return Rate(successes, n, successes / n if n else None, *wilson(successes, n))


def _graves(summary: Summary) -> dict[str, Figure]:
    """The errors that are counted apart."""
    return {
        "wrong_programme": share("別の事業の数値を答えた", summary.overall.wrong_programme),
        "wrong_year": share("別の年度の数値を答えた", summary.overall.wrong_year),
        "ungrounded_figures": Figure("引用にない数値", "count", summary.ungrounded_figures, summary.items),
        "unresolved_citations": Figure("たどれない引用", "count", summary.unresolved_citations, summary.resolving.n),
        "resolving_citations": share("たどれる引用", summary.resolving),
        "errors": Figure("答えが得られなかった設問", "count", summary.errors, summary.items),
    }


def _abstention(summary: Summary) -> dict[str, Figure]:
    one = summary.abstention
    return {
        "abstention_precision": share("答えない判断の適合率", one.precision),
        "abstention_recall": share("答えない判断の再現率", one.recall),
        "abstention_f1": Figure("答えない判断のF値", "score", one.f1, one.recall.n),
        "false_answers": share("答えのない問いに答えた", one.false_answers),
    }


def _retrieval(summary: Summary) -> dict[str, Figure]:
    wanted = [*(f"hit@{k}" for k in CUTS), "mrr@10", "ndcg@10"]
    found = {}
    for leg, told in LEG_LABELS.items():
        for name in wanted:
            key, label = f"{leg}.{name}", f"検索（{told}）{name}"
            one = summary.retrieval.get(key)
            if leg == "fused" or one is not None:
                found[key] = share(label, one) if isinstance(one, Rate) else _mean(label, one, "score")
    return found


def _mean(label: str, spread: Spread | None, unit: Unit = "share") -> Figure:
    return Figure(label, unit, spread.mean if spread else None, spread.n if spread else 0)


def _sizes(summary: Summary) -> dict[str, Figure]:
    found = {}
    sizes: tuple[tuple[str, str, Unit, Spread], ...] = (
        ("latency", "応答の時間", "ms", summary.latency_ms),
        ("length", "答えの長さ", "characters", summary.answer_length),
    )
    for key, label, unit, spread in sizes:
        for name, value in (("p50", spread.p50), ("p95", spread.p95), ("p99", spread.p99)):
            found[f"{key}_{name}"] = Figure(f"{label} {name}", unit, value, spread.n)
    return found
