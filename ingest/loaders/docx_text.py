"""The text of Word paragraphs: what is seen of their runs, with line and page breaks."""

from collections.abc import Iterator
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RENDERED = _W + "lastRenderedPageBreak"
_MARKS = {_W + "tab": "\t", _W + "noBreakHyphen": "-", _W + "cr": "\n", _W + "br": "\n"}
# Deleted text, fields' instructions, phonetic guides and drawings are not part of a paragraph's own text.
_SKIPPED = frozenset(
    [_W + name for name in ("del", "moveFrom", "instrText", "rt", "drawing", "pict", "object", "pPr", "rPr")]
    + [_MC + "Fallback", _MC + "AlternateContent"]
)


def paragraph_lines(paragraph: Any, with_pages: bool) -> list[str]:
    """The lines of a paragraph, parted by its line breaks; ``with_pages`` marks each new page by a form feed."""
    text = "".join(_pieces(paragraph, with_pages))
    return [line for line in text.split("\n") if line.strip(" \t\u3000\r")]


def paragraphs_of(element: Any) -> Iterator[Any]:
    """All paragraphs under ``element`` but those of text boxes."""
    for paragraph in element.iter(_W + "p"):
        if next(paragraph.iterancestors(_W + "txbxContent"), None) is None:
            yield paragraph


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """The paragraphs of the text boxes anchored in ``paragraph``; a box is stored twice, for old and new readers."""
    for box in paragraph.iter(_W + "txbxContent"):
        if next(box.iterancestors(_MC + "Fallback"), None) is None:
            yield from box.iter(_W + "p")


def _pieces(paragraph: Any, with_pages: bool) -> Iterator[str]:
    has_text = just_turned = turns_after = False
    for element in _seen(paragraph):
        tag = element.tag
        if tag == _W + "t":
            has_text, just_turned = has_text or bool(element.text), False
            yield element.text or ""
        elif tag == _RENDERED:
            # A sentence that runs over the page's end stays whole, on the page where it begins.
            turns_after = turns_after or (with_pages and has_text and not just_turned)
            if with_pages and not has_text and not just_turned:
                just_turned = True
                yield "\f"
        elif tag == _W + "br" and element.get(_W + "type") == "page":
            just_turned = True
            yield "\f" if with_pages else "\n"
        else:
            yield _MARKS.get(tag, "")
    if turns_after:
        yield "\f"


def _seen(paragraph: Any) -> Iterator[Any]:
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in _SKIPPED or _is_hidden_run(element):
            continue
        else:
            yield element
            stack.append(iter(element))


def _is_hidden_run(element: Any) -> bool:
    if element.tag != _W + "r":
        return False
    vanish = element.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(_W + "val") not in ("0", "false")
