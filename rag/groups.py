"""Groups of programmes: those of a strategy, a heading, a tag or a topic, in the order of the pages."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.index import Index
from ingest.ledger_store import Subject
from ingest.types import Block
from rag.matching import holds, squeezed
from rag.subjects import SubjectFinder, names_of
from rag.types import Question, Term

BUDGET, TAG = "予算額", "区分"
_AGAIN = re.compile(r"[（(]再掲[）)]")
_NUMBERED = re.compile(r"^[<＜]?[0-9]+(?:[.．]\s*|\s+)|[>＞]$")
_LATIN = re.compile(r"(?<![a-z0-9])(?=[a-z0-9]*[a-z])[a-z0-9]{2,}(?![a-z0-9])")
_PARTICLE = re.compile(r"^[ぁ-ん]|[ぁ-ん]$")
# 「戦略5(人材・働き方改革)」, 「人材・働き方改革(戦略5)」
_EXPLAINED = re.compile(r"戦略(?:[ivx]+|[0-9])\(|\(戦略(?:[ivx]+|[0-9])\)")
_GENERAL = frozenset(["戦略", "事業", "予算", "取組", "方向"])


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme as one page lists it: the line, its amount and tag where it has them."""

    subject: Subject
    block: Block
    fiscal_year: int
    budget: Fact | None = None
    tag: Fact | None = None

    @property
    def name(self) -> str:
        """The name as the page prints it, without the remark that it stands elsewhere too."""
        return _AGAIN.sub("", self.block.text.partition("：")[0]).strip()

    @property
    def headings(self) -> str:
        return "\n".join(self.block.headings)


