"""Grants: what a rate and a cap make of a cost, and what cost makes a grant; exact, step by step."""

from dataclasses import dataclass
from typing import Literal

from ingest.facts import Fact
from rag.arithmetic import bounds, needed, taken
from rag.types import Working

Outcome = Literal["within", "capped", "below", "beyond"]
"""``capped``: cut to the cap; ``below``: less than the least that is paid; ``beyond``: more is wanted than the cap."""


@dataclass(frozen=True, slots=True)
class Case:
    """One rate with its cap applied to one sum; all sums in whole yen.

    ``cost`` is what is spent, ``whole`` the rate of it, ``grant`` what is paid (0 below the least), ``own`` the rest.
    ``steps`` are the calculation's, each provable by the facts.
    """

    rate: Fact
    cap: Fact | None
    cost: int
    whole: int
    grant: int
    own: int
    outcome: Outcome
    steps: tuple[Working, ...]

    @property
    def conditions(self) -> tuple[str, ...]:
        """Under which conditions and divisions the case holds, those of the rate first."""
        more = self.cap.conditions if self.cap else ()
        return tuple(dict.fromkeys([*self.rate.conditions, *more]))


@dataclass(frozen=True, slots=True)
class Calculation:
    """``cases`` for ``amount`` yen: of a cost, or (``backward``) of the grant that is wanted; several where a
    condition that nobody has stated decides."""

    programme: str
    amount: int
    backward: bool
    cases: tuple[Case, ...]


def grant_of(cost: int, rate: Fact, cap: Fact | None) -> Case:
    """What is paid of ``cost``."""
    whole = taken(cost, rate.value)
    steps = [Working(f"yen:{cost}", "×", rate.value, f"yen:{whole}")]
    low, high = bounds(cap.value) if cap else (0, whole)
    grant = 0 if whole < low else min(whole, high)
    outcome: Outcome = "below" if whole < low else "capped" if whole > high else "within"
    if grant:
        steps.append(Working(f"yen:{cost}", "−", f"yen:{grant}", f"yen:{cost - grant}"))
    return Case(rate, cap, cost, whole, grant, cost - grant, outcome, tuple(steps))


def cost_of(wanted: int, rate: Fact, cap: Fact | None) -> Case:
    """The least cost of which ``wanted`` is paid."""
    low, high = bounds(cap.value) if cap else (0, wanted)
    cost = needed(wanted, rate.value)
    if wanted > high:
        return Case(rate, cap, cost, wanted, 0, 0, "beyond", ())
    if wanted < low:
        return Case(rate, cap, cost, wanted, 0, 0, "below", ())
    step = Working(f"yen:{wanted}", "÷", rate.value, f"yen:{cost}")
    own = Working(f"yen:{cost}", "−", f"yen:{wanted}", f"yen:{cost - wanted}")
    return Case(rate, cap, cost, wanted, wanted, cost - wanted, "within", (step, own))
