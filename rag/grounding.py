"""The grounding check: no figure and no name leaves without standing in a cited span."""

import re
from collections.abc import Iterable, Sequence

from ingest.fold import folded, squeeze
from ingest.quantities import parse_quantities
from rag.arithmetic import counted, placed, worked_out
from rag.types import Citation, Working

_MARK = re.compile(r"\[(\d+)\]")
_LABEL = re.compile(r"[図表]\d+")
_DIGITS = re.compile(r"\d[\d,.]*")


def ungrounded(
    text: str,
    names: Sequence[str],
    citations: Sequence[Citation],
    workings: Sequence[Working] = (),
    given: Iterable[str] = (),
) -> list[str]:
    """Figures and names of ``text`` that nothing proves; empty when all may be said.

    A figure is proved by a cited span, or by a working that is right and whose operands are proved or
    ``given`` (canonical quantities that the asker stated). A fiscal year may be that of a cited document.
    Titles of cited documents may be named.
    """
    known = {str(citation.n) for citation in citations}
    forged = [mark[0] for mark in _MARK.finditer(text) if mark[1] not in known]
    body = _MARK.sub(lambda mark: "" if mark[1] in known else mark[0], text)
    for title in {citation.title for citation in citations}:
        body = body.replace(f"「{title}」", "")
    years = {f"fy:{citation.fiscal_year}" for citation in citations}
    # The number of a figure or a table is a name, and proves no other number.
    labels = {folded(label) for citation in citations for label in _LABEL.findall(citation.quote)}
    body = _LABEL.sub(lambda label: " " if folded(label[0]) in labels else label[0], body)
    cited = {q.canonical for citation in citations for q in parse_quantities(_LABEL.sub(" ", citation.quote))}
    squeezed = [squeeze(citation.quote) for citation in citations]
    proved = worked_out(workings, years | cited | set(given)) | counted(workings, squeezed) | placed(workings, squeezed)
    missing = forged
    rest = list(body)
    for quantity in parse_quantities(body):
        if quantity.canonical not in proved:
            missing.append(quantity.text)
        rest[quantity.start : quantity.end] = [" "] * (quantity.end - quantity.start)
    # Digits that are no quantity (5G, R4.2, a phone extension) must stand in the source as they are.
    quotes = " ".join(folded(_LABEL.sub(" ", citation.quote)) for citation in citations)
    numbers = set(_DIGITS.findall(quotes))
    missing += [number for number in _DIGITS.findall(folded("".join(rest))) if number not in numbers]
    missing += [name for name in names if not any(squeeze(name) in quote for quote in squeezed)]
    return missing


def unresolved(citations: Sequence[Citation], page_text: str) -> list[int]:
    """Numbers of the citations (all of one page) whose quote is not what stands at their address."""
    return [c.n for c in citations if page_text[c.start : c.end] != c.quote or not c.quote]
