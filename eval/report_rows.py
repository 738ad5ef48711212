"""The rows of a report: an item with its answer, its evidence and what was wrong, in the words of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.items import ExpectedFigure, Item
from eval.labels import CHECK_LABELS, KIND_LABELS, LEG_LABELS, RULE_LABELS, STATUS_LABELS
from eval.marking import Evidence, evidence
from eval.ranking import FUSED, rankings
from eval.results import Result
from eval.runner import cited
from eval.runs import Run
from ingest.wording import render_money, render_months


@dataclass(frozen=True, slots=True)
class Row:
    """An item in a report. Where ``is_shown`` is false, nothing that tells the question or its answer is filled."""

    id: str
    kind: str
    kind_told: str
    split: str
    passed: bool
    failed: tuple[str, ...]
    ms: str
    is_shown: bool
    question: str = ""
    turns: tuple[str, ...] = ()
    status: str = ""
    answer: str = ""
    expected: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    pages: tuple[str, ...] = ()
    rank: str = ""
    ranks: str = ""
    note: str = ""
    search: str = ""
    length: int = 0
    broken: tuple[str, ...] = ()
    """The ways of writing it (rules of ``eval.variants``) that did not pass."""


def rows(run: Run, shows_frozen: bool) -> tuple[Row, ...]:
    """A row for each item of ``run``, variants left out; the frozen half is withheld unless ``shows_frozen``."""
    broken: dict[str, list[str]] = {}
    for one in run.results:
        if one.is_variant and not one.verdict.passed:
            broken.setdefault(one.origin, []).append(f"{RULE_LABELS[one.rule]}（{' ／ '.join(one.item.turns)}）")
    return tuple(
        _row(one, run, shows_frozen or one.item.split != "frozen", tuple(broken.get(one.item.id, ())))
        for one in run.items
    )


def _row(result: Result, run: Run, is_shown: bool, broken: tuple[str, ...]) -> Row:
    item, given, verdict = result.item, result.given, result.verdict
    failed = tuple(check for check in CHECK_LABELS if verdict.checks.get(check) is False)
    ms = f"{given.elapsed_ms:.0f}" if given.error is None else ""
    bare = Row(item.id, item.kind, KIND_LABELS[item.kind], item.split, verdict.passed, failed, ms, is_shown)
    if not is_shown:
        return bare
    pages = tuple(f"{document} p{page}" for document, page in cited(given))
    ranks = _ranks(result)
    by_leg = "、".join(f"{LEG_LABELS.get(leg, leg)} {rank}" for leg, rank in ranks.items())
    question = item.turns[-1] if len(item.turns) == 1 else f"…{item.turns[-1]}"
    reasons = tuple(map(told_reason, verdict.reasons))
    search = " ".join([item.id, *item.turns, given.text, item.programme, *reasons])
    return Row(
        bare.id, bare.kind, bare.kind_told, bare.split, bare.passed, failed, ms, True, question, item.turns,
        told_status(result), given.text or (given.error or ""), tuple(expected(item)), reasons,
        evidence(item, given, run.pages), pages, ranks.get(FUSED, ""),
        by_leg, item.note, search, len(given.text), broken,
    )  # fmt: skip


def told_status(result: Result) -> str:
    """The status of an answer in words, with its reason."""
    if result.given.error is not None:
        return "エラー"
    status = STATUS_LABELS.get(result.given.status, result.given.status)
    return f"{status}（{result.given.reason}）" if result.given.reason else status


def told_reason(reason: str) -> str:
    """A verdict's reason with the check's name in words."""
    check, _, rest = reason.partition(": ")
    return f"{CHECK_LABELS[check]}: {rest}" if check in CHECK_LABELS else reason


def expected(item: Item) -> list[str]:
    """What is expected of an answer, line by line."""
    expect = item.expect
    reason = f"（理由: {'、'.join(expect.reason)}）" if expect.reason else ""
    said = ["か".join(STATUS_LABELS[status] for status in expect.status) + reason]
    said += [_figure(figure) for figure in expect.figures]
    said += [f"語句: {' / '.join(alternatives)}" for alternatives in expect.strings]
    wrong = [*map(told_value, expect.forbidden_figures), *expect.forbidden_strings]
    said += [f"あってはならないもの: {'、'.join(wrong)}"] if wrong else []
    if item.document:
        said.append(f"根拠: {item.document} {'、'.join(f'p{page}' for page in item.pages)}")
    return said


def _figure(figure: ExpectedFigure) -> str:
    conditions = f"（{'、'.join(figure.conditions)}）" if figure.conditions else ""
    return f"{figure.role or '数値'}: {told_value(figure.value)}{conditions}"


def told_value(value: str) -> str:
    """A canonical value as people say it; one without a wording of its own as it is."""
    kind, _, rest = value.partition(":")
    if kind == "yen":
        return "～".join(render_money(int(end)) for end in rest.split("-"))
    if kind == "months" and rest.isdigit():
        return render_months(int(rest))
    return f"{rest}%" if kind == "percent" else f"{rest}年度" if kind == "fy" else rest


def _ranks(result: Result) -> dict[str, str]:
    """The place of the first expected page in each ranking; empty where nothing was expected or measured."""
    wanted = {(result.item.document, page) for page in result.item.pages}
    if not wanted or not result.given.passages:
        return {}
    found = rankings(result.given.passages)
    return {leg: _place(ranking, wanted) for leg, ranking in found.items()}


def _place(ranking: Sequence[tuple[str, int]], wanted: set[tuple[str, int]]) -> str:
    return next((str(n) for n, page in enumerate(ranking, 1) if page in wanted), "―")
