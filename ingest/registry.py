"""The registry: everything that owns facts (programmes, organisations, facilities, events ...), by all its names.

``corpus/lexicon/programmes.toml`` is data that people keep; its names are verified against the pages
that print them. A corpus without the file has an empty registry, and headings get subjects of their own.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from ingest.errors import CorpusError
from ingest.fold import folded, squeeze
from ingest.types import Document

Kind = Literal["programme", "organisation", "facility", "event", "strategy", "survey", "company", "committee"]

FILE = "programmes.toml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = frozenset(["id", "kind", "names", "aliases", "predecessors", "parts", "look_alikes", "within"])
_OF_HEADING = re.compile(r"p-[0-9a-f]{10}")
_RELATIONS = ("predecessors", "parts", "look_alikes")
# What stands around a name without being part of it, in folded text. Before it: marks and numbers ("★1 ", "1. ",
# "(2)", "①"; a number that only touches the name is its own, as in 5G) and tags. Behind it: tags, （再掲）, the
# budget, the count, a company's ward, a note. Around it: the brackets of a figure's title.
_TAG = r"【[^【】]{1,6}】"
_BEFORE = re.compile(
    rf"(?:\s|[★☆]\s?\d{{0,2}}(?=\s)|[★☆●○〇◎◯■□◆◇・]|\d+\s*[.)、．]|\d+\s|\(\d+\)|[①-⑳]|\(参考\)|{_TAG})+"
)
_AFTER = re.compile(
    rf"(?:\s|{_TAG}|\((?:一部)?再掲\)|\(予算[^()]*円\)|〔[^〔〕]*〕|\([^()\s]{{1,8}}[区市町村]\)|(?<=.)※.*)+$"
)
_WRAPPED = re.compile(r"[<「『]([^<>「」『』]+)[>」』]")


@dataclass(frozen=True, slots=True)
class ProgrammeName:
    """A name as a page (1-based) of a document prints it."""

    document_id: str
    page: int
    name: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A subject of facts. ``names`` stand newest first; the relations hold ids of other subjects.

    ``within`` is the id of the subject under whose headings the printed names are meant, for names that
    say nothing by themselves (普及啓発事業); aliases are never bound to it.
    """

    id: str
    kind: Kind
    names: tuple[ProgrammeName, ...]
    aliases: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    look_alikes: tuple[str, ...] = ()
    within: str | None = None

    @property
    def name(self) -> str:
        """The newest printed name."""
        return self.names[0].name

    def fiscal_years(self, years: Mapping[str, int]) -> tuple[int, ...]:
        """The fiscal years (Western, oldest first) of the documents that print a name; ``years``: id -> year."""
        return tuple(sorted({years[name.document_id] for name in self.names if name.document_id in years}))


@dataclass(frozen=True)
class Registry:
    """All subjects that people have registered, in the file's order."""

    programmes: tuple[Programme, ...]

    def get(self, id: str) -> Programme | None:
        """The subject with that id."""
        return self._by_id.get(id)

    def find(self, text: str, document_id: str | None = None, within: str | None = None) -> Programme | None:
        """The subject that ``text`` (a heading or cell) names, white space, width, tags and numbering aside.

        A name printed in ``document_id`` goes before one of other documents, a printed name before an
        alias; where two subjects remain there is none. ``within``: id of the subject whose headings
        enclose the text, which makes its parts' plain names known.
        """
        for key in dict.fromkeys((squeeze(text), name_key(text))):
            found = self._by_key.get((within, key)) if within else None
            found = found or self._by_key.get((None, key))
            if found:
                return _one(found, document_id)
        return None

    @cached_property
    def _by_id(self) -> Mapping[str, Programme]:
        return {programme.id: programme for programme in self.programmes}

    @cached_property
    def _by_key(self) -> Mapping[tuple[str | None, str], tuple["_Claim", ...]]:
        claims: dict[tuple[str | None, str], list[_Claim]] = {}
        for programme in self.programmes:
            for claim in _claims(programme):
                for key in dict.fromkeys((squeeze(claim.text), name_key(claim.text))):
                    claims.setdefault((claim.within, key), []).append(claim)
        return {key: tuple(found) for key, found in claims.items()}


@dataclass(frozen=True, slots=True)
class _Claim:
    """A name (``document_id`` set) or alias of a programme, and the subject under which alone it counts."""

    programme: Programme
    text: str
    document_id: str | None
    within: str | None


def name_key(text: str) -> str:
    """``text`` squeezed, without the numbering, marks and tags around the name; whole when nothing else is left."""
    bare, before = folded(text).strip(), None
    while bare != before:
        before = bare
        bare = _AFTER.sub("", bare)
        bare = bare[match.end() :] if (match := _BEFORE.match(bare)) else bare
        bare = match[1] if (match := _WRAPPED.fullmatch(bare)) else bare
    return squeeze(bare) or squeeze(text)


def programme_of_heading(text: str, document_id: str = "", page: int = 0) -> Programme:
    """A subject of its own for a heading that the registry does not know; the same name gives the same id."""
    digest = hashlib.sha256(name_key(text).encode()).hexdigest()
    return Programme(f"p-{digest[:10]}", "programme", (ProgrammeName(document_id, page, text.strip()),))


def is_of_heading(id_: str) -> bool:
    """Whether the id is one that ``programme_of_heading`` gave."""
    return _OF_HEADING.fullmatch(id_) is not None


