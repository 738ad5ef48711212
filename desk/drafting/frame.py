"""The frame texts of a reply by tone: data of ``corpus/style/frames.toml``, validated when read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from desk.drafting.draft import PART_NAMES, TONES
from desk.errors import StyleError, ToneError

_LINES: Mapping[str, frozenset[str]] = {
    "subject": frozenset(["title"]),
    "no_title": frozenset(),
    "addressee": frozenset(["name"]),
    "company": frozenset(["name"]),
    "nobody": frozenset(),
    "lead_one": frozenset(),
    "lead_many": frozenset(),
    "heading": frozenset(["n", "question"]),
    "about": frozenset(["name"]),
    "grounds_lead": frozenset(),
    "grounds_line": frozenset(["title", "year", "publisher", "pages"]),
    "grounds_none": frozenset(),
    "old_years": frozenset(["years"]),
    "withheld": frozenset(),
}
"""Single texts and the placeholders that each must have."""
_BLOCKS: Mapping[str, frozenset[str]] = {
    "thanks": frozenset(["office"]),
    "conditions": frozenset(),
    "conditions_none": frozenset(),
    "window": frozenset(["office"]),
}
"""Texts of several lines and the placeholders that they may have."""


@dataclass(frozen=True)
class Frame:
    """The texts of one tone: ``lines`` one each, ``blocks`` several; ``parts`` in their order."""

    tone: str
    parts: tuple[str, ...]
    lines: Mapping[str, str]
    blocks: Mapping[str, tuple[str, ...]]

    def line(self, text: str, /, **given: str) -> str:
        """A text with its placeholders filled; braces in what is given stay what they are."""
        return _filled(self.lines[text], given)

    def block(self, text: str, /, **given: str) -> tuple[str, ...]:
        return tuple(_filled(one, given) for one in self.blocks[text])


def load_frames(corpus: Path) -> dict[str, Frame]:
    """The frames by tone; raises StyleError naming the text that is missing or has another placeholder."""
    path = corpus / "style" / "frames.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StyleError(f"{path} を読めません: {error}") from None
    missing = [tone for tone in TONES if not isinstance(tables.get(tone), dict)]
    if missing:
        raise StyleError(f"{path}: [{missing[0]}] がありません。")
    return {tone: _frame(path, tone, tables[tone]) for tone in TONES}


def frame_of(frames: Mapping[str, Frame], tone: str) -> Frame:
    """The frame of ``tone``; raises ToneError for one that does not exist."""
    if tone not in frames:
        raise ToneError(f"「{tone}」という書き方はありません。{'、'.join(TONES)} のいずれかにしてください。")
    return frames[tone]


def _frame(path: Path, tone: str, table: Mapping[str, object]) -> Frame:
    parts = table.get("parts")
    if not isinstance(parts, list) or not parts or not set(parts) <= set(PART_NAMES):
        raise StyleError(f"{path}: [{tone}] の parts は {'、'.join(PART_NAMES)} の中から書いてください。")
    lines = {name: _text(path, tone, name, table.get(name)) for name in _LINES}
    blocks = {name: _texts(path, tone, name, table.get(name)) for name in _BLOCKS}
    for name, wanted in _LINES.items():
        _check(path, tone, name, lines[name], wanted, wanted)
    for name, allowed in _BLOCKS.items():
        for text in blocks[name]:
            _check(path, tone, name, text, frozenset(), allowed)
    unknown = sorted(set(table) - set(_LINES) - set(_BLOCKS) - {"parts"})
    if unknown:
        raise StyleError(f"{path}: [{tone}] の {unknown[0]} という名前の文はありません。")
    return Frame(tone, tuple(parts), lines, blocks)


def _text(path: Path, tone: str, name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise StyleError(f"{path}: [{tone}] の {name} に文を書いてください。")
    return value


def _texts(path: Path, tone: str, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise StyleError(f"{path}: [{tone}] の {name} は文の一覧にしてください。")
    return tuple(_text(path, tone, name, one) for one in value)


def _check(path: Path, tone: str, name: str, text: str, wanted: frozenset[str], allowed: frozenset[str]) -> None:
    try:
        found = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
    except ValueError as error:
        raise StyleError(f"{path}: [{tone}] の {name} のかっこが閉じていません（{error}）。") from None
    if not wanted <= found or not found <= allowed:
        names = "、".join(f"{{{one}}}" for one in sorted(allowed)) or "なし"
        raise StyleError(f"{path}: [{tone}] の {name} に使える置き換えは {names} です。")


def _filled(text: str, given: Mapping[str, str]) -> str:
    out = []
    for literal, field, _, _ in Formatter().parse(text):
        out += [literal, given[field] if field else ""]
    return "".join(out)
