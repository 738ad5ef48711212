"""What people have written down about wording: the attributes of a programme and the thesaurus.

The files stand under ``corpus/lexicon/``; no wording of the field is kept in code.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest.classes import load_gist_words
from ingest.courtesies import Courtesies, load_courtesies
from ingest.errors import CorpusError
from ingest.fold import squeeze
from ingest.limit_patterns import LimitPattern, compiled
from ingest.plain_words import FuriganaWords, PlainWords, load_furigana_words, load_plain_words


@dataclass(frozen=True, slots=True)
class Attribute:
    """``keys`` are how documents head its value, ``words`` how owners ask for it, both squeezed.

    ``asked``: a pattern of further ways to ask for it, which count where no programme is sought.
    """

    name: str
    kind: str
    keys: tuple[str, ...]
    words: tuple[str, ...]
    asked: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Synonym:
    """An owner's wording, and the terms under which the documents have it."""

    words: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A value of an attribute's closed group: claimed by ``words``, stated by them or by a quantity of ``kinds``."""

    attribute: str
    value: str
    words: tuple[str, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerType:
    """What an answer must hold: a quantity of one of ``kinds`` (a count with one of ``counters``), or one of ``texts``.

    ``words`` ask for it wherever they stand unless one of ``not_before`` follows, ``nouns`` where they are asked for.
    """

    name: str
    words: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What an owner needs, found in a question by ``pattern``; ``terms`` are the documents' words for it, squeezed.

    ``both``: pairs of patterns that say the same together, in whichever order. ``aside``: it only says more of another
    need, and finds nothing alone. ``general``: it gives way to any that says what is needed. ``in_rates``: a
    row of rates can be the reason (it is a condition of them).
    """

    name: str
    pattern: LimitPattern
    terms: tuple[str, ...]
    aside: bool = False
    general: bool = False
    in_rates: bool = False
    both: tuple[tuple[re.Pattern[str], ...], ...] = ()

    def is_in(self, squeezed: str) -> bool:
        """Whether a squeezed question speaks of it."""
        if self.pattern.holds(squeezed):
            return True
        unless = self.pattern.unless
        pairs = any(all(one.search(squeezed) for one in pair) for pair in self.both)
        return pairs and not (unless and unless.search(squeezed))


@dataclass(frozen=True)
class Lexicon:
    """All wording knowledge of a corpus."""

    attributes: tuple[Attribute, ...]
    synonyms: tuple[Synonym, ...]
    question_words: frozenset[str]
    examples: tuple[str, ...]
    """Questions to show to those who do not know what to ask."""
    intents: Mapping[str, tuple[str, ...]]
    """What a question wants done (grant, share, cost, compare, change) -> the squeezed words that say so."""
    follow_ups: tuple[str, ...]
    """How a turn begins (「じゃあ-」) or ends (「-なら」) when it leans on the one before; squeezed."""
    answer_types: tuple[AnswerType, ...] = ()
    same_counters: tuple[tuple[str, ...], ...] = ()
    """Groups of counters that say the same."""
    limits: tuple[LimitPattern, ...] = ()
    claims: tuple[Claim, ...] = ()
    needs_file: Path | None = None
    wish: re.Pattern[str] = re.compile(r"(?!)")
    """How a sentence ends that wishes for something."""
    no_offers: re.Pattern[str] = re.compile(r"(?!)")
    """Squeezed headings under which nothing is offered: opinions, drawings."""
    doing: tuple[str, ...] = ()
    """Words of lines that say what is done for somebody; squeezed."""
    generic_words: frozenset[str] = frozenset()
    """Lemmas that any programme could be asked about: alone they name none."""
    turns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What a turn does in a conversation (correction, change, pointing, more) -> the squeezed words that say so."""
    shifts: tuple[tuple[str, int, tuple[str, ...]], ...] = ()
    """("shift" from the year spoken of or "today" from the newest documents, years, words)."""
    plain: PlainWords = field(default_factory=PlainWords)
    furigana: FuriganaWords = field(default_factory=FuriganaWords)
    courtesies: Courtesies = field(default_factory=Courtesies)
    kana_nouns: tuple[str, ...] = ()
    """Nouns of owners that the documents may not have, and that are known in kana too."""
    ordinary_kana: frozenset[str] = frozenset()
    """Words written in hiragana as a rule, which no noun of the field is to be read into."""

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What owners need; read when first asked for, since its many patterns take long to compile."""
        return _needs(self.needs_file) if self.needs_file else ()

    @cached_property
    def attribute_by_key(self) -> Mapping[str, Attribute]:
        return {key: attribute for attribute in self.attributes for key in attribute.keys}


def load_lexicon(corpus: Path) -> Lexicon:
    """The lexicon of ``corpus``; raises CorpusError naming file and entry for what is malformed."""
    folder = corpus / "lexicon"
    attributes = tuple(
        Attribute(
            _text(path, number, row, "name"),
            _text(path, number, row, "kind"),
            _words(path, number, row, "keys"),
            _words(path, number, row, "words"),
            compiled(_list(path, number, row, "asked"), {}) if "asked" in row else None,
        )
        for path, number, row in _rows(folder / "attributes.toml", "attribute")
    )
    synonyms = tuple(
        Synonym(_words(path, number, row, "words"), _list(path, number, row, "terms"))
        for path, number, row in _rows(folder / "thesaurus.toml", "synonym")
    )
    return Lexicon(
        attributes=attributes,
        synonyms=synonyms,
        question_words=frozenset(_lines(folder / "question-words.txt")),
        examples=tuple(_lines(folder / "examples.txt")),
        intents={
            _text(path, number, row, "name"): _words(path, number, row, "words")
            for path, number, row in _rows(folder / "intents.toml", "intent")
        },
        follow_ups=tuple(squeeze(line) for line in _lines(folder / "follow-ups.txt")),
        limits=_limits(folder / "limits.toml"),
        claims=tuple(
            Claim(
                _text(path, number, row, "attribute"),
                _text(path, number, row, "value"),
                _words(path, number, row, "words"),
                _words(path, number, {"kinds": []} | row, "kinds"),
            )
            for path, number, row in _rows(folder / "claims.toml", "claim")
        ),
        wish=_patterns(folder / "needs.toml", "wish", "any"),
        no_offers=_patterns(folder / "needs.toml", "nothing", "headings"),
        doing=load_gist_words(corpus),
        needs_file=folder / "needs.toml",
        generic_words=frozenset(_lines(folder / "generic-words.txt")),
        turns={
            _text(path, number, row, "name"): _words(path, number, row, "words")
            for path, number, row in _rows(folder / "conversation.toml", "turn")
        },
        shifts=tuple(
            (kind, _whole(path, number, row, "years"), _words(path, number, row, "words"))
            for kind in ("shift", "today")
            for path, number, row in _rows(folder / "conversation.toml", kind)
        ),
        answer_types=_answer_types(folder / "answer-types.toml"),
        same_counters=tuple(
            _words(path, number, row, "counters") for path, number, row in _rows(folder / "answer-types.toml", "same")
        ),
        plain=load_plain_words(corpus),
        furigana=load_furigana_words(corpus),
        courtesies=load_courtesies(corpus),
        kana_nouns=tuple(word for line in _lines(folder / "kana-nouns.txt") for word in line.split()),
        ordinary_kana=frozenset(word for line in _lines(folder / "ordinary-kana.txt") for word in line.split()),
    )


def _answer_types(file: Path) -> tuple[AnswerType, ...]:
    lists = ("words", "nouns", "not", "kinds", "counters", "texts")
    return tuple(
        AnswerType(_text(path, number, row, "name"), *(_words(path, number, {name: []} | row, name) for name in lists))
        for path, number, row in _rows(file, "type")
    )


def _limits(file: Path) -> tuple[LimitPattern, ...]:
    lists = _word_lists(file)
    return tuple(
        _pattern(path, number, row, lists, _text(path, number, row, "reason"))
        for path, number, row in _rows(file, "pattern")
    )


def _needs(file: Path) -> tuple[Need, ...]:
    lists = _word_lists(file)
    return tuple(
        Need(
            _text(path, number, row, "name"),
            _pattern(path, number, row, lists),
            _words(path, number, row, "terms"),
            row.get("aside") is True,
            row.get("general") is True,
            row.get("in_rates") is True,
            tuple(tuple(compiled([one], lists) for one in pair) for pair in row.get("both", ())),
        )
        for path, number, row in _rows(file, "need")
    )


def _patterns(file: Path, name: str, key: str) -> re.Pattern[str]:
    """One pattern for all of the rows called ``name``."""
    rows = _rows(file, name)
    return compiled([one for path, number, row in rows for one in _list(path, number, row, key)], {})


def _word_lists(file: Path) -> dict[str, tuple[str, ...]]:
    """The lists of words that the patterns of a file name."""
    return {
        _text(path, number, row, "name"): _list(path, number, row, "words")
        for path, number, row in _rows(file, "words")
    }


def _pattern(
    path: Path, number: int, row: dict[str, Any], words: Mapping[str, tuple[str, ...]], reason: str = ""
) -> LimitPattern:
    """What ``any`` and ``unless`` of a row say."""
    try:
        wanted = compiled(_list(path, number, row, "any"), words)
        unless = compiled([row["unless"]], words) if "unless" in row else None
    except (re.error, TypeError) as error:
        raise CorpusError(f"{path}: {number}番目の項目の正規表現を読めません: {error}") from None
    return LimitPattern(reason, wanted, unless, row.get("anyhow") is True)


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _rows(path: Path, name: str) -> list[tuple[Path, int, dict[str, Any]]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} を読めません: {error}") from None
    rows = table.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CorpusError(f"{path}: 項目は [[{name}]] と書いてください。")
    return [(path, number, row) for number, row in enumerate(rows, 1)]


def _text(path: Path, number: int, row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise CorpusError(f"{path}: {number}番目の項目に {key}（文字列）がありません。")
    return value


def _whole(path: Path, number: int, row: dict[str, Any], key: str) -> int:
    try:
        return int(_text(path, number, row, key))
    except ValueError:
        raise CorpusError(f"{path}: {number}番目の項目の {key} は整数にしてください。") from None


def _words(path: Path, number: int, row: dict[str, Any], key: str) -> tuple[str, ...]:
    """The words of a list, squeezed, each once."""
    return tuple(dict.fromkeys(squeeze(word) for word in _list(path, number, row, key)))


def _list(path: Path, number: int, row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise CorpusError(f"{path}: {number}番目の項目の {key} は文字列の一覧にしてください。")
    return tuple(value)
