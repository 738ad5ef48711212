"""The time, as a value that is handed in."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present time, with its zone."""


def now() -> datetime:
    return datetime.now(UTC)
