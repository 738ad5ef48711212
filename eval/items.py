"""The evaluation items: what was asked, what a right answer holds, where the evidence stands, who reviewed it.

A set is a JSONL file under ``eval/sets/``, one item a line::

    {"id": "cap-r07-001", "kind": "cap", "turns": ["いくらまで助成してもらえますか？"],
     "expect": {"status": ["answered"], "reason": [],
                "figures": [{"value": "yen:1000000", "role": "助成限度額", "conditions": []}],
                "strings": [["デジタルツール"]], "forbidden_figures": [], "forbidden_strings": []},
     "document": "r07", "pages": [9], "quotes": ["助成限度額 １００万円"], "programme": "…", "fiscal_years": [2025],
     "reviewed_by": "…", "reviewed_at": "2026-11-20", "note": ""}
"""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "cap", "rate", "budget", "count", "period", "target", "cost", "procedure", "contact", "goal", "survey", "case",
    "person", "date", "list", "comparison", "years", "calculation", "finder", "conversation", "premise",
    "unanswerable", "noisy", "passage",
]  # fmt: skip
Status = Literal["answered", "partial", "clarify", "not_found"]
Reason = Literal[
    "not_in_documents", "other_year", "deadline", "other_prefecture", "national_programme", "definition",
    "out_of_scope", "untied", "no_topic", "ambiguous", "not_grounded",
]  # fmt: skip
Split = Literal["dev", "frozen"]
KINDS: tuple[str, ...] = get_args(Kind)
STATUSES: tuple[str, ...] = get_args(Status)
REASONS: tuple[str, ...] = get_args(Reason)
ANSWERING = frozenset(["answered", "partial"])
"""Statuses that state something; the others abstain."""


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure that a right answer holds.

    ``value`` is canonical (``ingest.quantity``), ``role`` an attribute of the ledger, ``conditions`` those that the
    answer must attach to it (``corpus/lexicon/conditions.toml``).
    """

    value: str
    role: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of the last answer.

    ``reason`` is empty where any reason will do. Each of ``strings`` is a list of alternatives, one of which must
    occur. ``forbidden_figures`` are canonical values.
    """

    status: tuple[Status, ...]
    reason: tuple[str, ...] = ()
    figures: tuple[ExpectedFigure, ...] = ()
    strings: tuple[tuple[str, ...], ...] = ()
    forbidden_figures: tuple[str, ...] = ()
    forbidden_strings: tuple[str, ...] = ()

    @property
    def must_abstain(self) -> bool:
        """Whether no full answer is allowed: a part of one at most, which says what is not there."""
        return "answered" not in self.status and not self.must_answer

    @property
    def must_answer(self) -> bool:
        """Whether every allowed status states something."""
        return set(self.status) <= ANSWERING


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``document`` and ``pages`` (1-based) are empty where there is no evidence.

    ``fiscal_years`` (Western) are those that a right answer may be of. ``file`` and ``line`` say where the item
    stands, ``split`` which half it belongs to (``eval.split``).
    """

    id: str
    kind: Kind
    turns: tuple[str, ...]
    expect: Expectation
    document: str = ""
    pages: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    programme: str = ""
    fiscal_years: tuple[int, ...] = ()
    reviewed_by: str = ""
    reviewed_at: str = ""
    note: str = ""
    file: str = ""
    line: int = 0
    split: Split = "dev"

    @property
    def set_name(self) -> str:
        """The file's name without its ending: ``a`` for ``a.jsonl``."""
        return self.file.removesuffix(".jsonl")
