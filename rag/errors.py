"""What a person can get wrong when asking."""

from typing import Literal

from ingest.errors import SodanError

LIMIT = 10_000  # characters of one message


class QuestionError(SodanError):
    """The question cannot be read; the text says, in Japanese, what to do."""

    def __init__(self, kind: Literal["empty", "too_long", "unreadable", "no_question"], text: str) -> None:
        super().__init__(text)
        self.kind = kind
