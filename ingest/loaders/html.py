"""HTML pages: one page; headings, paragraphs, lists, definition lists and tables, without what a reader cannot see."""

import re
from pathlib import Path
from typing import Any

from ingest.errors import CorpusError
from ingest.lexicon import Lexicon
from ingest.loaders.grids import EMPTY, write_grid
from ingest.loaders.lines import write_line
from ingest.loaders.plain import decoded
from ingest.loaders.types import LoadedFile, Problem
from ingest.loaders.writing import Cell, PageWriter, clean

_UNSEEN = frozenset(
    [
        "script", "style", "template", "noscript", "nav", "button", "select", "textarea", "input",
        "svg", "math", "iframe", "object", "audio", "video", "canvas", "head", "title",
    ]
)  # fmt: skip
_BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
    ]
)  # fmt: skip
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)", re.I
)
_WRAP = re.compile(r"(?<=[^\x00-\u2e7f])[ \t]*\n[ \t]*(?=[^\x00-\u2e7f])")
_MOST_SPAN = 1000
_MOST_CELLS = 100_000


def read_html(path: Path, lexicon: Lexicon) -> LoadedFile:
    """The page of an HTML file; raises CorpusError where there is none."""
    return page_of_html(path.name, decoded(path), "html", lexicon)


def page_of_html(name: str, source: str, parser: str, lexicon: Lexicon) -> LoadedFile:
    """The page of HTML ``source``; ``name`` is for messages."""
    from lxml import etree

    # huge_tree only lifts the limit on depth: the size of the source is limited already.
    html_parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), html_parser)
    except etree.XMLSyntaxError as error:
        raise CorpusError(
            f"{name} をHTMLとして読めません（{error}）。ブラウザーで開き、保存し直してください。"
        ) from None
    if root is None:
        raise CorpusError(f"{name} に本文がありません。本文のあるファイルに差し替えてください。")
    walk = _Walk(name, lexicon)
    if any("depth" in entry.message for entry in html_parser.error_log):
        walk.problems.append(
            Problem(1, f"{name} は入れ子が深すぎるため、一部を読み込めませんでした。構造を簡単にしてください。")
        )
    title = root.find(".//title")
    if title is not None and root.find(".//h1") is None:
        walk.writer.heading("".join(title.itertext()), 1)
    walk.through(root)
    return LoadedFile((walk.writer.finish(1, parser),), tuple(walk.problems))


class _Walk:
    """Goes through the elements in order, without recursion: pages may nest without end."""

    def __init__(self, name: str, lexicon: Lexicon) -> None:
        self.name, self.lexicon = name, lexicon
        self.writer = PageWriter()
        self.problems: list[Problem] = []
        self._buffer: list[str] = []
        self._roles: list[str] = []
        self._key = ""

    def through(self, root: Any) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._end(element)
            elif is_unseen(element):
                walker.skip_subtree()
            elif element.tag == "table" and element.find(".//table") is None:
                self._flush()
                self._table(element)
                walker.skip_subtree()
            else:
                self._start(element)
        self._flush()

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            self._roles.append(tag)
        self._buffer.append("\n" if tag == "br" else _inline(element.text))

    def _end(self, element: Any) -> None:
        was_table = element.tag == "table" and element.find(".//table") is None
        if element.tag in _BLOCKS and not is_unseen(element) and not was_table:
            self._flush()
            self._roles.pop()
        self._buffer.append(_inline(element.tail))

    def _flush(self) -> None:
        lines = list(filter(None, map(clean, "".join(self._buffer).split("\n"))))
        self._buffer = []
        role = next((role for role in reversed(self._roles) if role in _ROLES), "")
        if not lines:
            return
        if role == "dt":
            self._key = " ".join(lines)
        elif role == "dd" and self._key:
            self.writer.key_value(self._key, " ".join(lines))
        elif role[:1] == "h":
            self.writer.heading(" ".join(lines), int(role[1]))
        else:
            depth = max(0, sum(role in ("ul", "ol") for role in self._roles) - 1) if role == "li" else None
            for line in lines:
                write_line(self.writer, line, self.lexicon, depth)

    def _table(self, table: Any) -> None:
        for caption in table.findall("caption"):
            self.writer.subheading(" ".join(lines_of(caption)))
        rows = [row for row in table.iter("tr") if not is_unseen(row)]
        grid = _grid(rows)
        if grid is None:
            self.problems.append(
                Problem(1, f"{self.name} の表が大きすぎるため、読み込みませんでした。表を分けてください。")
            )
        else:
            write_grid(self.writer, grid, self.lexicon, _has_header(rows))


_ROLES = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd"])


def is_unseen(element: Any) -> bool:
    """Whether a reader does not see ``element``: scripts, forms, hidden parts."""
    if element.tag in _UNSEEN:
        return True
    attributes = element.attrib
    hides = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    return hides or _HIDING.search(attributes.get("style", "")) is not None


def lines_of(element: Any) -> list[str]:
    """The lines of a cell or caption: parted by line breaks and inner blocks."""
    from lxml import etree

    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        breaks = inner is not element and (inner.tag == "br" or inner.tag in _BLOCKS)
        if event == "end":
            parts.append(("\n" if breaks else "") + (_inline(inner.tail) if inner is not element else ""))
        elif is_unseen(inner):
            walker.skip_subtree()
        else:
            parts.append(("\n" if breaks else "") + _inline(inner.text))
    return list(filter(None, map(clean, "".join(parts).split("\n"))))


def _inline(text: str | None) -> str:
    """Line ends of the source are no line ends of the page: only <br> and blocks part lines.

    Between wide letters they are dropped, for Japanese has no blanks between words.
    """
    return _WRAP.sub("", text or "").replace("\n", " ")


def _has_header(rows: list[Any]) -> bool | None:
    if not rows:
        return None
    heads = [[cell.tag == "th" for cell in row.iterchildren("th", "td")] for row in rows]
    if heads[0] and all(heads[0]):
        return True
    return False if all(row and row[0] for row in heads) else None


def _grid(rows: list[Any]) -> list[list[Cell]] | None:
    """The cells in their places, merged ones in each of theirs; None when there are too many."""
    places: dict[tuple[int, int], Cell] = {}
    for at, row in enumerate(rows):
        column = 0
        for element in row.iterchildren("th", "td"):
            while (at, column) in places:
                column += 1
            cell = EMPTY if is_unseen(element) else Cell(tuple(lines_of(element)))
            down = min(_span(element, "rowspan"), len(rows) - at)
            across = _span(element, "colspan")
            if len(places) + down * across > _MOST_CELLS:
                return None
            places.update({(at + i, column + j): cell for i in range(down) for j in range(across)})
            column += across
    width = max((column for _, column in places), default=-1) + 1
    if len(rows) * width > 4 * _MOST_CELLS:
        return None
    return [[places.get((at, column), EMPTY) for column in range(width)] for at in range(len(rows))]


def _span(element: Any, name: str) -> int:
    value = element.get(name, "1").strip()
    return max(1, min(int(value), _MOST_SPAN)) if value.isascii() and value.isdigit() and len(value) < 6 else 1
