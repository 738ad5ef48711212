"""An answer of the chain as sentences of a letter: marks become evidence, and sources are named in brackets."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from desk.drafting.draft import Sentence
from ingest.fold import narrow
from rag.types import Answer, Citation

_MARK = re.compile(r"\[(\d+)\]")
_ENDED = re.compile(r"[^。]*。(?:（[^）]*）)?(?:\[\d+\])*|[^。]+$")
Word = Callable[[Answer], Answer]
"""Says an answer in other words, with the figures, names and marks that it has."""


def told(answer: Answer, question: int, word: Word) -> tuple[Sentence, ...]:
    """The sentences of ``answer``; a source is named where it is not that of the line before."""
    text = "\n".join(map(narrow, answer.text.split("\n")))
    answer = word(replace(answer, text=text))
    known = {citation.n: citation for citation in answer.citations}
    sentences: list[Sentence] = []
    before = ""
    for piece in _pieces(answer.text):
        cited = tuple(known[int(n)] for n in dict.fromkeys(_MARK.findall(piece)) if int(n) in known)
        shown = sources(cited)
        sentences.append(Sentence(_MARK.sub("", piece), "answer", cited, shown if shown != before else "", question))
        before = shown or before
    return tuple(sentences)


def sources(citations: Sequence[Citation]) -> str:
    """「資料名 9ページ」: documents in their order, the pages of each together."""
    pages: dict[str, list[int]] = {}
    for citation in citations:
        own = pages.setdefault(citation.title, [])
        own += [citation.page] * (citation.page not in own)
    return "、".join(f"{title} {'・'.join(map(str, sorted(own)))}ページ" for title, own in pages.items())


def _pieces(text: str) -> list[str]:
    """Sentences of running text; a line of a list is one piece, whatever full stops its source has."""
    pieces: list[str] = []
    for line in text.split("\n"):
        pieces += [line] if line.startswith("・") else _ENDED.findall(line)
    return [piece for piece in pieces if _MARK.sub("", piece).strip()]
