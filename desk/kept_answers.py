"""Canned answers in the database, checked against today's ledger and calendar."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from desk.canned import Canned, Checked, Reliance, check, reliance_on
from desk.store import CannedAnswer
from ingest.facts import Fact
from ingest.ledger_store import Ledger
from ingest.quantities import parse_quantities

STATES = {"ok": "使えます", "expired": "期限切れ", "changed": "数字が変わりました", "missing": "根拠がなくなりました"}


@dataclass(frozen=True, slots=True)
class Looked:
    """A canned answer, and what has become of it."""

    answer: CannedAnswer
    checked: Checked

    @property
    def label(self) -> str:
        return STATES[self.checked.state]

    @property
    def is_usable(self) -> bool:
        return self.checked.state == "ok"


def looked_at(answer: CannedAnswer, ledger: Ledger, today: date) -> Looked:
    """The answer with its state of today."""
    facts = tuple(_reliance(one) for one in answer.facts)
    return Looked(answer, check(Canned(answer.id, answer.text, answer.expires_on or date.max, facts), ledger, today))


def relied_on(text: str, facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """Of ``facts`` those whose figure stands in ``text``, as a canned answer keeps them."""
    said = {quantity.canonical for quantity in parse_quantities(text)}
    return [asdict(reliance_on(fact)) for fact in facts if fact.is_figure and fact.value in said]


def unproved(text: str, facts: Iterable[dict[str, Any]]) -> list[str]:
    """Figures of ``text`` that none of the kept facts proves, as they are written."""
    known = {fact["value"] for fact in facts}
    kinds = ("money", "rate", "percent", "count", "months")
    found = [one for one in parse_quantities(text) if one.kind in kinds and one.canonical not in known]
    return list(dict.fromkeys(text[one.start : one.end] for one in found))


def _reliance(row: dict[str, Any]) -> Reliance:
    return Reliance(**{**row, "conditions": tuple(row.get("conditions", ()))})
