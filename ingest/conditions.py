"""The closed vocabulary of conditions, and the words of a page's structure that the ledger goes by.

It stands in ``corpus/lexicon/conditions.toml``: no wording of the field is kept in code.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest.errors import CorpusError
from ingest.fold import narrow, squeeze

FILE = "conditions.toml"
_WITHOUT = re.compile(r"(?:の?適用)?(?:無し|なし|ない)(?:の場合)?")
_PARTICLE = "(?:[をはもがのに]|とか|など)?(?:ちゃんと|きちんと|しっかり|きっちり|少し|すこし|ちょっと)?"
_CLAUSE_END = "で、。（）()"
_LISTS = ("roles", "cues", "places")
_EDGE = r"(?:^|(?<=[「」『』、。（）()：:・/／※]))"
_EDGE_AFTER = r"(?=$|[「」『』、。（）()：:・/／はのが0-9])"
# A division's name in running text: at the start, behind a bracket, a comma or a number in a circle.
_NAMED = (
    r"(?:^|[「『、。（(※①-⑳ⅠⅡⅢⅣⅤⅥ])([^「」『』、。（）()：:※①-⑳]{{1,24}}?(?:{endings}))"
    r"(?=$|[「」『』（(：:はの、/0-9]|として)"
)


@dataclass(frozen=True)
class Condition:
    """A condition that is met or not; ``wordings`` (squeezed) mean it, ``alone`` only as words of their own.

    A ``plain`` one is no condition: it only ends those that it excludes (中小企業 after 小規模企業). ``spoken`` are the
    words in which people say it, particles between them or not (「給料 上げ」).
    """

    name: str
    wordings: tuple[str, ...]
    excludes: tuple[str, ...] = ()
    alone: bool = False
    plain: bool = False
    spoken: tuple[str, ...] = ()

    @cached_property
    def said(self) -> re.Pattern[str]:
        """Matches what people say for it in a squeezed question."""
        forms = [_PARTICLE.join(map(re.escape, words.split())) for words in self.spoken]
        return re.compile("|".join(forms) or r"(?!)")


@dataclass(frozen=True, slots=True)
class Division:
    """A kind of division (区分, 枠, コース …): its heads, endings of its names, names in themselves."""

    name: str
    heads: tuple[str, ...]
    endings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says about conditions: those that hold, and the clause that states the lack of some."""

    conditions: frozenset[str] = frozenset()
    without: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """All of ``conditions.toml``; ``roles``, ``cues`` and ``places`` are lists of squeezed words by name."""

    conditions: tuple[Condition, ...] = ()
    divisions: tuple[Division, ...] = ()
    met: frozenset[str] = frozenset()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Names that only end other conditions."""
        return frozenset(condition.name for condition in self.conditions if condition.plain)

    def is_role(self, role: str, text: str) -> bool:
        """Whether ``text`` (a column head, a heading) has that role: owner, item, person, size, silent …"""
        return squeeze(text) in self.roles.get(role, ())

    def cue(self, text: str) -> str:
        """The attribute that a word of ``text`` speaks for, or ""."""
        key = squeeze(text)
        return next((name for name, words in self.cues.items() if any(word in key for word in words)), "")

    def head(self, text: str) -> Division | None:
        """The division whose names stand under the head ``text``."""
        key = squeeze(text)
        return next((division for division in self.divisions if key in division.heads), None)

    def condition_named(self, text: str) -> Condition | None:
        """The condition that ``text`` as a whole means, as the head of a column of marks does."""
        key = squeeze(text)
        return next((condition for condition in self.conditions if key in condition.wordings), None)

    def division_named(self, text: str) -> str:
        """The condition that ``text`` as a whole names by its ending or words (「枠:…」), or ""."""
        key = squeeze(text)
        for division in self.divisions:
            if any(key.endswith(ending) and key != ending for ending in division.endings):
                return f"{division.name}:{text}"
            parts = [part for part in re.split(r"[、・,，/]", key) if part]
            if parts and division.words and all(part in division.words for part in parts):
                return f"{division.name}:{text}"
        return ""

    def stated(self, text: str) -> Stated:
        """The conditions that a run of text in front of a figure states."""
        key = narrow(text).replace(" ", "")
        found = {f"{division}:{name}" for division, name in self._named(key)}
        for _, name in self._named(key):
            key = key.replace(name, "、")
        lacks = [(max(key.rfind(mark, 0, match.start()) for mark in _CLAUSE_END) + 1, match.end())
                 for match in _WITHOUT.finditer(key)]  # fmt: skip
        for match in self._wordings.finditer(key):
            if not any(start <= match.start() < end for start, end in lacks):
                found.add(self._by_wording[match[0]].name)
        return Stated(frozenset(found), "".join(key[start:end] for start, end in lacks))

    def joined(self, base: frozenset[str], own: frozenset[str]) -> frozenset[str]:
        """``own`` conditions on top of those of the line: what they exclude goes (小規模企業 after 一般)."""
        gone = {name for condition in self.conditions if condition.name in own for name in condition.excludes}
        kinds = {name.partition(":")[0] for name in own if ":" in name}
        return own | {name for name in base if name not in gone and name.partition(":")[0] not in kinds}

    def _named(self, key: str) -> list[tuple[str, str]]:
        return [(name, match[1]) for name, pattern in self._endings for match in pattern.finditer(key)]

    @cached_property
    def _endings(self) -> list[tuple[str, re.Pattern[str]]]:
        wanted = [division for division in self.divisions if division.endings]
        return [(d.name, re.compile(_NAMED.format(endings="|".join(d.endings)))) for d in wanted]

    @cached_property
    def _by_wording(self) -> dict[str, Condition]:
        return {wording: condition for condition in self.conditions for wording in condition.wordings}

    @cached_property
    def _wordings(self) -> re.Pattern[str]:
        forms = []
        for wording in sorted(self._by_wording, key=len, reverse=True):
            alone = self._by_wording[wording].alone
            forms.append(f"{_EDGE}{re.escape(wording)}{_EDGE_AFTER}" if alone else re.escape(wording))
        return re.compile("|".join(forms) or r"(?!)")


def load_vocabulary(corpus: Path) -> Vocabulary:
    """The vocabulary of ``corpus``; empty without the file. Raises CorpusError for what is malformed."""
    path = corpus / "lexicon" / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Vocabulary()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} を読めません: {error}") from None
    try:
        return _vocabulary(table)
    except (KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{FILE} の形が違います（{error}）。") from None


def _vocabulary(table: dict[str, Any]) -> Vocabulary:
    lists = ({name: _words(words) for name, words in table.get(part, {}).items()} for part in _LISTS)
    return Vocabulary(
        tuple(_condition(row) for row in table.get("condition", [])),
        tuple(_division(row) for row in table.get("division", [])),
        frozenset(_words(table.get("marks", {}).get("met", []))),
        *lists,
    )


def _condition(row: dict[str, Any]) -> Condition:
    spoken = tuple(row.get("spoken", ()))
    alone, plain = bool(row.get("alone")), bool(row.get("plain"))
    return Condition(row["name"], _words(row["wordings"]), tuple(row.get("excludes", ())), alone, plain, spoken)


def _division(row: dict[str, Any]) -> Division:
    return Division(row["name"], _words(row["heads"]), *(_words(row.get(key, [])) for key in ("endings", "words")))


def _words(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(squeeze(value) for value in values))
