"""``/v1/feedback``: what people think of an answer, kept where a sink puts it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal, Protocol

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.schemas import Strict

router = APIRouter(prefix="/v1")
Verdict = Literal["good", "wrong_figure", "wrong_source", "unclear"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One opinion; ``question`` is empty unless its asker agreed that it be kept. ``at`` is UTC, ISO 8601."""

    at: str
    answer_id: str
    verdict: Verdict
    comment: str
    question: str


class FeedbackSink(Protocol):
    """Where feedback goes."""

    def add(self, feedback: Feedback) -> None:
        """Keep it; raises DatabaseError where it cannot be kept."""


class FeedbackIn(Strict):
    """``question`` is kept only with ``consent``."""

    answer_id: Annotated[str, Field(pattern=r"^[0-9a-zA-Z_-]{1,64}$")]
    verdict: Verdict
    comment: Annotated[str, Field(max_length=2_000)] = ""
    question: Annotated[str, Field(max_length=10_000)] = ""
    consent: bool = False


@router.post("/feedback", status_code=204)
def feedback(sent: FeedbackIn, request: Request) -> Response:
    sink: FeedbackSink = request.app.state.feedback
    question = sent.question if sent.consent else ""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    sink.add(Feedback(now, sent.answer_id, sent.verdict, sent.comment.strip(), question))
    return Response(status_code=204)
