"""Masking of personal data by rules that are data: addresses, telephone numbers, names beside 様 or 氏."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desk.errors import StyleError
from ingest.fold import narrow

_KNOWN = "［伏せ字］"


@dataclass(frozen=True, slots=True)
class MaskRule:
    """``pattern`` finds what becomes ``mark``: its group "who", or all of it. ``before`` and ``after``: an example."""

    mark: str
    pattern: re.Pattern[str]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Masker:
    """Masks texts by ``rules``; ``keep`` are words that look like names and are none."""

    rules: tuple[MaskRule, ...]
    keep: frozenset[str]

    def masked(self, text: str, known: Iterable[str] = ()) -> str:
        """``text`` with widths folded and personal data masked, ``known`` names and addresses wherever they stand."""
        out = "\n".join(narrow(line) for line in text.split("\n"))
        for name in sorted({narrow(one).strip() for one in known}, key=len, reverse=True):
            if len(name) > 1:
                out = out.replace(name, _KNOWN)
        for rule in self.rules:
            out = rule.pattern.sub(lambda match, rule=rule: self._mark(match, rule), out)  # type: ignore[misc]
        return out

    def _mark(self, match: re.Match[str], rule: MaskRule) -> str:
        group = "who" if "who" in match.re.groupindex else 0
        if match[group] in self.keep:
            return match[0]
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match[0][:start] + rule.mark + match[0][end:]


def load_masker(corpus: Path) -> Masker:
    """The masker of ``corpus``; raises StyleError naming what is wrong with its rules."""
    path = corpus / "lexicon" / "masking.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = tuple(_rule(row) for row in table["rule"])
        return Masker(rules, frozenset(table.get("keep", [])))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, re.error) as error:
        raise StyleError(f"{path} を読めません: {error}") from None


def _rule(row: dict[str, str]) -> MaskRule:
    return MaskRule(row["mark"], re.compile(row["pattern"]), row["before"], row["after"])
