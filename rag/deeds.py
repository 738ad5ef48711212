"""Deeds: a turn that asks what the company spoken of did (「設備投資の助成金を使っていたのは何年まで？」)."""

import re

from ingest.ledger_store import Ledger, Subject
from rag.matching import holds, squeezed
from rag.types import Question

_DID = re.compile(r"(?:[っしけいれてめえ]た|んだ)(?!場合|時|とき|ら|い)(?:の|ん|か|[一-鿿])|ましたか")
_GRANTED = frozenset(("助成限度額", "助成率", "下限額"))  # what a programme states, whoever used it


def tells_of_a_deed(question: Question, company: Subject, ledger: Ledger) -> bool:
    """Whether ``question`` names nobody and asks, in words that are all stated of ``company``, what it did."""
    if question.subjects:
        return False
    nouns = [term for term in question.topic if term.is_noun and not term.aside]
    if not nouns or _GRANTED & set(question.attributes) or not _DID.search(squeezed(question.text)):
        return False
    stated = "\n".join(f"{fact.item} {fact.text}" for fact in ledger.facts(company.id))
    return all(holds(term, stated) for term in nouns)
