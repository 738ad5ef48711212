"""Candidates for the evaluation: proposed from everyday work, reviewed, and written as items that it can load."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from desk.errors import ConflictError, InputError
from desk.masking import Masker
from desk.store import Candidate, Database, User, Work
from desk.tokens import new_id
from eval.items import KINDS, STATUSES
from eval.loading import SetError, read_item

FILE = "own.jsonl"
ORIGINS = {"feedback": "利用者の評価", "question": "問い合わせの質問", "typed": "手入力"}
LONGEST = 2_000


def propose(work: Work, user_id: str, question: str, origin: str, origin_id: str, note: str, at: datetime) -> Candidate:
    """Add a candidate; the same thing is proposed only once. Raises InputError for an empty question."""
    question = question.strip()
    if not question or len(question) > LONGEST:
        raise InputError(f"質問は1文字以上{LONGEST:,}文字以内で入力してください。")
    if origin_id and any(one.origin == origin and one.origin_id == origin_id for one in work.candidates.all()):
        raise ConflictError("この質問は、すでに評価の候補になっています。")
    made = Candidate(new_id(), question, {}, origin, origin_id, at, note=note, made_by=user_id)
    work.candidates.add(made)
    work.audit.record(at, user_id, "candidate.propose", made.id, origin=origin)
    return made


@dataclass(frozen=True, slots=True)
class Review:
    """What an evaluator says a right answer is. Texts of several lines: a line each."""

    question: str
    kind: str
    status: str
    figures: str = ""
    strings: str = ""
    document: str = ""
    page: str = ""
    quote: str = ""
    note: str = ""

    def item(self, id: str, user: User, day: date) -> dict[str, Any]:
        """The line of the set; raises InputError for what the evaluation could not load."""
        if self.kind not in KINDS or self.status not in STATUSES:
            raise InputError("種類と、期待する答え方を選んでください。")
        pages = self.page.split()
        if any(not one.isascii() or not one.isdigit() for one in pages):
            raise InputError("ページは数字で書いてください。いくつもあるときは空白で区切ります。")
        figures = [{"value": one, "role": "", "conditions": []} for one in self.figures.split()]
        expect = {
            "status": [self.status], "reason": [], "figures": figures,
            "strings": [one.split("｜") for one in _lines(self.strings)],
            "forbidden_figures": [], "forbidden_strings": [],
        }  # fmt: skip
        row = {
            "id": f"own-{id}", "kind": self.kind, "turns": [self.question.strip()], "expect": expect,
            "document": self.document, "pages": [int(one) for one in pages], "quotes": _lines(self.quote),
            "programme": "", "fiscal_years": [], "reviewed_by": user.name, "reviewed_at": day.isoformat(),
            "note": self.note,
        }  # fmt: skip
        try:
            read_item(json.dumps(row, ensure_ascii=False), FILE, 0)
        except SetError as error:
            raise InputError(f"評価の問題として使えません（{error.field}: {error.reason}）") from None
        return row


def take_up(database: Database, id: str, review: Review, user: User, at: datetime, path: Path) -> None:
    """Write a candidate into the set at ``path`` and mark it as taken.

    Raises NotFoundError, InputError, and ConflictError where it has been decided already.
    """
    row = review.item(id, user, at.date())
    with database.begin() as work:
        if work.candidates.get(id).state != "proposed":
            raise ConflictError("この候補は、すでに確かめられています。")
        work.candidates.decide(id, "taken", review.note)
        work.audit.record(at, user.id, "candidate.take", id)
        # Last, so that what cannot be written is not marked as taken; a line that is there already is not doubled.
        append_line(path, row)


def append_line(path: Path, row: Mapping[str, Any]) -> None:
    """Add an item to a set, whole or not at all; one with its id is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [line for line in before if line.strip() and json.loads(line).get("id") != row["id"]]
        part = path.with_suffix(".part")
        part.write_text("\n".join([*kept, json.dumps(row, ensure_ascii=False)]) + "\n", encoding="utf-8")
        part.replace(path)


def masked_question(masker: Masker, text: str, known: tuple[str, ...]) -> str:
    """A question of an inquiry on one line, without the asker's personal data."""
    return " ".join(masker.masked(text, known).split())


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
