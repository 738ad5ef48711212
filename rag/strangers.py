"""Strangers: names of programmes that no document knows, which must never be answered from another programme."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from ingest.fold import squeeze
from rag.finder import LEAD
from rag.matching import squeezed
from rag.subjects import names_of
from rag.types import Answer, Question

# A compound that is called like a programme, whole: 「…支援事業の上限は」.
_NAME = re.compile(
    r"[一-鿿ァ-ヴー々a-z0-9・]*(?:事業|助成金|補助金|奨励金|支援金|給付金|交付金|プログラム|基金|ファンド)(?=[のはっでをにがと、?。!」』）)]|$)"
)
_QUOTED = re.compile(r"[「『][^」』]+[」』]")
_SHORTEST = 8  # letters of a compound that names one programme and does not only describe it
_ALIKE = 0.5  # share of a compound's letters that a name or an answer must have in common with it
_RUN = 3  # letters in a row that count as common


def is_of_a_stranger(question: Question, answer: Answer) -> bool:
    """Whether the question names a programme and the answer, with what it cites, speaks of another.

    Programmes that may fit answer one who describes what she needs in such a compound; not one who quotes a name.
    """
    compounds = _compounds(question.text)
    if answer.text.startswith(LEAD):
        quoted = "\n".join(_QUOTED.findall(squeeze(question.text).lower()))
        compounds = [name for name in compounds if name in quoted]
    names = [squeezed(name) for subject in question.subjects for name in names_of(subject)]
    told = squeeze("\n".join([answer.text, *(citation.quote for citation in answer.citations)]))
    return any(not _is_in(name, [*names, told]) for name in compounds)


def _compounds(text: str) -> list[str]:
    return [name for name in _NAME.findall(squeeze(text).lower()) if len(name) >= _SHORTEST]


def _is_in(name: str, texts: Sequence[str]) -> bool:
    """Whether one of ``texts`` has half of the letters of ``name``, in runs."""
    return any(_common(name, text) >= _ALIKE * len(name) for text in texts)


def _common(name: str, text: str) -> int:
    blocks = SequenceMatcher(None, name, text, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _RUN)
