"""The rules of the lint: data of ``corpus/style/rules.toml``, validated when read."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.errors import StyleError

CHECKS = ("pattern", "length", "clauses", "assertion", "year", "required", "width", "thousands")
_TEXTS = ("id", "check", "why", "suggestion", "before", "after")
_KNOWN = frozenset([*_TEXTS, "pattern", "scope", "when", "most"])


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``letter``: it looks at a whole letter, not at a passage. ``figures_only``: only where figures are
    stated. ``most`` is the check's number (characters, clauses)."""

    id: str
    check: str
    why: str
    suggestion: str
    before: str
    after: str
    pattern: re.Pattern[str] | None = None
    letter: bool = False
    figures_only: bool = False
    most: int = 0


def load_rules(corpus: Path) -> tuple[Rule, ...]:
    """The rules of ``corpus``; raises StyleError naming the rule and what is wrong with it."""
    path = corpus / "style" / "rules.toml"
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StyleError(f"{path} を読めません: {error}") from None
    rules = tuple(_rule(path, number, row) for number, row in enumerate(rows, 1))
    if len({rule.id for rule in rules}) != len(rules):
        raise StyleError(f"{path}: 同じ id の規則が2つあります。")
    return rules


def _rule(path: Path, number: int, row: dict[str, Any]) -> Rule:
    where = f"{path}: {number}番目の規則（{row.get('id', '')}）"
    unknown = sorted(set(row) - _KNOWN)
    if unknown:
        raise StyleError(f"{where}の {unknown[0]} という項目はありません。")
    missing = [name for name in _TEXTS if not isinstance(row.get(name), str) or not row[name]]
    if missing:
        raise StyleError(f"{where}に {missing[0]} を書いてください。")
    if row["check"] not in CHECKS:
        raise StyleError(f"{where}の check は {'、'.join(CHECKS)} のいずれかにしてください。")
    needs_pattern = row["check"] not in ("length", "clauses", "year")
    if needs_pattern and not isinstance(row.get("pattern"), str):
        raise StyleError(f"{where}に pattern を書いてください。")
    if row["check"] in ("length", "clauses") and not isinstance(row.get("most"), int):
        raise StyleError(f"{where}に most（数）を書いてください。")
    try:
        pattern = re.compile(row["pattern"]) if needs_pattern else None
    except re.error as error:
        raise StyleError(f"{where}の pattern は正規表現として読めません（{error}）。") from None
    return Rule(
        row["id"], row["check"], row["why"], row["suggestion"], row["before"], row["after"], pattern,
        row.get("scope") == "letter", row.get("when") == "figures", row.get("most", 0),
    )  # fmt: skip
