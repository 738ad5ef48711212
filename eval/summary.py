"""A run in figures: every rate with its counts and its Wilson interval, overall, by kind and by half."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from eval.items import ANSWERING
from eval.statistics import mean, percentile, wilson
from eval.variants import original_of
from eval.verdict import CHECKS, Verdict


@dataclass(frozen=True, slots=True)
class Rate:
    """``successes`` of ``n`` with the 95 % Wilson interval; ``value`` is None without a trial."""

    successes: int
    n: int
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean and the nearest-rank percentiles of ``n`` values; None without one."""

    n: int
    mean: float | None
    p50: float | None
    p95: float | None
    p99: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """The rates of some verdicts. ``checks`` count only the items to which a check applies."""

    passed: Rate
    checks: dict[str, Rate]
    wrong_programme: Rate
    wrong_year: Rate
    measures: dict[str, Spread]


@dataclass(frozen=True, slots=True)
class Abstention:
    """How well it is known what cannot be answered.

    ``precision``: of what was refused, how much had to be; ``recall``: of what had to be, how much was refused;
    ``false_answers``: of that, how much was answered, also by the reason for which it cannot be. Items that allow
    both do not count.
    """

    precision: Rate
    recall: Rate
    f1: float | None
    false_answers: Rate
    false_answers_by_reason: dict[str, Rate]


@dataclass(frozen=True, slots=True)
class Summary:
    """A run. ``grounded`` counts items without an ungrounded figure, ``resolving`` citations that lead to their quote.

    ``retrieval`` holds a Rate for each ``leg.hit@k`` and a Spread for each ``leg.mrr@10`` and ``leg.ndcg@10``.
    ``robustness``: by rule, of the variants whose original passed, how many pass; variants count nowhere else.
    """

    items: int
    errors: int
    overall: Group
    kinds: dict[str, Group]
    splits: dict[str, Group]
    abstention: Abstention
    ungrounded_figures: int
    unresolved_citations: int
    grounded: Rate
    resolving: Rate
    retrieval: dict[str, Rate | Spread]
    robustness: dict[str, Rate]
    latency_ms: Spread
    answer_length: Spread


def summarise(verdicts: Iterable[Verdict]) -> Summary:
    """The summary of a run's verdicts."""
    everything = list(verdicts)
    own = [verdict for verdict in everything if not original_of(verdict.item_id)[1]]
    answered = [verdict for verdict in own if verdict.error is None]
    broken = sum(len(verdict.unresolved) for verdict in answered)
    cited = max(sum(verdict.citations for verdict in answered), broken)
    return Summary(
        items=len(own),
        errors=len(own) - len(answered),
        overall=_group(own),
        kinds=_groups(own, lambda verdict: verdict.kind),
        splits=_groups(own, lambda verdict: verdict.split),
        abstention=_abstention(own),
        ungrounded_figures=sum(len(verdict.ungrounded) for verdict in answered),
        unresolved_citations=broken,
        grounded=rate([not verdict.ungrounded for verdict in answered]),
        resolving=_counted(cited - broken, cited),
        retrieval=_retrieval(own),
        robustness=_robustness(everything),
        latency_ms=_spread(_values(answered, "elapsed_ms")),
        answer_length=_spread(_values(answered, "answer_length")),
    )


def summary_object(summary: Summary) -> dict[str, Any]:
    """``summary`` as JSON."""
    return asdict(summary)


def rate(outcomes: Iterable[bool | None]) -> Rate:
    """The rate of the true ones; None does not count."""
    known = [outcome for outcome in outcomes if outcome is not None]
    return _counted(sum(known), len(known))


def _counted(successes: int, n: int) -> Rate:
    return Rate(successes, n, successes / n if n else None, *wilson(successes, n))


def _group(verdicts: Sequence[Verdict]) -> Group:
    names = dict.fromkeys(name for verdict in verdicts for name in verdict.measures if "." not in name)
    return Group(
        passed=rate(verdict.passed for verdict in verdicts),
        checks={name: rate(verdict.checks.get(name) for verdict in verdicts) for name in CHECKS},
        wrong_programme=rate(verdict.wrong_programme for verdict in verdicts),
        wrong_year=rate(verdict.wrong_year for verdict in verdicts),
        measures={name: _spread(_values(verdicts, name)) for name in names},
    )


def _groups(verdicts: Sequence[Verdict], key: Callable[[Verdict], str]) -> dict[str, Group]:
    names = sorted({key(verdict) for verdict in verdicts})
    return {name: _group([verdict for verdict in verdicts if key(verdict) == name]) for name in names}


def _abstention(verdicts: Sequence[Verdict]) -> Abstention:
    decided = [verdict for verdict in verdicts if verdict.must_abstain is not None]
    due = [verdict for verdict in decided if verdict.must_abstain]
    precision = rate(verdict.must_abstain for verdict in decided if verdict.abstained)
    recall = rate(verdict.abstained for verdict in due)
    reasons = sorted({verdict.expected_reason or "any" for verdict in due})
    return Abstention(
        precision,
        recall,
        _f1(precision.value, recall.value),
        rate(map(_answers_falsely, due)),
        {name: rate(_answers_falsely(v) for v in due if (v.expected_reason or "any") == name) for name in reasons},
    )


def _answers_falsely(verdict: Verdict) -> bool:
    return verdict.error is None and not verdict.abstained and verdict.status in ANSWERING


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _retrieval(verdicts: Sequence[Verdict]) -> dict[str, Rate | Spread]:
    names = dict.fromkeys(name for verdict in verdicts for name in verdict.measures if "." in name)
    values = {name: _values(verdicts, name) for name in names}
    return {name: rate(v == 1 for v in found) if ".hit@" in name else _spread(found) for name, found in values.items()}


def _robustness(verdicts: Sequence[Verdict]) -> dict[str, Rate]:
    passed = {verdict.item_id: verdict.passed for verdict in verdicts}
    rules: dict[str, list[bool]] = {}
    for verdict in verdicts:
        item, rule = original_of(verdict.item_id)
        if rule and passed.get(item):
            rules.setdefault(rule, []).append(verdict.passed)
    return {rule: rate(outcomes) for rule, outcomes in sorted(rules.items())}


def _values(verdicts: Sequence[Verdict], name: str) -> list[float]:
    return [value for verdict in verdicts if (value := verdict.measures.get(name)) is not None]


def _spread(values: Sequence[float]) -> Spread:
    return Spread(len(values), mean(values), *(percentile(values, percent) for percent in (50, 95, 99)))
