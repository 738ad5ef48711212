"""What a Word paragraph's style says of it: a heading, a list item, the start or end of a page."""

import re
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)
_TITLES = ("title", "表題")
_LISTS = re.compile(r"(?:list (?:bullet|number)|箇条書き|段落番号)\s*([2-5])?", re.IGNORECASE)


class Styles:
    """The styles of a document, each resolved through those that it is based on."""

    def __init__(self, document: Any) -> None:
        self._by_id = {style.get(_W + "styleId"): style for style in document.styles.element.iter(_W + "style")}
        self._default = next(
            (
                key
                for key, s in self._by_id.items()
                if s.get(_W + "type") == "paragraph" and s.get(_W + "default") == "1"
            ),
            None,
        )
        depths = [self._stated_depth(p) for p in document.element.body.iter(_W + "p")]
        self._shift = 1 if 0 in depths else 0
        self._top = min((depth for depth in depths if depth), default=1)
        self.splits_at_top = depths.count(self._top) > 1
        """Whether the document has several headings of the highest rank."""

    def heading_depth(self, paragraph: Any) -> int | None:
        """1 (the document's title or its highest heading) to 4, None for no heading."""
        stated = self._stated_depth(paragraph)
        if stated is None:
            return None
        return min(4, max(1, stated - self._top + 1 + self._shift)) if stated else 1

    def is_top(self, paragraph: Any) -> bool:
        """Whether it is a heading of the highest rank below the title."""
        return self._stated_depth(paragraph) == self._top

    def list_depth(self, paragraph: Any) -> int | None:
        """The level of a list item from 0, None for none."""
        found = next(filter(None, map(_LISTS.match, self._names(paragraph))), None)
        named = int(found[1] or 1) - 1 if found else None
        for properties in self._properties(paragraph):
            numbering = properties.find(_W + "numPr")
            if numbering is not None:
                if _value(numbering.find(_W + "numId")) == "0":
                    return None
                level = _value(numbering.find(_W + "ilvl"))
                # Word's own styles of deeper lists have numberings of their own, each of level 0.
                return max(int(level) if level and level.isdigit() else 0, named or 0)
        return named

    def is_bold(self, paragraph: Any) -> bool:
        """Whether every run with letters is bold."""
        runs = [run for run in paragraph.iter(_W + "r") if any((t.text or "").strip() for t in run.iter(_W + "t"))]
        return bool(runs) and all(_is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)

    def breaks_before(self, paragraph: Any) -> bool:
        return any(_is_on(properties.find(_W + "pageBreakBefore")) for properties in self._properties(paragraph))

    def ends_page(self, paragraph: Any) -> bool:
        """Whether a section ends here and the next one begins on a new page."""
        section = paragraph.find(f"{_W}pPr/{_W}sectPr")
        return section is not None and _value(section.find(_W + "type")) != "continuous"

    def _stated_depth(self, paragraph: Any) -> int | None:
        for name in self._names(paragraph):
            if match := _HEADING.match(name):
                return int(match[1])
            if name.lower() in _TITLES:
                return 0
        for properties in self._properties(paragraph):
            level = _value(properties.find(_W + "outlineLvl"))
            if level is not None and level.isdigit() and int(level) < 9:
                return int(level) + 1
        return None

    def _chain(self, paragraph: Any) -> list[Any]:
        chain: list[Any] = []
        key = _value(paragraph.find(f"{_W}pPr/{_W}pStyle")) or self._default
        while key in self._by_id and self._by_id[key] not in chain:
            chain.append(self._by_id[key])
            key = _value(chain[-1].find(_W + "basedOn"))
        return chain

    def _names(self, paragraph: Any) -> list[str]:
        return [_value(style.find(_W + "name")) or "" for style in self._chain(paragraph)]

    def _properties(self, paragraph: Any) -> list[Any]:
        found = [element.find(_W + "pPr") for element in [paragraph, *self._chain(paragraph)]]
        return [properties for properties in found if properties is not None]


def _value(element: Any) -> str | None:
    return None if element is None else element.get(_W + "val")


def _is_on(element: Any) -> bool:
    return element is not None and element.get(_W + "val") not in ("0", "false")
