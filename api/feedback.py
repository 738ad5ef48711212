"""``/v1/feedback``: what people think of an answer, kept where a sink puts it."""

import json
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, Protocol

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.schemas import Strict

router = APIRouter(prefix="/v1")
FILE = "feedback.jsonl"
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
        """Keep it; raises OSError where it cannot be kept."""


class FeedbackFile:
    """Feedback as JSON lines at the end of one file; nothing is ever changed in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def add(self, feedback: Feedback) -> None:
        line = json.dumps(asdict(feedback), ensure_ascii=False) + "\n"
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                # A lone half of a surrogate pair can come in by JSON and must not lose the rest.
                file.write(line.encode("utf-8", "replace"))


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
