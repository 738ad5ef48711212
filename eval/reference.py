"""What judging goes by beside the item: the pages' text, the wording knowledge, and who owns which figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from eval.given import Address
from ingest.conditions import Vocabulary, load_vocabulary
from ingest.facts import Fact
from ingest.ledger_store import Subject
from ingest.lexicon import Lexicon, load_lexicon
from ingest.store import Store


@dataclass(frozen=True)
class Reference:
    """``pages``: the source text by address; ``years``: the fiscal year of each document."""

    pages: Mapping[Address, str]
    years: Mapping[str, int]
    lexicon: Lexicon
    vocabulary: Vocabulary
    subjects: tuple[Subject, ...] = ()
    facts: tuple[Fact, ...] = ()


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
