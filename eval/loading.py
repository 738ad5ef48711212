"""Loading question sets: JSONL lines to items, each mistake with its file, line, field and reason."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from eval.items import KINDS, REASONS, STATUSES, Expectation, ExpectedFigure, Item
from eval.split import split_of
from eval.values import fault_of
from ingest.errors import SodanError
from ingest.fold import squeeze

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELDS = frozenset(
    ["id", "kind", "turns", "expect", "document", "pages", "quotes", "programme", "fiscal_years", "reviewed_by",
     "reviewed_at", "note"]
)  # fmt: skip
_EXPECTED = frozenset(["status", "reason", "figures", "strings", "forbidden_figures", "forbidden_strings"])
_FIGURE = frozenset(["value", "role", "conditions"])
_TURNS = 3
MAILS = "mails.jsonl"
"""The sample mails, which lie beside the question sets and are none (``eval.mails``)."""


class SetError(SodanError):
    """A line of a set is not as the schema says, or does not agree with the documents."""

    def __init__(self, file: str, line: int, field: str, reason: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {field}: {reason}" if field else f"{where}: {reason}")
        self.file, self.line, self.field, self.reason = file, line, field, reason


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items: an empty field selects all. ``text`` is looked for in the id and the turns (widths folded)."""

    sets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    text: str = ""
    ids: frozenset[str] = frozenset()
    split: str = ""

    def takes(self, item: Item) -> bool:
        """Whether ``item`` is selected."""
        said = squeeze("\n".join([item.id, *item.turns]))
        return (
            (not self.sets or item.set_name in self.sets)
            and (not self.kinds or item.kind in self.kinds)
            and (not self.ids or item.id in self.ids)
            and self.split in ("", item.split)
            and squeeze(self.text) in said
        )


def load_sets(folder: Path, select: Selection | None = None) -> tuple[Item, ...]:
    """The selected items of all sets of ``folder``, by file and line, with their split.

    Raises SetError for the first mistake, also in items that are not selected.
    """
    items, errors = read_sets(folder)
    if errors:
        raise errors[0]
    return tuple(item for item in items if select is None or select.takes(item))


def set_files(folder: Path) -> list[Path]:
    """The question sets of ``folder``."""
    return sorted(path for path in folder.glob("*.jsonl") if path.name != MAILS)


def read_sets(folder: Path) -> tuple[tuple[Item, ...], tuple[SetError, ...]]:
    """All well-formed items of ``folder``, and every mistake that stands in the way of the others."""
    paths = set_files(folder)
    if not paths:
        return (), (SetError(str(folder), 0, "", "問題集（*.jsonl）がありません。"),)
    items: list[Item] = []
    errors: list[SetError] = []
    for path in paths:
        for number, line in _lines(path, errors):
            try:
                items.append(read_item(line, path.name, number))
            except SetError as error:
                errors.append(error)
    errors += _twins(items)
    splits = split_of(items)
    return tuple(replace(item, split=splits[item.id]) for item in items), tuple(errors)


def read_item(line: str, file: str, number: int) -> Item:
    """The item of one line; raises SetError for the first mistake."""
    row = _Row(_object(line, file, number), file, number)
    row.only(_FIELDS)
    expect = row.inner("expect")
    return Item(
        id=row.checked("id", _ID.fullmatch, "半角の小文字・数字を - でつないで書いてください"),
        kind=row.one_of("kind", KINDS),  # type: ignore[arg-type]
        turns=row.turns(),
        expect=_expectation(expect),
        document=row.text("document"),
        pages=row.numbers("pages", 1),
        quotes=row.texts("quotes"),
        programme=row.text("programme"),
        fiscal_years=row.numbers("fiscal_years", 1900),
        reviewed_by=row.checked("reviewed_by", str.strip, "確かめた人を書いてください"),
        reviewed_at=row.checked("reviewed_at", _is_day, "確かめた日を 2026-11-20 の形で書いてください"),
        note=row.text("note"),
        file=file,
        line=number,
    )


def _expectation(row: "_Row") -> Expectation:
    row.only(_EXPECTED)
    figures = [row.within(figure, f"figures[{n}]") for n, figure in enumerate(row.list_of("figures", dict))]
    return Expectation(
        status=row.some_of("status", STATUSES, at_least=1),  # type: ignore[arg-type]
        reason=row.some_of("reason", REASONS),
        figures=tuple(_figure(figure) for figure in figures),
        strings=tuple(row.alternatives(n, words) for n, words in enumerate(row.list_of("strings", list))),
        forbidden_figures=tuple(row.value("forbidden_figures", value) for value in row.texts("forbidden_figures")),
        forbidden_strings=row.texts("forbidden_strings"),
    )


