"""The verdict on one item: every check with its outcome, in a form that a file of a run can hold."""

from dataclasses import asdict, dataclass, field
from typing import Any

CHECKS = (
    "status", "reason", "figures", "strings", "forbidden", "programme", "year", "grounded", "resolves",
    "cited_page", "abstained",
)  # fmt: skip
"""The keys of ``Verdict.checks``."""
MEASURES = (
    "figure_precision", "figure_recall",
    "citation_precision_page", "citation_recall_page", "citation_precision_quote", "citation_recall_quote",
    "answer_length", "elapsed_ms",
)  # fmt: skip
"""The keys of ``Verdict.measures`` that every verdict has; those of retrieval are ``fused.hit@1``, ``dense.mrr`` …"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of an answer. A check is None where it does not apply; ``passed``: all that apply hold.

    ``reasons`` say in Japanese what failed. ``must_abstain`` is None where the item allows both; ``abstained``
    says whether the program did, a part of an answer counted as such where no more is allowed.
    ``expected_reason`` is the first reason that the item allows, or "". ``wrong_programme`` and ``wrong_year`` are
    the gravest errors: a figure of another programme or fiscal year told as the answer (None where it cannot be
    said). ``ungrounded`` are the figures that no cited span holds, ``unresolved`` the citations that do not lead
    to their quote.
    """

    item_id: str
    kind: str
    split: str
    passed: bool
    checks: dict[str, bool | None]
    reasons: tuple[str, ...] = ()
    measures: dict[str, float | None] = field(default_factory=dict)
    status: str = ""
    must_abstain: bool | None = None
    abstained: bool = False
    expected_reason: str = ""
    wrong_programme: bool | None = None
    wrong_year: bool | None = None
    ungrounded: tuple[str, ...] = ()
    unresolved: tuple[int, ...] = ()
    citations: int = 0
    error: str | None = None


def verdict_object(verdict: Verdict) -> dict[str, Any]:
    """``verdict`` as JSON."""
    return asdict(verdict)


def verdict_from(row: dict[str, Any]) -> Verdict:
    """The inverse of ``verdict_object``; TypeError for what has another form."""
    lists = {key: tuple(row[key]) for key in ("reasons", "ungrounded", "unresolved")}
    return Verdict(**{**row, **lists})
