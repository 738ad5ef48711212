"""HTML mail to text: what a reader sees, line by line; scripts, styles and what is hidden are dropped."""

import re

from bs4 import BeautifulSoup, Comment, Tag

_DROPPED = ("script", "style", "head", "title", "noscript", "template", "object", "iframe", "svg", "select", "button")
_BLOCKS = ("p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre", "hr")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
_DEPTH = 200  # nested elements; a mail has ten
_OPEN, _CLOSE = "\x01", "\x02"  # around quoted text while the tree is being flattened


def html_text(markup: str) -> str:
    """The text of an HTML mail; quoted text (``blockquote``) begins its lines with ``>``.

    Raises ValueError for markup nested so deeply that no mail program wrote it.
    """
    soup = BeautifulSoup(markup, "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    depths: dict[int, int] = {}
    elements = [element for element in soup.find_all(True) if isinstance(element, Tag)]
    for element in elements:
        depth = depths[id(element)] = depths.get(id(element.parent), 0) + 1
        if depth > _DEPTH:
            raise ValueError("nested too deeply")
    for element in elements:
        if not element.decomposed and _is_unseen(element):
            element.decompose()
    for element in soup.find_all(["br", "td", "th", *_BLOCKS]):
        _mark(element)
    return _lines(soup.get_text())


def _is_unseen(element: Tag) -> bool:
    hidden = element.has_attr("hidden") or _HIDDEN.search(str(element.get("style", "")))
    return element.name in _DROPPED or bool(hidden)


def _mark(element: Tag) -> None:
    """Put the line ends into the tree that the elements make on a screen."""
    if element.name == "br":
        element.replace_with("\n")
    elif element.name in ("td", "th"):
        element.append(" ")
    else:
        quotes = element.name == "blockquote"
        element.insert(0, f"\n{_OPEN * quotes}{'・' * (element.name == 'li')}")
        element.append(f"{_CLOSE * quotes}\n")


def _lines(text: str) -> str:
    """One blank line at most between lines; those inside a quotation begin with ``>``."""
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        inside = depth > 0 or _OPEN in line
        depth += line.count(_OPEN) - line.count(_CLOSE)
        said = " ".join(line.replace(_OPEN, "").replace(_CLOSE, "").split())
        if said or (lines and lines[-1]):
            lines.append(f"> {said}" if inside and said else said)
    return "\n".join(lines).strip()
