"""What stands beside a draft while it is read and edited: evidence, findings, figures without proof."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from desk.flow.letters import PART_LABELS, shared_detail, texts_of
from desk.store import DraftPart
from desk.style.linting import Finding, lint
from desk.style.rules import Rule
from rag.grounding import ungrounded
from rag.types import Citation

_CITATION = [one.name for one in fields(Citation)]


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence that was proposed, with its evidence; ``is_there``: whether it still stands in the text."""

    line: str
    citations: tuple[dict[str, Any], ...]
    is_there: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at in a part: the words (""), why, and what to do."""

    text: str
    why: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class PartLook:
    """A part as the editor shows it; ``rows``: lines of its field."""

    kind: str
    label: str
    text: str
    rows: int
    proofs: tuple[Proof, ...]
    remarks: tuple[Remark, ...]
    is_changed: bool


def looks(parts: Sequence[DraftPart], texts: Mapping[str, str], rules: Sequence[Rule]) -> list[PartLook]:
    """The parts with ``texts`` in them, as they are stored or as somebody has just typed them."""
    found = _findings(parts, texts, rules)
    return [_look(part, texts.get(part.kind, part.text), found.get(part.kind, [])) for part in parts]


def general_remarks(parts: Sequence[DraftPart], texts: Mapping[str, str], rules: Sequence[Rule]) -> list[Remark]:
    """What the letter as a whole lacks."""
    return _findings(parts, texts, rules).get("", [])


def figures_without_proof(part: DraftPart, text: str) -> list[str]:
    """Figures of the lines of ``text`` that a person wrote or changed and that the part's evidence does not hold."""
    if part.kind != "conclusion":
        return []
    proposed = set(part.detail["proposed"].split("\n"))
    citations = [Citation(**{name: row[name] for name in _CITATION}) for row in part.citations]
    lines = [line for line in text.split("\n") if line not in proposed]
    return list(dict.fromkeys(figure for line in lines for figure in ungrounded(line, (), citations)))


def _look(part: DraftPart, text: str, found: list[Remark]) -> PartLook:
    proofs = tuple(
        Proof(row["line"], tuple(row["citations"]), row["line"] in text)
        for row in part.detail["sentences"] if row["citations"]
    )  # fmt: skip
    loose = [
        Remark(
            _shown(figure), "この数字は、根拠の資料で確かめられません。", "資料を開いて確かめるか、書かないでください。"
        )
        for figure in figures_without_proof(part, text)
    ]
    label = PART_LABELS.get(part.kind, part.kind)
    rows = max(2, min(24, sum(1 + len(line) // 34 for line in text.split("\n")) + 1))
    is_changed = text != part.detail["proposed"]
    return PartLook(part.kind, label, text, rows, proofs, (*loose, *found), is_changed)


def _findings(parts: Sequence[DraftPart], texts: Mapping[str, str], rules: Sequence[Rule]) -> dict[str, list[Remark]]:
    """The lint's findings by part; under "" what the whole letter lacks."""
    now = {kind: texts.get(kind, text) for kind, text in texts_of(parts).items() if kind != "subject"}
    body, places = "", []
    for kind, text in now.items():
        if text.strip():
            body += "\n\n" if body else ""
            places.append((kind, len(body), len(body) + len(text)))
            body += text
    remarks: dict[str, list[Remark]] = {}
    for one in lint(body, rules, shared_detail(parts, "quotes"), letter=True):
        kind = "" if one.start == one.end else next((k for k, start, end in places if start <= one.start < end), "")
        remarks.setdefault(kind, []).append(_remark(one))
    return remarks


def _remark(finding: Finding) -> Remark:
    return Remark(finding.text, finding.why, finding.suggestion)


def _shown(canonical: str) -> str:
    """A figure as ``ungrounded`` names it, without its kind."""
    return canonical.partition(":")[2] or canonical
