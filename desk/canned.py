"""Canned answers: texts that staff keep, checked against today's date and the ledger before they are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.ledger_store import Ledger

State = Literal["ok", "expired", "changed", "missing"]


@dataclass(frozen=True, slots=True)
class Reliance:
    """A fact that a canned answer states: what the ledger held when it was written.

    ``programme`` is the subject's id; ``conditions`` and ``item`` tell the fact from others of its attribute.
    ``value`` is canonical, ``text`` as the answer words it. ``fiscal_year`` 0: the newest there is.
    """

    programme: str
    attribute: str
    value: str
    text: str
    conditions: tuple[str, ...] = ()
    item: str = ""
    fiscal_year: int = 0


@dataclass(frozen=True, slots=True)
class Canned:
    """A kept answer. ``expires``: the last day on which it may be used."""

    id: str
    text: str
    expires: date
    facts: tuple[Reliance, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what it was. ``new`` is "" where the ledger states nothing of the kind any more;
    ``fact`` holds document, page and spans of the new one."""

    reliance: Reliance
    old: str
    new: str
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a canned answer; ``changes`` are given for an expired one too."""

    state: State
    changes: tuple[Change, ...] = ()


def check(canned: Canned, ledger: Ledger, today: date) -> Checked:
    """Whether ``canned`` may still be used: "missing" where a fact is gone, "changed" where one has another value."""
    changes = tuple(change for one in canned.facts if (change := _change(one, ledger)))
    if today > canned.expires:
        return Checked("expired", changes)
    if any(change.fact is None for change in changes):
        return Checked("missing", changes)
    return Checked("changed" if changes else "ok", changes)


def reliance_on(fact: Fact) -> Reliance:
    """What a canned answer notes of ``fact`` when it is written; it follows the newest year from then on."""
    return Reliance(fact.programme, fact.attribute, fact.value, fact.text, tuple(fact.conditions), fact.item)


def _change(one: Reliance, ledger: Ledger) -> Change | None:
    facts = [fact for fact in ledger.facts(one.programme) if _is_meant(fact, one)]
    newest = _of_year(facts, one.fiscal_year)
    if not newest:
        return Change(one, one.text, "", None)
    if any(_value(fact.value, fact.text) == _value(one.value, one.text) for fact in newest):
        return None
    return Change(one, one.text, newest[0].text, newest[0])


def _is_meant(fact: Fact, one: Reliance) -> bool:
    same = fact.attribute == one.attribute and set(fact.conditions) == set(one.conditions)
    return same and (not one.item or squeeze(fact.item) == squeeze(one.item))


def _of_year(facts: Sequence[Fact], year: int) -> list[Fact]:
    wanted = year or max((fact.fiscal_year for fact in facts), default=0)
    return [fact for fact in facts if fact.fiscal_year == wanted]


def _value(value: str, text: str) -> str:
    """What two wordings of one figure share; of a text that is none, the text itself."""
    return value if ":" in value else squeeze(text)