@dataclass(frozen=True, slots=True)
class Group:
    """``entries`` in the pages' order, each programme once; ``again`` are the other lines about them.

    ``of`` says in the pages' own words what they have in common, as it stands in front of
    「事業」, ``tags`` which tags were asked for.
    """

    of: str
    entries: tuple[Entry, ...]
    again: tuple[Entry, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grouper:
    """Groups the programmes that the pages of one index list with their budgets."""

    index: Index

    def find(self, question: Question, strict: bool = True) -> Group | None:
        """The group that the question names; None where it names none, or words of it that no entry accounts for.

        Unless ``strict`` such words are taken to describe the strategy that is named beside them.
        """
        strategies = [subject for subject in question.subjects if subject.kind == "strategy"]
        able = entries = self._of_year(question, strategies)
        tags = {squeezed(entry.tag.text) for entry in entries if entry.tag}
        asked = {tag for tag in tags if tag in squeezed(question.text)}
        terms = self._terms(question, strategies)
        heading = _heading(entries, terms, squeezed(question.text))
        if heading is not None:
            entries = [entry for entry in entries if heading in entry.block.headings]
            terms = [term for term in terms if not holds(term, heading)]
        entries = [entry for entry in entries if not asked or (entry.tag and squeezed(entry.tag.text) in asked)]
        entries, named = _about(entries, terms)
        if not entries or not (strategies or heading or asked or named):
            return None
        left = [term for term in terms if not any(holds(term, _said(entry)) for entry in entries)]
        if any(self._is_known(term) for term in left if not term.aside):
            # What does not pick entries out may describe the strategy: the whole of it holds the answer.
            tagged = [entry for entry in able if not asked or (entry.tag and squeezed(entry.tag.text) in asked)]
            whole = not strict and strategies and heading is None
            return _group(strategies, None, asked, "", tagged, able) if whole and tagged else None
        topic = _shared(squeezed(question.text), entries) if named else ""
        return _group(strategies, heading, asked, topic, entries, able)

    def entry(self, subject: Subject, question: Question) -> Entry | None:
        """The line that lists a subject with its budget, of the year asked for, else of the newest."""
        own = [e for e in self._entries if e.subject.id == subject.id and e.budget]
        own = [e for e in own if not question.fiscal_years or e.fiscal_year in question.fiscal_years]
        return max(own, key=lambda entry: entry.fiscal_year, default=None)

    def _of_year(self, question: Question, strategies: list[Subject]) -> list[Entry]:
        """The entries of the year asked for, else of the newest that has any; of the strategies that are named."""
        ids = {subject.id for subject in strategies}
        able = [e for e in self._entries if not ids or self._strategy.get((e.block.document_id, e.block.page)) in ids]
        years = set(question.fiscal_years) or {max((entry.fiscal_year for entry in able), default=0)}
        return [entry for entry in able if entry.fiscal_year in years] if len(years) == 1 else []

    def _terms(self, question: Question, strategies: list[Subject]) -> list[Term]:
        """The nouns that say which programmes are meant, beyond the strategies' names; 5G as it is written."""
        text = squeezed(question.text)
        if strategies and _EXPLAINED.search(text):
            return []  # the words beside the brackets say what the strategy is about
        names = "\n".join(name for subject in strategies for name in names_of(subject) if name in text)
        latin = [Term(word) for word in _LATIN.findall(text) if word not in names]
        nouns = [
            term
            for term in question.topic
            if term.is_noun and term.lemma not in _GENERAL and not holds(term, names) and not _is_roman(term.lemma)
        ]
        return [*latin, *(term for term in nouns if not any(term.lemma in word.lemma for word in latin))]

    def _is_known(self, term: Term) -> bool:
        """Whether the pages' lists of programmes ever use a word: another is the asker's own way of putting it."""
        return any(holds(term, _said(entry)) for entry in self._entries)

    @cached_property
    def _strategy(self) -> Mapping[tuple[str, int], str]:
        """(document, page) -> the strategy whose name heads it."""
        pages: dict[tuple[str, int], str] = {}
        for subject in self.index.store.ledger.subjects("strategy"):
            for fact in self.index.store.ledger.facts(subject.id):
                pages.setdefault((fact.document_id, fact.page), subject.id)
        for document in self.index.store.documents():
            for page in range(1, document.pages + 1):
                for block in self.index.store.page_blocks(document.id, page)[:1]:
                    found = SubjectFinder(tuple(self.index.store.ledger.subjects("strategy"))).find(block.text)
                    if found:
                        pages.setdefault((document.id, page), found[0].id)
        return pages

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        """The lines that list programmes: those with a budget, and bullets on such pages that are a name alone."""
        facts: dict[tuple[str, int], list[Fact]] = {}
        for fact in self.index.store.ledger.all_facts():
            if fact.attribute in (BUDGET, TAG) and not fact.conditions and not fact.item:
                facts.setdefault((fact.document_id, fact.page), []).append(fact)
        pages = {*facts, *self._strategy}
        subjects = {subject.id: subject for subject in self.index.store.ledger.subjects()}
        found = list[Entry]()
        for document in self.index.store.documents():
            for page in range(1, document.pages + 1):
                if (document.id, page) in pages:
                    stated = facts.get((document.id, page), [])
                    blocks = self.index.store.page_blocks(document.id, page)
                    found += _page_entries(blocks, stated, subjects, document.fiscal_year)
        return tuple(found)


def _group(
    strategies: list[Subject], heading: str | None, asked: set[str], topic: str, entries: list[Entry], able: list[Entry]
) -> Group:
    first: dict[str, Entry] = {}
    for entry in entries:
        kept = first.setdefault(entry.subject.id, entry)
        # A page may print the amount that another one leaves out.
        if kept.budget is None and entry.budget:
            first[entry.subject.id] = entry
    lines = {id(entry) for entry in first.values()}
    again = [entry for entry in able if entry.subject.id in first and id(entry) not in lines]
    names = "・".join(dict.fromkeys(entry.block.headings[0] for entry in able)) if strategies else ""
    shown = _NUMBERED.sub("", heading) if heading else ""
    tags = "・".join(sorted(asked))
    of = [f"{one}の" for one in (names, f"「{shown}」" if shown else "") if one]
    of += [f"「{topic}」に関する"] * bool(topic) + [f"{tags}の"] * bool(tags)
    return Group("".join(of), tuple(first.values()), tuple(again), tuple(sorted(asked)))


def _page_entries(
    blocks: Iterable[Block], facts: list[Fact], subjects: Mapping[str, Subject], fiscal_year: int
) -> list[Entry]:
    by_name = {
        name: subject
        for subject in subjects.values()
        if subject.kind == "programme" and subject.aliases + subject.names
        for name in (squeeze(one) for one in subject.names)
    }
    found = list[Entry]()
    for block in blocks:
        own = [fact for fact in facts if fact.spans and _inside(fact, block) and fact.fiscal_year == fiscal_year]
        if block.kind == "record" and own:
            subject = subjects[own[0].programme]
            budget = next((f for f in own if f.attribute == BUDGET), None)
            # A tag inside a remark is another one's: 「悪質クレーム対策【新規】」.
            owner = budget.programme if budget else own[0].programme
            tag = next((f for f in own if f.attribute == TAG and f.programme == owner), None)
            found.append(Entry(subjects.get(owner, subject), block, fiscal_year, budget, tag))
        elif block.kind == "bullet" and (named := by_name.get(squeeze(block.text))) and len(block.headings) <= 2:
            found.append(Entry(named, block, fiscal_year))
    return found


def _inside(fact: Fact, block: Block) -> bool:
    return all(any(start <= s and e <= end for start, end in block.spans) for s, e in fact.spans)


def _heading(entries: list[Entry], terms: list[Term], text: str) -> str | None:
    """The heading above entries that the question names: written out in it, else the one that holds most nouns."""
    headings = dict.fromkeys(h for entry in entries for h in entry.block.headings[1:])
    written = [
        h for h in headings if len(squeezed(_NUMBERED.sub("", h))) > 3 and squeezed(_NUMBERED.sub("", h)) in text
    ]
    if written:
        return max(written, key=len)
    scored = {h: sum(holds(term, h) for term in terms) for h in headings}
    best = max(scored.values(), default=0)
    names = [entry.name for entry in entries]
    found = [h for h, score in scored.items() if score == best]
    # Words that names of programmes hold as well ask for those programmes, under whichever heading they stand.
    by_name = max((sum(holds(term, name) for term in terms) for name in names), default=0)
    return found[0] if len(found) == 1 and best > by_name else None


def _about(entries: list[Entry], terms: list[Term]) -> tuple[list[Entry], list[str]]:
    """The entries that hold most of the terms, and those terms; all of them where none holds any."""
    held = {id(entry): sum(holds(term, _said(entry)) for term in terms) for entry in entries}
    most = max(held.values(), default=0)
    if not most:
        return entries, []
    kept = [entry for entry in entries if held[id(entry)] == most]
    return kept, [term.lemma for term in terms if all(holds(term, _said(entry)) for entry in kept)]


def _shared(text: str, entries: list[Entry]) -> str:
    """The longest words of the question that all entries hold, as they say them; "" where they share none."""
    said = [squeezed(_said(entry)) for entry in entries]
    runs = (text[i:j] for i in range(len(text)) for j in range(i + 2, min(i + 16, len(text)) + 1))
    able = (run for run in runs if run.isalnum() and not _PARTICLE.search(run) and all(run in one for one in said))
    return max(able, key=len, default="").upper()


def _said(entry: Entry) -> str:
    return f"{entry.name}\n" + "\n".join(entry.block.headings[1:])


def _is_roman(lemma: str) -> bool:
    return bool(re.fullmatch(r"[ivx]+", lemma))
