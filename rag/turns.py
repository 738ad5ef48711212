"""Turns: what a single turn says about the turns before it (a correction, another year, more of the same)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.eras import year_label
from ingest.fold import squeeze
from ingest.lexicon import Lexicon
from ingest.quantities import parse_quantities

# 「10年前はいくらでしたか」; what one did then (「3年前に創業し」) asks of no year.
_AGO = re.compile(
    r"(?<!\d)([3-9]|[1-9]\d)年前(?:は|って|だと|の(?=予算|数字|数値|実績|資料|金額|額|人数|件数|来場|出展))"
)
_BREAK = re.compile(r"[、,。!?]")


@dataclass(frozen=True)
class TurnReader:
    """Reads turns with the wording knowledge of a lexicon."""

    lexicon: Lexicon

    def meant(self, text: str) -> tuple[str, bool]:
        """``text`` without what it takes back, and whether it takes something back (「Aじゃなくて、B」: B)."""
        squeezed = squeeze(text)
        for word in self._words("objection"):
            if squeezed.startswith(word) and len(squeezed) > len(word):
                squeezed = squeezed[len(word) :].lstrip("、。,!")
                return self.meant(squeezed)[0], True
        at = max(((squeezed.rfind(w), len(w)) for w in self._words("correction")), default=(-1, 0))
        if at[0] >= 0 and (rest := squeezed[at[0] + at[1] :].lstrip("、。,って")):
            return rest, True
        return text, False

    def without_change(self, text: str) -> tuple[str, bool]:
        """``text`` without words that begin another matter, and whether there were any."""
        squeezed = squeeze(text)
        for word in self._words("change"):
            if (at := squeezed.find(word)) >= 0 and at <= _OPENING:
                rest = squeezed[at + len(word) :]
                cut = _BREAK.search(rest)
                kept = rest[cut.end() :] if cut and cut.start() <= _OPENING else rest
                return (kept or text), True
        return text, False

    def points(self, text: str) -> bool:
        """Whether the turn points back (「その住所は？」)."""
        return squeeze(text).startswith(tuple(self._words("pointing")))

    def wants_more(self, text: str) -> bool:
        """Whether others of the same kind are wanted (「他には？」)."""
        return any(word in squeeze(text) for word in self._words("more"))

    def year(self, text: str, spoken_of: Sequence[int], newest: int) -> tuple[str, int] | None:
        """The year that ``text`` names by its distance (from the one spoken of, or from the newest documents).

        The words that name it, and the year; None where it names none so.
        """
        squeezed = squeeze(text)
        for kind, base in (("shift", spoken_of[-1] if spoken_of else 0), ("today", newest)):
            named = [(word, years) for years, words in self._shifts(kind) for word in words if word in squeezed]
            if base and named:
                word, years = max(named, key=lambda one: len(one[0]))
                return word, base + years
        ago = _AGO.search(squeezed)
        return (ago[0], newest - int(ago[1])) if ago else None

    def dated(self, text: str) -> str:
        """``text`` with the year that it names by its distance from the one before it: 「令和2年度のAと翌年度のB」."""
        squeezed = squeeze(text)
        named = [one for one in parse_quantities(squeezed) if one.kind == "fiscal_year"]
        if len(named) != 1 or not named[0].canonical[3:].isdigit():
            return text
        shifts = [(word, years) for years, words in self._shifts("shift") for word in words if word.endswith("年度")]
        for word, years in sorted(shifts, key=lambda one: -len(one[0])):
            if (at := squeezed.find(f"{word}の", named[0].end)) >= 0:
                label = year_label(int(named[0].canonical[3:]) + years)
                # 「令和3年度の前年度」 is one year.
                start = named[0].start if squeezed[named[0].end : at] in _OF else at
                return f"{squeezed[:start]}{label}{squeezed[at + len(word) :]}"
        return text

    def _words(self, name: str) -> tuple[str, ...]:
        return self.lexicon.turns.get(name, ())

    def _shifts(self, name: str) -> list[tuple[int, tuple[str, ...]]]:
        return [(years, words) for kind, years, words in self.lexicon.shifts if kind == name]

    @cached_property
    def interrogatives(self) -> re.Pattern[str]:
        """Words that ask, which another question replaces."""
        words = sorted(self._words("interrogative"), key=len, reverse=True)
        return re.compile(rf"何[^、。はがをに]{{1,3}}|{'|'.join(map(re.escape, words)) or '(?!)'}")


_OF = ("", "の", "から見て", "からみて", "から見た")
_OPENING = 14  # letters within which another matter is announced
