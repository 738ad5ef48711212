"""Courtesies: how questions are framed and said, as people have written it down in ``lexicon/courtesy.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.errors import CorpusError

Respelling = tuple[re.Pattern[str], str]


def _never() -> re.Pattern[str]:
    return re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Courtesies:
    """``opening`` begins a sentence, ``frame`` is a whole one, ``endings`` end one; ``said`` stands anywhere.

    ``characters`` are old characters (code points) and those that documents are written with.
    """

    opening: re.Pattern[str] = field(default_factory=_never)
    frame: re.Pattern[str] = field(default_factory=_never)
    endings: tuple[Respelling, ...] = ()
    said: tuple[Respelling, ...] = ()
    characters: Mapping[int, str] = field(default_factory=dict)


def load_courtesies(corpus: Path) -> Courtesies:
    """The courtesies of ``corpus``, none where it has no such file; raises CorpusError for what is malformed."""
    path = corpus / "lexicon" / "courtesy.toml"
    if not path.is_file():
        return Courtesies()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Courtesies(
            opening=_any_of(table, "opening"),
            frame=_any_of(table, "frame"),
            endings=_respellings(table, "ending"),
            said=_respellings(table, "said"),
            characters={
                ord(old): new
                for row in table.get("character", [])
                for old, new in zip(row["old"], row["new"], strict=True)
            },
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, re.error, KeyError, TypeError, ValueError) as error:
        raise CorpusError(f"{path} を読めません: {error}") from None


def _any_of(table: dict[str, Any], name: str) -> re.Pattern[str]:
    patterns = [pattern for row in table.get(name, []) for pattern in row["any"]]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")


def _respellings(table: dict[str, Any], name: str) -> tuple[Respelling, ...]:
    return tuple((re.compile(pattern), row["plain"]) for row in table.get(name, []) for pattern in row["any"])
