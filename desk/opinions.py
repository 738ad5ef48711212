"""Feedback of the chat in the database: a sink for what ``POST /v1/feedback`` takes in, personal data masked."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from desk.clean import clean_text
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
    """Keeps opinions in the database. Database and masker are asked for at each: one may be down, one may be edited."""

    def __init__(self, open_database: Callable[[], Database], masker: Callable[[], Masker]) -> None:
        self._open, self._masker = open_database, masker

    def add(self, feedback: Opinion) -> None:
        """Keep it, masked; raises DatabaseError where it cannot be kept."""
        verdict, reason = ("good", "") if feedback.verdict == "good" else ("bad", feedback.verdict)
        masker = self._masker()
        comment, question = (masker.masked(clean_text(text)) for text in (feedback.comment, feedback.question))
        at = datetime.fromisoformat(feedback.at)
        row = Feedback(new_id(), at, feedback.answer_id, verdict, reason, comment, question, {})
        with self._open().begin() as work:
            work.feedback.add(row)
