"""Seeded faults: ways to spoil every answer on purpose, each of which a named metric must notice.

``sodan eval run --fault NAME`` measures the chain with the fault. What a fault says is still quoted and cited
where it can be, as a wrong program would: only the metric that is about the fault can tell.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from eval.engines import Fault
from ingest.conditions import Vocabulary
from ingest.facts import Fact
from ingest.store import Store
from rag.chain import AnswerChain
from rag.cited import cited_facts
from rag.types import Answer, Citation, Message

CAP = "助成限度額"


@dataclass(frozen=True, slots=True)
class Seeded:
    """A fault, what it does in words, and the metric (``eval.summary``) that must notice it."""

    name: str
    told: str
    metric: str
    fault: Fault


def seeded(vocabulary: Vocabulary) -> dict[str, Seeded]:
    """All seeded faults by name; ``vocabulary`` is that of the corpus."""
    words = {word for one in vocabulary.conditions if not one.plain for word in one.wordings}
    every = (
        Seeded("swap-caps", "2つの事業の限度額を取り違える", "wrong_programme", swap_caps),
        Seeded("shift-year", "別の年度の数値を答える", "wrong_year", shift_year),
        Seeded("drop-condition", "数値の条件を落とす", "figures", partial(drop_condition, frozenset(words))),
        Seeded("wrong-page", "隣のページを出典にする", "cited_page", wrong_page),
        Seeded("never-abstain", "答えがなくても答える", "false_answers", never_abstain),
        Seeded("whole-pages", "ページを丸ごと貼り付ける", "citation_precision_quote", whole_pages),
    )
    return {one.name: one for one in every}


def swap_caps(answer: Answer, messages: Sequence[Message], chain: AnswerChain) -> Answer:
    """The programmes of a document with a cap, two by two, tell each other's cap, and cite it where it stands."""
    ledger = chain.index.store.ledger
    caps = [fact for fact in ledger.all_facts() if fact.attribute == CAP and fact.is_figure and not _is_range(fact)]
    partners = _pairs([(fact.document_id, fact.programme) for fact in caps])
    for fact in cited_facts(ledger, answer.citations):
        partner = partners.get((fact.document_id, fact.programme)) if fact.attribute == CAP else None
        others = [one for one in caps if (one.document_id, one.programme) == partner and one.value != fact.value]
        if others:
            answer = _told_instead(answer, fact, others[0], chain.index.store)
    return answer


def shift_year(answer: Answer, messages: Sequence[Message], chain: AnswerChain) -> Answer:
    """A figure is told as it is in a document of another year, of the same kind and attribute where there is one."""
    ledger = chain.index.store.ledger
    facts = [fact for fact in ledger.all_facts() if fact.is_figure and not _is_range(fact)]
    for fact in cited_facts(ledger, answer.citations):
        if fact.is_figure and fact.text in answer.text:
            others = [o for o in facts if _is_of_another_year(o, fact)]
            others.sort(key=lambda o: (o.programme != fact.programme, o.attribute != fact.attribute))
            if others:
                answer = _told_instead(answer, fact, others[0], chain.index.store)
    return answer


def drop_condition(words: frozenset[str], answer: Answer, messages: Sequence[Message], chain: AnswerChain) -> Answer:
    """The ``words`` of conditions, and the names of those that a cited fact has, are left out."""
    facts = cited_facts(chain.index.store.ledger, answer.citations)
    named = words | {name.rpartition(":")[2] for fact in facts for name in fact.conditions}
    alternatives = "|".join(re.escape(word) for word in sorted(named, key=len, reverse=True))
    return replace(answer, text=re.sub(f"（(?:{alternatives})）|(?:{alternatives})[：のは]?", "", answer.text))


def wrong_page(answer: Answer, messages: Sequence[Message], chain: AnswerChain) -> Answer:
    """Every citation leads to the page after its own, where its quote is what stands at the same place."""
    return replace(answer, citations=tuple(_moved(citation, chain.index.store) for citation in answer.citations))


def never_abstain(answer: Answer, messages: Sequence[Message], chain: AnswerChain) -> Answer:
    """Where there is no answer, the best passage's first lines are given as one."""
    if answer.status in ("answered", "partial"):
        return answer
    passages = chain.find(chain.understand(messages)).passages
    if not passages:
        return replace(answer, status="answered", reason=None)
    store = chain.index.store
    address = passages[0].chunk.document_id, passages[0].chunk.page
    page = store.page(*address)
    assert page is not None
    lead = page.text[:120]
    cited = _citation(1, store, address, 0, len(lead))
    return replace(answer, text=f"{lead}[1]", status="answered", reason=None, citations=(cited,))


def whole_pages(answer: Answer, messages: Sequence[Message], chain: AnswerChain) -> Answer:
    """Every page that is cited is pasted behind the answer, and cited from its first character to its last."""
    store = chain.index.store
    addresses = dict.fromkeys((citation.document_id, citation.page) for citation in answer.citations)
    citations, text = list(answer.citations), answer.text
    for address in addresses:
        page = store.page(*address)
        if page is not None:
            citations.append(_citation(len(citations) + 1, store, address, 0, len(page.text)))
            text += f"\n{page.text}[{len(citations)}]"
    return replace(answer, text=text, citations=tuple(citations))


def _pairs(owners: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """The partner of each (document, programme): its neighbour in the document; an odd last one has the first."""
    by_document: dict[str, list[tuple[str, str]]] = {}
    for owner in dict.fromkeys(owners):
        by_document.setdefault(owner[0], []).append(owner)
    groups = by_document.values()
    return {one: group[n ^ 1] if n ^ 1 < len(group) else group[0] for group in groups for n, one in enumerate(group)}


def _told_instead(answer: Answer, fact: Fact, other: Fact, store: Store) -> Answer:
    """``answer`` with the value of ``other`` in place of that of ``fact``, cited where ``other`` stands."""
    start, end = other.spans[0][0], other.spans[-1][1]
    instead = _citation(0, store, (other.document_id, other.page), start, end)
    citations = tuple(
        replace(instead, n=citation.n) if _holds(citation, fact) else citation for citation in answer.citations
    )
    return replace(answer, text=answer.text.replace(fact.text, other.text), citations=citations)


def _holds(citation: Citation, fact: Fact) -> bool:
    here = (citation.document_id, citation.page) == (fact.document_id, fact.page)
    return here and any(citation.start <= start and end <= citation.end for start, end in fact.spans)


def _is_of_another_year(other: Fact, fact: Fact) -> bool:
    kinds = {one.value.partition(":")[0] for one in (other, fact)}
    return len(kinds) == 1 and other.fiscal_year != fact.fiscal_year and other.value != fact.value


def _is_range(fact: Fact) -> bool:
    return not fact.spans or (fact.value.startswith("yen:") and "-" in fact.value)


def _moved(citation: Citation, store: Store) -> Citation:
    pages = next(document.pages for document in store.documents() if document.id == citation.document_id)
    number = citation.page % pages + 1
    page = store.page(citation.document_id, number)
    assert page is not None
    start = min(citation.start, max(0, len(page.text) - 20))
    end = min(len(page.text), start + max(1, citation.end - citation.start))
    return _citation(citation.n, store, (citation.document_id, number), start, end)


def _citation(n: int, store: Store, address: tuple[str, int], start: int, end: int) -> Citation:
    document = next(one for one in store.documents() if one.id == address[0])
    page = store.page(*address)
    assert page is not None
    quote = page.text[start:end]
    return Citation(n, document.id, document.title, document.fiscal_year, address[1], quote, start, end)
