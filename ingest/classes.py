"""The classes that programmes are sorted by (purpose, kind of support, size, industry), and the words that prove them.

They stand in ``corpus/lexicon/classes.toml``: no wording of the field is kept in code.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

from ingest.errors import CorpusError
from ingest.fold import squeeze
from ingest.registry import Kind

FILE = "classes.toml"
NAME, ITEM, DETAIL, CONDITION, KIND = "名称", "項目", "細目", "条件", "種別"
HEADING, SECTION = "見出し", "節"
"""The places of evidence that are no attribute of the ledger."""
_ID = re.compile(r"[a-z][a-z0-9-]*")
_FACET_KEYS = frozenset(["id", "name", "in", "except", "class"])
_LISTS = ("words", "but", "attributes", "conditions", "kinds")
_CLASS_KEYS = frozenset(["id", "name", "own", "aside", "in", *_LISTS])


@dataclass(frozen=True)
class FacetClass:
    """A class of a facet: ``words`` and ``but`` (squeezed) prove it by what is said, the others by themselves.

    ``places`` go before those of the facet where there are any. ``own`` says that the name is not of the
    vocabulary that the facet's other names come from; ``aside`` that what belongs to the class is no support
    that can be had (a strategy, a talk of what is to be done).
    """

    id: str
    name: str
    words: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()
    own: bool = False
    aside: bool = False

    def word_in(self, squeezed: str) -> str | None:
        """The first of the class's words that stands in a squeezed text, outside of what ``but`` names."""
        if not self.words or not (found := self._words.search(squeezed)):
            return None
        if self._but is None:
            return found[0]
        found = self._words.search(self._but.sub("\n", squeezed))
        return found[0] if found else None

    def may_hold(self, joined: str, marks: AbstractSet[str]) -> bool:
        """Whether it is worth looking for a proof: a word stands in the squeezed texts ``joined``, or one of
        ``marks`` (attributes, conditions, the kind) proves by itself. Ten times as fast as looking."""
        if not marks.isdisjoint((*self.attributes, *self.conditions, *self.kinds)):
            return True
        return any(word in joined for word in self.words)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return re.compile("|".join(map(_bounded, self.words)))

    @cached_property
    def _but(self) -> re.Pattern[str] | None:
        return re.compile("|".join(map(re.escape, self.but))) if self.but else None


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to sort; ``places`` are where the words of its classes count, but for those of the kinds ``silent``."""

    id: str
    name: str
    places: frozenset[str]
    silent: frozenset[str]
    classes: tuple[FacetClass, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves a class: the word (or attribute, condition, kind) and the place where it stands."""

    place: str
    word: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of a subject that classes may be proved by: its place and itself, squeezed."""

    place: str
    squeezed: str


def load_facets(corpus: Path) -> tuple[Facet, ...]:
    """The facets of ``corpus``, none without the file; raises CorpusError that names what is malformed."""
    rows = _rows(corpus, "facet")
    facets = tuple(_facet(f"{FILE}: {number}番目の facet", row) for number, row in enumerate(rows, 1))
    _unique(FILE, [facet.id for facet in facets])
    return facets


def load_gist_words(corpus: Path) -> tuple[str, ...]:
    """The words of a line that says what a programme does, squeezed."""
    return tuple(squeeze(word) for row in _rows(corpus, "gist") for word in _texts(f"{FILE}: gist", row, "words"))


def proof_of(facet: Facet, one: FacetClass, wordings: Iterable[Wording]) -> tuple[Wording, Proof] | None:
    """The first of ``wordings`` (that of the kind before all others) that proves the class, and how; None for none."""
    by_itself = {CONDITION: one.conditions, KIND: one.kinds}
    places = one.places or facet.places
    for wording in wordings:
        if wording.squeezed in by_itself.get(wording.place, ()):
            return wording, Proof(wording.place, wording.squeezed)
        if wording.place in one.attributes:
            return wording, Proof(wording.place, wording.place)
        if wording.place == KIND and wording.squeezed in facet.silent:
            return None
        if wording.place in places and (word := one.word_in(wording.squeezed)):
            return wording, Proof(wording.place, word)
    return None


def _rows(corpus: Path, name: str) -> list[dict[str, Any]]:
    path = corpus / "lexicon" / FILE
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get(name, [])
    except FileNotFoundError:
        return []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} を読めません: {error}") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CorpusError(f"{path}: 項目は [[{name}]] と書いてください。")
    return rows


def _bounded(word: str) -> str:
    """The word as a pattern: Latin letters at its ends are whole words' ends (AI is not in AIR)."""
    before = r"(?<![a-z])" if word[0].isascii() and word[0].isalpha() else ""
    after = r"(?![a-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return before + re.escape(word) + after


def _facet(where: str, row: dict[str, Any]) -> Facet:
    id_, name = _id(where, row), _name(where, row)
    _known(where, row, _FACET_KEYS)
    places = _texts(where, row, "in")
    classes = row.get("class", [])
    if not isinstance(classes, list) or not all(isinstance(one, dict) for one in classes) or not classes:
        raise CorpusError(f"{where}（{id_}）に [[facet.class]] がありません。")
    made = tuple(_class(f"{where}（{id_}）の{number}番目の class", one) for number, one in enumerate(classes, 1))
    _unique(f"{where}（{id_}）", [one.id for one in made])
    return Facet(id_, name, frozenset(places), frozenset(_texts(where, row, "except")), made)


def _class(where: str, row: dict[str, Any]) -> FacetClass:
    _known(where, row, _CLASS_KEYS)
    lists: dict[str, Any] = {key: _texts(where, row, key) for key in _LISTS}
    if unknown := sorted(set(lists["kinds"]) - set(get_args(Kind))):
        raise CorpusError(f"{where}の kinds に知らない種別 {'、'.join(unknown)} があります。")
    if not any(lists[key] for key in _LISTS if key != "but"):
        raise CorpusError(f"{where}に words などの根拠がありません。")
    lists["conditions"] = tuple(map(squeeze, lists["conditions"]))
    for key in ("words", "but"):
        # The longest first: where two words begin alike, the one that says more is the evidence.
        lists[key] = tuple(sorted(map(squeeze, lists[key]), key=len, reverse=True))
    return FacetClass(
        _id(where, row),
        _name(where, row),
        **lists,
        places=frozenset(_texts(where, row, "in")),
        own=row.get("own", False) is True,
        aside=row.get("aside", False) is True,
    )


def _id(where: str, row: dict[str, Any]) -> str:
    value = row.get("id")
    if not isinstance(value, str) or not _ID.fullmatch(value) or value == "none":
        raise CorpusError(f"{where}の id「{value}」は使えません。半角の英小文字・数字・ハイフンで付けてください。")
    return value


def _name(where: str, row: dict[str, Any]) -> str:
    value = row.get("name")
    if not isinstance(value, str) or not value.strip():
        raise CorpusError(f"{where}に name（文字列）がありません。")
    return value


def _texts(where: str, row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise CorpusError(f"{where}の {key} は文字列の一覧にしてください。")
    return tuple(value)


def _known(where: str, row: dict[str, Any], keys: frozenset[str]) -> None:
    if unknown := sorted(set(row) - keys):
        raise CorpusError(f"{where}に知らない項目 {'、'.join(unknown)} があります。")


def _unique(where: str, ids: Iterable[str]) -> None:
    for twin in _twins(ids):
        raise CorpusError(f"{where}: id「{twin}」が2回使われています。")


def _twins(ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            yield one
        seen.add(one)
