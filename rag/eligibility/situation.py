"""The situation of one who looks for support, as the guided finder asks for it."""

from dataclasses import dataclass
from typing import Literal

State = Literal["met", "unmet", "unknown"]
"""What a clause is for a situation; what is not stated or not understood is ``unknown``."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Ids of the choices of ``eligibility.toml``, "" or None where nothing is said.

    ``employees`` is a number of persons, ``capital`` and ``cost`` are yen, ``wish`` is in the asker's own words.
    """

    applicant: str = ""
    industry: str = ""
    region: str = ""
    purpose: str = ""
    wish: str = ""
    employees: int | None = None
    capital: int | None = None
    cost: int | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all is said."""
        return self == Situation()


def all_of(states: list[State]) -> State:
    """The state of clauses that must all be met."""
    return "unmet" if "unmet" in states else "unknown" if "unknown" in states else "met"


def any_of(states: list[State]) -> State:
    """The state of clauses of which one is enough."""
    return "met" if "met" in states else "unknown" if "unknown" in states else "unmet"