def _figure(row: "_Row") -> ExpectedFigure:
    row.only(_FIGURE)
    return ExpectedFigure(row.value("value", row.text("value")), row.text("role"), row.texts("conditions"))


@dataclass(frozen=True, slots=True)
class _Row:
    """A JSON object of a line, and how to say what is wrong with it."""

    row: dict[str, Any]
    file: str
    line: int
    path: str = ""

    def fail(self, field: str, reason: str) -> SetError:
        return SetError(self.file, self.line, self.path + field, reason)

    def only(self, known: frozenset[str]) -> None:
        unknown = sorted(set(self.row) - known)
        if unknown:
            raise self.fail(unknown[0], "この名前の項目はありません。綴りを確かめてください")

    def within(self, row: dict[str, Any], name: str) -> "_Row":
        return _Row(row, self.file, self.line, f"{self.path}{name}.")

    def inner(self, field: str) -> "_Row":
        row = self.row.get(field)
        if not isinstance(row, dict):
            raise self.fail(field, "{ } で書いてください")
        return self.within(row, field)

    def text(self, field: str) -> str:
        value = self.row.get(field, "")
        if not isinstance(value, str):
            raise self.fail(field, "文字列で書いてください")
        return value

    def checked(self, field: str, is_right: Callable[[str], object], reason: str) -> str:
        value = self.text(field)
        if not is_right(value):
            raise self.fail(field, f"{reason}（現在の値: 「{value}」）")
        return value

    def one_of(self, field: str, allowed: tuple[str, ...]) -> str:
        return self.checked(field, allowed.__contains__, f"{'、'.join(allowed)} のいずれかを書いてください")

    def some_of(self, field: str, allowed: tuple[str, ...], at_least: int = 0) -> tuple[str, ...]:
        values = self.texts(field)
        wrong = next((value for value in values if value not in allowed), None)
        if wrong is not None or len(values) < at_least:
            shown = f"（現在の値: 「{wrong}」）" if wrong is not None else "（空です）"
            raise self.fail(field, f"{'、'.join(allowed)} の中から書いてください{shown}")
        return values

    def list_of(self, field: str, kind: type) -> list[Any]:
        values = self.row.get(field, [])
        if not isinstance(values, list) or any(type(value) is not kind for value in values):
            name = {str: "文字列", int: "整数", dict: "{ }", list: "[ ]"}[kind]
            raise self.fail(field, f"{name}の一覧にしてください")
        return values

    def texts(self, field: str) -> tuple[str, ...]:
        values = self.list_of(field, str)
        if not all(value.strip() for value in values):
            raise self.fail(field, "空の文字列があります")
        return tuple(values)

    def numbers(self, field: str, least: int) -> tuple[int, ...]:
        values = self.list_of(field, int)
        if any(value < least for value in values):
            raise self.fail(field, f"{least}以上の整数で書いてください")
        return tuple(values)

    def turns(self) -> tuple[str, ...]:
        values = self.texts("turns")
        if not 1 <= len(values) <= _TURNS:
            raise self.fail("turns", f"1～{_TURNS}回の発言を書いてください（現在は{len(values)}回）")
        return values

    def alternatives(self, number: int, words: list[Any]) -> tuple[str, ...]:
        if not words or not all(isinstance(word, str) and word.strip() for word in words):
            raise self.fail(f"strings[{number}]", "言い方を1つ以上、文字列で書いてください")
        return tuple(words)

    def value(self, field: str, value: str) -> str:
        fault = fault_of(value)
        if fault:
            raise self.fail(field, fault)
        return value


def _lines(path: Path, errors: list[SetError]) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        errors.append(SetError(path.name, 0, "", f"読めません（{error}）。UTF-8のファイルか確かめてください"))
        return []
    # splitlines would also cut at the separators that JSON allows inside a string.
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _object(line: str, file: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise SetError(file, number, "", f"JSONとして読めません（{error}）") from None
    if not isinstance(row, dict):
        raise SetError(file, number, "", "1行に1つの { } を書いてください")
    return row


def _twins(items: list[Item]) -> list[SetError]:
    first: dict[str, Item] = {}
    errors = []
    for item in items:
        known = first.setdefault(item.id, item)
        if known is not item:
            where = f"{known.file}:{known.line}"
            errors.append(SetError(item.file, item.line, "id", f"「{item.id}」は {where} にもあります"))
    return errors


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