def load_registry(corpus: Path) -> Registry:
    """The registry of ``corpus``; raises CorpusError naming file and entry for what is malformed."""
    path = corpus / "lexicon" / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Registry(())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} を読めません: {error}") from None
    rows = table.get("programme", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CorpusError(f"{path} の項目は [[programme]] で始めてください。")
    return Registry(tuple(_programme(f"{FILE}: {number}番目の項目", row) for number, row in enumerate(rows, 1)))


def verify_registry(registry: Registry, documents: Iterable[Document]) -> None:
    """Prove every name by its page; raises CorpusError that lists all that is wrong.

    Names of documents that are not among ``documents`` are left alone: a registry may know more than a corpus.
    """
    known = {document.id: document for document in documents}
    found = [*_twins(registry), *_unknown(registry), *_contested(registry)]
    problems = dict.fromkeys([*found, *_absent(registry, known), *_unsorted(registry, known)])
    if problems:
        raise CorpusError(f"{FILE} に誤りがあります。\n" + "\n".join(f"- {problem}" for problem in problems))


def _one(claims: tuple[_Claim, ...], document_id: str | None) -> Programme | None:
    here = [claim for claim in claims if document_id and claim.document_id == document_id]
    printed = [claim for claim in claims if claim.document_id is not None]
    ids = {claim.programme.id: claim.programme for claim in here or printed or claims}
    return next(iter(ids.values())) if len(ids) == 1 else None


def _claims(programme: Programme) -> Iterator[_Claim]:
    for name in programme.names:
        yield _Claim(programme, name.name, name.document_id, programme.within)
    for alias in programme.aliases:
        yield _Claim(programme, alias, None, None)


def _twins(registry: Registry) -> Iterator[str]:
    seen: set[str] = set()
    for programme in registry.programmes:
        if programme.id in seen:
            yield f"id「{programme.id}」が2回使われています。"
        seen.add(programme.id)


def _unknown(registry: Registry) -> Iterator[str]:
    for programme in registry.programmes:
        for relation in _RELATIONS:
            for other in getattr(programme, relation):
                if registry.get(other) is None or other == programme.id:
                    yield f"{programme.id}: {relation} の id「{other}」は登録されていないか、自分自身です。"
        if programme.within is not None and registry.get(programme.within) is None:
            yield f"{programme.id}: within の id「{programme.within}」は登録されていません。"


def _contested(registry: Registry) -> Iterator[str]:
    """Aliases that another programme claims too, and names that one document prints for two."""
    for claims in registry._by_key.values():
        for claim in claims:
            rivals = [other for other in claims if other.programme.id > claim.programme.id]
            for rival in rivals:
                if None in (claim.document_id, rival.document_id) or claim.document_id == rival.document_id:
                    yield f"「{claim.text}」は {claim.programme.id} と {rival.programme.id} の両方の名称です。"


def _absent(registry: Registry, documents: Mapping[str, Document]) -> Iterator[str]:
    pages = {id: [squeeze(page.text) for page in document.pages] for id, document in documents.items()}
    for programme in registry.programmes:
        for name in programme.names:
            if name.document_id not in pages:
                continue
            texts = pages[name.document_id]
            text = texts[name.page - 1] if 1 <= name.page <= len(texts) else ""
            if squeeze(name.name) not in text:
                yield f"{programme.id}: 「{name.name}」は {name.document_id} の{name.page}ページの本文にありません。"


def _unsorted(registry: Registry, documents: Mapping[str, Document]) -> Iterator[str]:
    for programme in registry.programmes:
        known = [documents[name.document_id] for name in programme.names if name.document_id in documents]
        years = [document.fiscal_year for document in known]
        if years != sorted(years, reverse=True):
            yield f"{programme.id}: names は新しい文書から順に並べてください。"


def _programme(where: str, row: dict[str, Any]) -> Programme:
    identity = row.get("id")
    if not isinstance(identity, str) or not _ID.fullmatch(identity):
        raise CorpusError(f"{where}の id「{identity}」は使えません。半角の英小文字・数字・ハイフンで付けてください。")
    where = f"{where}（{identity}）"
    kind = next((kind for kind in get_args(Kind) if kind == row.get("kind")), None)
    if kind is None:
        raise CorpusError(f"{where}の kind は {' / '.join(get_args(Kind))} のどれかにしてください。")
    if unknown := sorted(set(row) - _KEYS):
        raise CorpusError(f"{where} に知らない項目 {'、'.join(unknown)} があります。")
    within = row.get("within")
    if within is not None and not isinstance(within, str):
        raise CorpusError(f"{where}の within は id（文字列）にしてください。")
    relations = {key: _texts(where, row, key) for key in ("aliases", *_RELATIONS)}
    return Programme(identity, kind, _names(where, row), within=within, **relations)


def _names(where: str, row: dict[str, Any]) -> tuple[ProgrammeName, ...]:
    names = row.get("names")
    if not isinstance(names, list) or not names:
        raise CorpusError(f"{where}に names（document・page・name の一覧）がありません。")
    return tuple(_printed(where, name) for name in names)


def _printed(where: str, name: Any) -> ProgrammeName:
    expected = {"document": str, "page": int, "name": str}
    if not isinstance(name, dict) or set(name) != set(expected):
        raise CorpusError(f"{where}の names の各行には document・page・name だけを書いてください。")
    for key, kind in expected.items():
        if not isinstance(name[key], kind) or not name[key]:
            raise CorpusError(f"{where}の names の {key} の形が違います（{kind.__name__}が必要です）。")
    return ProgrammeName(name["document"], name["page"], name["name"])


def _texts(where: str, row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise CorpusError(f"{where}の {key} は文字列の一覧にしてください。")
    return tuple(value)
