"""What people write in mails beside what they ask: data of ``corpus/lexicon/mail.toml``, compiled once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desk.errors import StyleError
from ingest.fold import squeeze

Patterns = tuple[re.Pattern[str], ...]
_LISTS = (
    "greeting", "closing", "introduction", "addressee", "quoted", "forwarded", "header_line", "signature_begin",
    "signature_line", "asks", "no_question", "interrogative", "introduces", "heading_asks", "after_list",
    "connective", "split", "request", "alternative", "bare", "place", "leans", "about", "confirms",
    "hearsay", "objectless", "afterthought", "general", "stands_for", "same_case",
)  # fmt: skip


@dataclass(frozen=True)
class MailWording:
    """``patterns`` by list name: regular expressions that a line or sentence is searched with.

    ``rewrites``: what a question is asked without, as (pattern, what stands for it).
    ``columns``: field (text, subject, name, address, received) -> squeezed words that head its column.
    """

    patterns: Mapping[str, Patterns]
    columns: Mapping[str, tuple[str, ...]]
    rewrites: tuple[tuple[re.Pattern[str], str], ...] = ()

    def plainly(self, text: str) -> str:
        """``text`` without politeness that would be taken for words of the matter."""
        for pattern, instead in self.rewrites:
            text = pattern.sub(instead, text)
        return text

    def naming(self, text: str, name: str) -> str:
        """``text`` with ``name`` where a word stands for it (「同事業」; 「同展」 only for what is called …展)."""
        for pattern in self.patterns["stands_for"]:
            found = pattern.search(text)
            if found and found.groupdict().get("kind", "") in name:
                text = f"{text[: found.start()]}{name}{text[found.end() :]}"
        return text

    def has(self, name: str, text: str) -> bool:
        """Whether one of the patterns of the list ``name`` is found in ``text``."""
        return any(pattern.search(text) for pattern in self.patterns[name])


def load_mail_wording(corpus: Path) -> MailWording:
    """The wording of ``corpus``; raises StyleError naming the entry that is malformed."""
    path = corpus / "lexicon" / "mail.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StyleError(f"{path} を読めません: {error}") from None
    patterns = {name: tuple(_compiled(path, name, one) for one in _texts(path, name, table)) for name in _LISTS}
    columns = table.get("columns")
    if not isinstance(columns, dict) or "text" not in columns:
        raise StyleError(f"{path}: [columns] に text の一覧を書いてください。")
    words = {field: tuple(squeeze(word) for word in _texts(path, field, columns)) for field in columns}
    return MailWording(patterns, words, tuple(_rewrites(path, table.get("rewrite", []))))


def _rewrites(path: Path, rows: object) -> Iterator[tuple[re.Pattern[str], str]]:
    for row in rows if isinstance(rows, list) else [rows]:
        if not isinstance(row, dict) or set(row) != {"from", "to"} or not isinstance(row["to"], str):
            raise StyleError(f"{path}: [[rewrite]] には from と to を書いてください。")
        yield _compiled(path, "rewrite", str(row["from"])), row["to"]


def _texts(path: Path, name: str, table: Mapping[str, object]) -> list[str]:
    values = table.get(name)
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise StyleError(f"{path}: {name} は文字列の一覧にしてください。")
    return values


def _compiled(path: Path, name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise StyleError(f"{path}: {name} の「{pattern}」は正規表現として読めません（{error}）。") from None
