"""A comparison in words, for the terminal, and as an object of JSON."""

from collections.abc import Iterable
from dataclasses import asdict

from eval.compare import OUTCOMES, REGRESSIONS, Change, Comparison, Outcome
from eval.figures import Figure, figures_of
from eval.given import Json

_SHOWN = 40  # changes of one outcome; the JSON has all
_MEASURE_LABELS = {
    "fused.hit@5": "検索 hit@5", "fused.mrr@10": "検索 MRR@10", "fused.ndcg@10": "検索 nDCG@10",
    "citation_precision_page": "引用の適合率（ページ）", "citation_recall_page": "引用の再現率（ページ）",
    "citation_precision_quote": "引用の適合率（文字）", "citation_recall_quote": "引用の再現率（文字）",
    "answer_length": "答えの長さ（文字）", "elapsed_ms": "応答の時間（ミリ秒）",
}  # fmt: skip
_ALWAYS = ("passed", "wrong_programme", "wrong_year", "false_answers", "ungrounded_figures", "unresolved_citations")


def comparison_text(comparison: Comparison, shows_frozen: bool = False) -> str:
    """What changed and why; the frozen half without its questions and answers unless ``shows_frozen``."""
    a, b = comparison.before, comparison.after
    lines = [f"A {a.name}（{a.head['started_at']}）", f"B {b.name}（{b.head['started_at']}）", ""]
    lines += ["測定の条件の違い", *(f"  {key}: {old} → {new}" for key, old, new in comparison.surroundings), ""]
    if not comparison.surroundings:
        lines[-2:] = ["測定の条件は同じです。", ""]
    lines += list(_figures(comparison))
    for outcome in OUTCOMES:
        lines += _told(outcome, comparison.of(outcome), shows_frozen)
    verdict = "悪くなった設問があります。" if comparison.is_regression else "悪くなった設問はありません。"
    return "\n".join([*lines, verdict])


def comparison_object(comparison: Comparison, shows_frozen: bool = False) -> Json:
    """The same as an object of JSON."""
    changes = [asdict(_withheld(change, shows_frozen)) for change in comparison.changes]
    return {
        "before": comparison.before.name,
        "after": comparison.after.name,
        "regression": comparison.is_regression,
        "n": comparison.n,
        "passed": list(comparison.passed),
        "mcnemar_p": comparison.p,
        "measures": {name: asdict(one) for name, one in comparison.measures.items()},
        "surroundings": [list(one) for one in comparison.surroundings],
        "changes": changes,
    }


def _figures(comparison: Comparison) -> Iterable[str]:
    before, after = comparison.passed
    counts = {outcome: len(comparison.of(outcome)) for outcome in OUTCOMES}
    yield f"両方にある設問 {comparison.n}問: 合格 {before} → {after}（マクネマー検定 p={comparison.p:.3g}）"
    yield "　".join(f"{OUTCOMES[outcome].split('（')[0]} {count}" for outcome, count in counts.items() if count)
    old, new = figures_of(comparison.before).by_key, figures_of(comparison.after).by_key
    for key in _ALWAYS:
        yield f"  {old[key].label}: {_with_counts(old[key])} → {_with_counts(new[key])}"
    for name, one in comparison.measures.items():
        if one.value:
            yield f"  {_MEASURE_LABELS[name]}: 差 {one.value:+.3f}（95%区間 {one.low:+.3f}～{one.high:+.3f}）"
    yield ""


def _with_counts(figure: Figure) -> str:
    interval = f" [{figure.interval}]" if figure.interval else ""
    return f"{figure.told}（{figure.counts}）{interval}"


def _told(outcome: Outcome, changes: tuple[Change, ...], shows_frozen: bool) -> list[str]:
    if not changes:
        return []
    lines = [f"{'✗ ' if outcome in REGRESSIONS else ''}{OUTCOMES[outcome]} {len(changes)}問"]
    for change in (_withheld(one, shows_frozen) for one in changes[:_SHOWN]):
        lines.append(f"  {change.item_id}［{change.kind}］{change.question}")
        lines += [f"      {reason}" for reason in change.why]
    more = len(changes) - _SHOWN
    return [*lines, *([f"  ほかに{more}問（--json にはすべて出ます）"] if more > 0 else []), ""]


def _withheld(change: Change, shows_frozen: bool) -> Change:
    if shows_frozen or change.split != "frozen":
        return change
    return Change(change.item_id, change.kind, change.split, "（凍結した半分）", change.outcome, ())
