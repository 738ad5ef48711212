"""Words for plain Japanese and for furigana, as people have written them down in the lexicon."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.errors import CorpusError
from ingest.quantities import parse_quantities

PLAIN, FURIGANA = "plain.toml", "furigana.toml"
_MARKS = "[]［］「」\n"
VERB = "{verb}"
"""Stands in a split's words for any of ``nouns``."""


@dataclass(frozen=True, slots=True)
class PlainWords:
    """``phrases``, ``splits`` and ``replaced`` map words to easier ones, ``explained`` to what they mean.

    ``nouns`` become verbs with する.
    """

    nouns: tuple[str, ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)
    splits: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)
    explained: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counter:
    """How a counter is read behind a figure that does not end in one of ``not_behind``, in front of ``before``."""

    words: str
    reading: str
    not_behind: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class FuriganaWords:
    """The ``counters`` whose reading is sure, and ``readings`` that go before the dictionary's."""

    counters: tuple[Counter, ...] = ()
    readings: Mapping[str, str] = field(default_factory=dict)


def load_plain_words(corpus: Path) -> PlainWords:
    """The words for plain Japanese; none without the file. Raises CorpusError naming what is malformed."""
    table = _table(corpus, PLAIN)
    if table is None:
        return PlainWords()
    try:
        read = PlainWords(
            tuple(table["nouns"]),
            *({row["words"]: row["plain"] for row in table.get(part, [])} for part in ("phrase", "split")),
            *(
                {word: row["plain"] for row in table.get(p, []) for word in row["words"]}
                for p in ("replace", "explain")
            ),
        )
        for part in (read.phrases, read.splits, read.replaced, read.explained):
            for word, plain in part.items():
                _check(word, plain)
    except (KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{PLAIN} の形が違います（{error}）。") from None
    return read


def load_furigana_words(corpus: Path) -> FuriganaWords:
    """The words for furigana; none without the file. Raises CorpusError naming what is malformed."""
    table = _table(corpus, FURIGANA)
    if table is None:
        return FuriganaWords()
    try:
        always = [Counter(words, reading) for words, reading in table["counters"]["always"].items()]
        sometimes = [
            Counter(row["words"], row["reading"], tuple(row.get("not_behind", ())), row.get("before", ""))
            for row in table["counters"].get("sometimes", [])
        ]
        return FuriganaWords((*always, *sometimes), dict(table["readings"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{FURIGANA} の形が違います（{error}）。") from None


def _check(word: str, plain: str) -> None:
    """A plain wording that said a figure would say what no document says."""
    if not word.strip() or not isinstance(plain, str) or not plain.strip():
        raise CorpusError(f"{PLAIN}: 「{word}」の言い換えが空です。")
    if parse_quantities(plain) or any(mark in plain for mark in _MARKS):
        raise CorpusError(f"{PLAIN}: 「{word}」の言い換え「{plain}」に、数字や引用の記号は使えません。")


def _table(corpus: Path, name: str) -> dict[str, Any] | None:
    path = corpus / "lexicon" / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} を読めません: {error}") from None
