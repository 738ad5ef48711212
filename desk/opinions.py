"""Feedback of the chat in the database: a sink for what ``POST /v1/feedback`` takes in, personal data masked."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from desk.masking import Masker
from desk.store import Database, Feedback
from desk.tokens import new_id


class Opinion(Protocol):
    """What the chat says of one opinion; ``question`` is "" unless its asker agreed that it be kept."""

    @property
    def at(self) -> str: ...
    @property
    def answer_id(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def comment(self) -> str: ...
    @property
    def question(self) -> str: ...


class FeedbackTable:
    """Keeps opinions in the database. ``open_database`` is asked at each, since it may be down for a while."""

    def __init__(self, open_database: Callable[[], Database], masker: Masker) -> None:
        self._open, self._masker = open_database, masker

    def add(self, feedback: Opinion) -> None:
        """Keep it, masked; raises DatabaseError where it cannot be kept."""
        verdict, reason = ("good", "") if feedback.verdict == "good" else ("bad", feedback.verdict)
        comment, question = self._masker.masked(feedback.comment), self._masker.masked(feedback.question)
        at = datetime.fromisoformat(feedback.at)
        row = Feedback(new_id(), at, feedback.answer_id, verdict, reason, comment, question, {})
        with self._open().begin() as work:
            work.feedback.add(row)
