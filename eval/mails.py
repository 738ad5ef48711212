"""Sample mails with the questions that a reader finds in them: ``eval/sets/mails.jsonl``.

A line is one mail::

    {"id": "dev-01-one", "half": "dev", "subject": "…", "sender": "見本 太郎", "text": "…",
     "questions": [{"keys": ["助成限度額"], "item": "a-cap-r07-001"},
                   {"keys": ["締切"], "alone": "…の締切はいつですか", "expect": {"status": ["not_found"]}}]}

``half`` is "dev" (to develop with) or "held" (by another hand; ``docs/desk.md`` has what it gave before it was read).
Each question has ``keys`` (words that it has in the mail) and what is right: an item of the question sets, or
``alone`` (the question as it would be asked by itself) with ``expect`` as items have it. An item that words its
question otherwise than the mail may stand beside ``alone``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.items import Item
from eval.loading import MAILS, SetError, load_sets, read_item

FILE = Path(__file__).parent / "sets" / MAILS
HALVES = ("dev", "held")
_FIELDS = frozenset(["id", "half", "subject", "sender", "text", "questions"])
_REVIEW = {"reviewed_by": "sodan team", "reviewed_at": "2026-11-21"}


@dataclass(frozen=True, slots=True)
class ExpectedQuestion:
    """``keys``: words (squeezed when compared) of the question; ``item``: what a right answer holds."""

    keys: tuple[str, ...]
    item: Item

    @property
    def alone(self) -> tuple[str, ...]:
        """The turns by which the chat is asked the same."""
        return self.item.turns


@dataclass(frozen=True, slots=True)
class SampleMail:
    """A mail of nobody real. ``half`` is "dev" or "held"."""

    id: str
    subject: str
    sender: str
    text: str
    questions: tuple[ExpectedQuestion, ...]
    half: str


def load_mails(path: Path = FILE, half: str = "") -> tuple[SampleMail, ...]:
    """The mails of ``path``, of one half or both; raises SetError for the first mistake, in either half."""
    if not path.is_file():
        raise SetError(path.name, 0, "", "例のメールのファイルがありません。")
    items = {item.id: item for item in load_sets(path.parent)}
    lines = enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
    mails = [_mail(line, path.name, number, items) for number, line in lines if line.strip()]
    return tuple(mail for mail in mails if half in ("", mail.half))


def _mail(line: str, file: str, number: int, items: Mapping[str, Item]) -> SampleMail:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise SetError(file, number, "", f"JSONとして読めません（{error}）") from None
    if not isinstance(row, dict) or set(row) != _FIELDS:
        raise SetError(file, number, "", f"項目は {'、'.join(sorted(_FIELDS))} です")
    if row["half"] not in HALVES:
        raise SetError(file, number, "half", f"{'、'.join(HALVES)} のどちらかにしてください")
    questions = tuple(
        _question(question, f"{row['id']}-{n}", file, number, items) for n, question in enumerate(row["questions"], 1)
    )
    return SampleMail(row["id"], row["subject"], row["sender"], row["text"], questions, row["half"])


def _question(row: Mapping[str, Any], name: str, file: str, number: int, items: Mapping[str, Item]) -> ExpectedQuestion:
    keys = tuple(row.get("keys", ()))
    if not keys:
        raise SetError(file, number, "keys", "問いに含まれる語を書いてください")
    if "item" in row:
        if row["item"] not in items:
            raise SetError(file, number, "item", f"「{row['item']}」という設問はありません")
        item = items[row["item"]]
        return ExpectedQuestion(keys, replace(item, turns=(row["alone"],)) if "alone" in row else item)
    rest = {key: value for key, value in row.items() if key not in ("keys", "alone")}
    whole = {"id": name, "kind": "conversation", "turns": [row.get("alone", "")], **_REVIEW, **rest}
    item = read_item(json.dumps(whole, ensure_ascii=False), file, number)
    return ExpectedQuestion(keys, replace(item, file=file, line=number))
