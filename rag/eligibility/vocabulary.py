"""The vocabulary of the guided finder: its choices, and the words by which documents say whom something is for.

It stands in ``corpus/lexicon/eligibility.toml``: no wording of the field is kept in code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast

from ingest.errors import CorpusError
from ingest.fold import squeeze

FILE = "eligibility.toml"
Field = Literal["applicant", "industry", "region", "wish"]
_CHOICES = ("industry", "region", "applicant", "purpose")
_FRAMES = ("after", "not_after", "breaks", "joining", "plain", "open", "except")
_LIMITS = ("employees", "capital")


@dataclass(frozen=True, slots=True)
class Choice:
    """One that can be chosen; ``kinds`` are the ids that it covers, ``words`` what is searched for with it."""

    id: str
    name: str
    kinds: frozenset[str]
    home: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """Words of an audience: who meets them (``means``), of whom it cannot be told (``perhaps``); others do not."""

    field: Field
    words: tuple[str, ...]
    means: frozenset[str]
    perhaps: frozenset[str]
    ask: str
    wish: tuple[str, ...] = ()
    defined_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Eligibility:
    """All of ``eligibility.toml``; words are squeezed."""

    choices: Mapping[str, tuple[Choice, ...]]
    terms: tuple[Term, ...]
    limits: Mapping[str, tuple[str, ...]]
    frames: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def choice(self, name: str, id_: str) -> Choice | None:
        """The choice ``id_`` of the field ``name``."""
        return self._by_id[name].get(id_)

    def id_of(self, name: str, text: str) -> str | None:
        """The id of the choice that ``text`` gives by its id or its name; None where there is no such choice."""
        wanted = squeeze(text)
        found = (choice.id for choice in self.choices[name] if wanted in (squeeze(choice.id), squeeze(choice.name)))
        return next(found, None)

    def kinds(self, name: str, id_: str) -> frozenset[str]:
        """What the choice ``id_`` covers; nothing where none was made."""
        chosen = self.choice(name, id_)
        return chosen.kinds if chosen else frozenset()

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Choice]]:
        return {name: {choice.id: choice for choice in choices} for name, choices in self.choices.items()}

    @cached_property
    def by_word(self) -> tuple[tuple[str, Term], ...]:
        """(word, term), the longest word first."""
        pairs = [(word, term) for term in self.terms for word in term.words]
        return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def load_eligibility(corpus: Path) -> Eligibility:
    """The vocabulary of ``corpus``; raises CorpusError naming the entry for what is missing or malformed."""
    path = corpus / "lexicon" / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} を読めません: {error}") from None
    choices = {name: tuple(_choice(name, row) for row in _rows(table, name)) for name in _CHOICES}
    named = [Choice(name, name, frozenset([name])) for name in _list(_part(table, "regions"), "names", "regions")]
    choices["region"] += tuple(named)
    industries = tuple(_industry_term(row) for row in _rows(table, "industry") if row.get("words"))
    read = Eligibility(
        choices,
        (*industries, *(_term(number, row) for number, row in enumerate(_rows(table, "term"), 1))),
        {name: _words(_part(table, "limits"), name, "limits") for name in _LIMITS},
        {name: _words(_part(table, "frames"), name, "frames") for name in _FRAMES},
    )
    _check(read)
    return read


def _choice(name: str, row: Mapping[str, Any]) -> Choice:
    id_ = _text(row, "id", f"[[{name}]]")
    where = f"[[{name}]] {id_}"
    kinds = frozenset(_list(row, "is", where) if "is" in row else [id_])
    words = _text(row, "words", where) if name == "purpose" else ""
    return Choice(id_, _text(row, "name", where), kinds, bool(row.get("home")), words)


def _industry_term(row: Mapping[str, Any]) -> Term:
    where = f"[[industry]] {row['id']}"
    ask = f"業種は「{row['name']}」ですか。"
    return Term("industry", _words(row, "words", where), frozenset([row["id"]]), frozenset(), ask)


def _term(number: int, row: Mapping[str, Any]) -> Term:
    where = f"{number}番目の [[term]]"
    name = _text(row, "field", where)
    if name not in ("applicant", "industry", "region", "wish"):
        raise CorpusError(f"{FILE}: {where} の field「{name}」は使えません。")
    lists = {key: _list(row, key, where) if key in row else [] for key in ("means", "perhaps", "defined_by")}
    wish = _words(row, "wish", where) if "wish" in row else ()
    return Term(
        cast(Field, name), _words(row, "words", where), frozenset(lists["means"]), frozenset(lists["perhaps"]),
        _text(row, "ask", where), wish, tuple(lists["defined_by"]),
    )  # fmt: skip


def _check(read: Eligibility) -> None:
    """Raise where an id stands twice, a word has two meanings, or a term names an id that cannot be chosen."""
    for name, choices in read.choices.items():
        ids = [choice.id for choice in choices]
        if doubled := next((id_ for id_ in ids if ids.count(id_) > 1), None):
            raise CorpusError(f"{FILE}: [[{name}]] の id「{doubled}」が2回あります。")
    seen: dict[str, Term] = {}
    for word, term in read.by_word:
        if word in seen:
            raise CorpusError(f"{FILE}: 「{word}」が2つの意味で使われています。")
        seen[word] = term
        known = {kind for choice in read.choices.get(term.field, ()) for kind in choice.kinds}
        if unknown := sorted((term.means | term.perhaps) - known):
            raise CorpusError(f"{FILE}: 「{word}」の「{unknown[0]}」は {term.field} の選択肢にありません。")


def _rows(table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = table.get(name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise CorpusError(f"{FILE}: [[{name}]] がありません。")
    return rows


def _part(table: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = table.get(name)
    if not isinstance(part, dict):
        raise CorpusError(f"{FILE}: [{name}] がありません。")
    return part


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CorpusError(f"{FILE}: {where} に {key}（文字列）がありません。")
    return value


def _list(row: Mapping[str, Any], key: str, where: str) -> list[str]:
    value = row.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise CorpusError(f"{FILE}: {where} の {key} は文字列の一覧にしてください。")
    return value


def _words(row: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(squeeze(word) for word in _list(row, key, where)))
