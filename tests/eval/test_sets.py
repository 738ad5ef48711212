"""The project's own question sets: well formed, true to the pages, and as many as promised."""

from collections import Counter
from functools import cache

from eval.items import Item
from eval.lint import lint
from eval.loading import read_sets
from eval.reference import Reference
from eval.split import OPEN
from ingest.catalogue import load_document, read_catalogue
from ingest.conditions import load_vocabulary
from ingest.lexicon import load_lexicon
from tests.conftest import REPOSITORY

CORPUS = REPOSITORY / "corpus"


@cache
def sets() -> tuple[Item, ...]:
    items, errors = read_sets(REPOSITORY / "eval" / "sets")
    assert errors == ()
    return items


def test_every_item_agrees_with_the_documents():
    documents = [load_document(CORPUS, entry) for entry in read_catalogue(CORPUS)]
    pages = {(page.document_id, page.number): page.text for document in documents for page in document.pages}
    years = {document.id: document.fiscal_year for document in documents}
    reference = Reference(pages, years, load_lexicon(CORPUS), load_vocabulary(CORPUS))

    assert [str(error) for error in lint(sets(), reference)] == []


def test_there_are_enough_questions_of_every_document_and_enough_without_an_answer():
    assert len(sets()) >= 500
    assert sum(item.expect.must_abstain for item in sets()) >= 80
    assert {item.document for item in sets()} - {""} == {entry.id for entry in read_catalogue(CORPUS)}


def test_both_halves_hold_every_kind_of_which_there_are_several():
    closed = [item for item in sets() if not item.set_name.startswith(OPEN)]
    kinds = Counter(item.kind for item in closed)
    halves = {half: Counter(item.kind for item in closed if item.split == half) for half in ("dev", "frozen")}

    assert abs(halves["dev"].total() - halves["frozen"].total()) <= 0.1 * len(closed)
    assert all(halves[half][kind] for half in halves for kind, count in kinds.items() if count >= 4)
