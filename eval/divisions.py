"""Divisions that a page numbers: 「区分Ⅱ」 is another name of what stands behind its 「Ⅱ」."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.fold import squeeze

_NUMBERED = re.compile(r"^\s*([Ⅰ-Ⅻ])[.．、\s]*([^\s0-9０-９()（）-]{3,})", re.MULTILINE)
_CALLED = re.compile(r"(?:区分|枠|コース|類型)(x?(?:ix|iv|v?i{0,3})|[0-9])(?![ivx0-9])")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass(frozen=True, slots=True)
class Divisions:
    """The names of divisions, squeezed, by their number as a folded text has it: 「ii」."""

    names: Mapping[str, str]

    def named(self, text: str) -> str:
        """The squeezed ``text`` with each division's name for its number."""
        return _CALLED.sub(lambda match: self.names.get(_roman(match[1]), match[0]), text)

    def beside(self, name: str) -> tuple[str, ...]:
        """The names of the divisions numbered beside ``name``, whose words end it."""
        names = set(self.names.values())
        return tuple(sorted(names - {name})) if name in names else ()


def divisions_of(pages: Iterable[str]) -> Divisions:
    """The numbered divisions of ``pages``; a number with two names names nothing."""
    found: dict[str, set[str]] = {}
    for page in pages:
        for number, name in _NUMBERED.findall(page):
            found.setdefault(squeeze(number), set()).add(squeeze(name))
    return Divisions({number: next(iter(names)) for number, names in found.items() if len(names) == 1})


def _roman(number: str) -> str:
    return _ROMAN[int(number) - 1] if number.isdecimal() and number != "0" else number
