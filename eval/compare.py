"""Two runs compared item by item: what was fixed, what was broken, what changed, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from eval.given import Json
from eval.report_rows import told_reason
from eval.results import Result
from eval.runner import cited
from eval.runs import Run
from eval.statistics import Interval, mcnemar, paired_bootstrap
from eval.verdict import Verdict

Outcome = Literal["broken", "worse", "fixed", "changed", "edited", "added", "removed"]
OUTCOMES: Mapping[Outcome, str] = {
    "broken": "壊れた（合格→不合格）",
    "worse": "不合格のまま悪くなった（重大な誤りが増えた）",
    "fixed": "直った（不合格→合格）",
    "changed": "合否は同じで、答えが変わった",
    "edited": "設問そのものが変わった（比べない）",
    "added": "増えた設問",
    "removed": "なくなった設問",
}
REGRESSIONS: frozenset[Outcome] = frozenset(["broken", "worse"])
_MEASURES = (
    "fused.hit@5", "fused.mrr@10", "fused.ndcg@10", "citation_precision_page", "citation_recall_page",
    "citation_precision_quote", "citation_recall_quote", "answer_length", "elapsed_ms",
)  # fmt: skip
_SHORT = 16  # characters of a hash
_SAID, _BEFORE = 120, 20  # characters of an answer that are told, and of them before the difference


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an item, with the reasons."""

    item_id: str
    kind: str
    split: str
    question: str
    outcome: Outcome
    why: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """``before`` and ``after`` over the ``n`` items that both have as they were; ``p`` is McNemar's.

    ``surroundings`` are the differences of the stamps (what, before, after), ``measures`` the mean differences.
    """

    before: Run
    after: Run
    changes: tuple[Change, ...]
    n: int
    passed: tuple[int, int]
    p: float
    measures: dict[str, Interval]
    surroundings: tuple[tuple[str, str, str], ...]

    def of(self, outcome: Outcome) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.outcome == outcome)

    @property
    def is_regression(self) -> bool:
        return any(change.outcome in REGRESSIONS for change in self.changes)


def compare(before: Run, after: Run) -> Comparison:
    """How ``after`` differs from ``before``, variants included."""
    old = {result.item.id: result for result in before.results}
    new = {result.item.id: result for result in after.results}
    pairs = [(old[id_], new[id_]) for id_ in new if id_ in old and _same_item(old[id_], new[id_])]
    changes = [change for a, b in pairs if (change := _change(a, b))]
    changes += [_lone(new[id_], "edited") for id_ in new if id_ in old and not _same_item(old[id_], new[id_])]
    changes += [_lone(new[id_], "added") for id_ in new if id_ not in old]
    changes += [_lone(old[id_], "removed") for id_ in old if id_ not in new]
    broken = sum(a.verdict.passed and not b.verdict.passed for a, b in pairs)
    fixed = sum(b.verdict.passed and not a.verdict.passed for a, b in pairs)
    return Comparison(
        before, after, tuple(changes), len(pairs),
        (sum(a.verdict.passed for a, _ in pairs), sum(b.verdict.passed for _, b in pairs)),
        mcnemar(broken, fixed), dict(_measured(pairs)), tuple(_surroundings(before.head, after.head)),
    )  # fmt: skip


def _same_item(a: Result, b: Result) -> bool:
    """Whether the question and what is expected are the same; the line and the half do not matter."""
    plain = {"file": "", "line": 0, "split": "dev", "note": "", "reviewed_by": "", "reviewed_at": ""}
    return replace(a.item, **plain) == replace(b.item, **plain)  # type: ignore[arg-type]


def _change(a: Result, b: Result) -> Change | None:
    if a.verdict.passed and not b.verdict.passed:
        return _told(b, "broken", [*map(told_reason, b.verdict.reasons), *_differences(a, b)])
    if b.verdict.passed and not a.verdict.passed:
        return _told(b, "fixed", [f"以前: {told_reason(reason)}" for reason in a.verdict.reasons] + _differences(a, b))
    if new := _grave(b.verdict) - _grave(a.verdict):
        return _told(b, "worse", [*sorted(new), *map(told_reason, b.verdict.reasons)])
    if differences := _differences(a, b):
        return _told(b, "changed", differences)
    return None


def _grave(verdict: Verdict) -> set[str]:
    """The errors that must not be made at all."""
    found = {"別の事業の数値": verdict.wrong_programme, "別の年度の数値": verdict.wrong_year}
    found |= {"根拠のない数値": bool(verdict.ungrounded), "たどれない出典": bool(verdict.unresolved)}
    return {name for name, is_so in found.items() if is_so}


def _differences(a: Result, b: Result) -> list[str]:
    """What of the answer is another, in words."""
    said = []
    if a.given.error != b.given.error:
        said.append(f"エラー: {a.given.error or 'なし'} → {b.given.error or 'なし'}")
    if a.given.status != b.given.status:
        said.append(f"状態: {a.given.status or '―'} → {b.given.status or '―'}")
    if a.given.reason != b.given.reason:
        said.append(f"理由: {a.given.reason or '―'} → {b.given.reason or '―'}")
    if cited(a.given) != cited(b.given):
        said.append(f"出典: {_pages(a)} → {_pages(b)}")
    if a.given.text != b.given.text:
        start = _same_start(a.given.text, b.given.text)
        said.append(f"答え: 「{_cut(a.given.text, start)}」 → 「{_cut(b.given.text, start)}」")
    return said


def _pages(result: Result) -> str:
    return "、".join(f"{document} p{page}" for document, page in cited(result.given)) or "なし"


def _same_start(one: str, other: str) -> int:
    """Where two answers part, a little before; 0 where that is near their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    length = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))
    return length - _BEFORE if length > _SAID // 2 else 0


def _cut(text: str, start: int) -> str:
    line = " ".join(text[start:].split())
    return f"{'…' if start else ''}{line if len(line) <= _SAID else f'{line[:_SAID]}…'}"


def _lone(result: Result, outcome: Outcome) -> Change:
    return _told(result, outcome, list(map(told_reason, result.verdict.reasons)))


def _told(result: Result, outcome: Outcome, why: Iterable[str]) -> Change:
    item = result.item
    return Change(item.id, item.kind, item.split, " ／ ".join(item.turns), outcome, tuple(why))


def _measured(pairs: list[tuple[Result, Result]]) -> Iterable[tuple[str, Interval]]:
    for name in _MEASURES:
        both = [(a.verdict.measures.get(name), b.verdict.measures.get(name)) for a, b in pairs]
        told = [(a, b) for a, b in both if a is not None and b is not None]
        if told:
            yield name, paired_bootstrap([a for a, _ in told], [b for _, b in told])


def _surroundings(a: Json, b: Json) -> Iterable[tuple[str, str, str]]:
    """The stamps' differences, by the path of their keys."""
    old, new = dict(_flat(a)), dict(_flat(b))
    for key in dict.fromkeys([*old, *new]):
        if key not in ("fingerprint", "started_at") and old.get(key) != new.get(key):
            yield key, _brief(old.get(key)), _brief(new.get(key))


def _flat(row: Json, path: str = "") -> Iterable[tuple[str, object]]:
    for key, value in row.items():
        name = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            yield from _flat(value, name)
        else:
            yield name, value


def _brief(value: object) -> str:
    text = "なし" if value is None else str(value)
    return text[:_SHORT] if len(text) == 64 and text.isalnum() else text[:60]
