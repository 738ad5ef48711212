"""What judging goes by beside the item: the pages' text, the wording knowledge, and who owns which figure."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from eval.given import Address
from eval.values import key_of
from ingest.conditions import Vocabulary, load_vocabulary
from ingest.facts import Fact
from ingest.ledger_store import Subject
from ingest.lexicon import Lexicon, load_lexicon
from ingest.store import Store
from rag.subjects import SubjectFinder

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Reference:
    """``pages``: the source text by address; ``years``: the fiscal year of each document."""

    pages: Mapping[Address, str]
    years: Mapping[str, int]
    lexicon: Lexicon
    vocabulary: Vocabulary
    subjects: tuple[Subject, ...] = ()
    facts: tuple[Fact, ...] = ()

    @cached_property
    def finder(self) -> SubjectFinder:
        """Finds the subjects that a text names."""
        return SubjectFinder(self.subjects)

    @cached_property
    def subject_by_id(self) -> Mapping[str, Subject]:
        return {subject.id: subject for subject in self.subjects}

    @cached_property
    def facts_by_page(self) -> Mapping[Address, tuple[Fact, ...]]:
        return _grouped(((fact.document_id, fact.page), fact) for fact in self.facts)

    @cached_property
    def figures_by_value(self) -> Mapping[str, tuple[Fact, ...]]:
        """The facts that are figures, by what equal values share (``eval.values.key_of``)."""
        return _grouped((key_of(fact.value), fact) for fact in self.facts if fact.is_figure)


def reference_of(store: Store, corpus: Path) -> Reference:
    """The reference over an index's store; raises CorpusError for a malformed lexicon."""
    return Reference(
        pages={(page.document_id, page.number): page.text for page in store.pages()},
        years={document.id: document.fiscal_year for document in store.documents()},
        lexicon=load_lexicon(corpus),
        vocabulary=load_vocabulary(corpus),
        subjects=tuple(store.ledger.subjects()),
        facts=tuple(store.ledger.all_facts()),
    )


def _grouped(pairs: Iterable[tuple[Key, Fact]]) -> dict[Key, tuple[Fact, ...]]:
    groups: dict[Key, tuple[Fact, ...]] = {}
    for key, fact in pairs:
        groups[key] = (*groups.get(key, ()), fact)
    return groups
