"""Documents on their way in or out, and their list in a file, so that a restart does not forget them."""

import json
import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

log = logging.getLogger("sodan.api")
State = Literal["waiting", "reading", "building", "done", "failed"]
STATES: dict[State, str] = {
    "waiting": "順番を待っています", "reading": "読み取っています", "building": "索引を作っています",
    "done": "終わりました", "failed": "できませんでした",
}  # fmt: skip
_STOPPED = "途中でサーバーが止まりました。索引は前のままです。もう一度取り込んでください。"


@dataclass(frozen=True, slots=True)
class Job:
    """One document on its way in, or out; ``messages`` are for people."""

    id: str
    name: str
    kind: Literal["add", "withdraw"]
    actor: str
    begun_at: datetime
    state: State = "waiting"
    document_id: str = ""
    outcome: str = ""
    messages: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "failed")


@dataclass(frozen=True, slots=True)
class JobFile:
    """``path`` holds jobs as JSON, the first one first. A list that cannot be read or written is done without:
    the documents matter more than it."""

    path: Path

    def read(self) -> list[Job]:
        """The jobs that the last server had; what it did not end has failed."""
        try:
            jobs = [_job(row) for row in json.loads(self.path.read_text(encoding="utf-8"))]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("the list of jobs cannot be read: %s", error)
            return []
        return [one if one.is_over else replace(one, state="failed", messages=(_STOPPED,)) for one in jobs]

    def write(self, jobs: Iterable[Job]) -> None:
        rows = [asdict(one) | {"begun_at": one.begun_at.isoformat()} for one in jobs]
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            new.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
            os.replace(new, self.path)
        except OSError as error:
            log.warning("the list of jobs cannot be written: %s", error)


def _job(row: Mapping[str, Any]) -> Job:
    return Job(**{**row, "begun_at": datetime.fromisoformat(row["begun_at"]), "messages": tuple(row["messages"])})
