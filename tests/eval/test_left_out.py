"""Leaving a page out: what it says is gone, and what another page says is still answered."""

import pytest

from api.contract import answer_object
from eval.documentation import LEFT_OUT, with_left_out
from eval.engines import ChainEngine
from eval.items import Expectation, ExpectedFigure, Item
from eval.left_out import LeavingOut, pages_of, without
from eval.reference import reference_of
from ingest.build import laid_out
from ingest.catalogue import read_catalogue
from ingest.embedder import load_embedder
from ingest.manifest import Recipe
from ingest.tokens import dictionary_version
from rag.bootstrap import build_chain
from rag.settings import ChainSettings

CAP = Item(
    "x-cap-001", "cap", ("中小企業デジタルツール導入促進支援事業の助成限度額は？",),
    Expectation(("answered",), figures=(ExpectedFigure("yen:1000000", "助成限度額"),)), "r07", (9,),
)  # fmt: skip
HELD = Item("x-date-001", "date", ("産業交流展の来場者数は？",), Expectation(("answered",)), "r07", (18,))


@pytest.fixture(scope="module")
def leaving(real_index, chain):
    documents = list(laid_out(real_index.corpus, read_catalogue(real_index.corpus), None, lambda *_: None))
    embedder = load_embedder(real_index.embedder)

    def ask(root, turns):
        made = build_chain(ChainSettings(real_index.corpus, root))
        return [ChainEngine(made, answer_object).ask(one) for one in turns]

    recipe = Recipe({}, embedder.fingerprint, dictionary_version())
    reference = reference_of(chain.index.store, real_index.corpus)
    return LeavingOut(real_index.corpus, documents, recipe, embedder, reference, ask)


def test_what_one_page_says_is_refused_without_it_and_what_two_say_is_answered_from_the_other(leaving):
    by_id = {one.item.id: one for one in leaving.run([CAP, HELD])}
    assert by_id["x-cap-001"].outcome == "elsewhere", by_id["x-cap-001"].text
    assert by_id["x-date-001"].outcome == "refused", by_id["x-date-001"].text
    assert "17,454" not in by_id["x-date-001"].text


def test_only_questions_of_one_page_that_can_be_answered_are_asked():
    refused = Item("x-no-001", "cap", ("？",), Expectation(("not_found",)), "r07", (9,))
    two = Item("x-two-001", "cap", ("？",), Expectation(("answered",)), "r07", (9, 10))
    assert pages_of([CAP, HELD, refused, two]) == {("r07", 9): [CAP], ("r07", 18): [HELD]}


def test_the_other_pages_and_documents_stay_as_they_are(leaving):
    for document, layouts in leaving.documents:
        left, kept = without((document, layouts), ("r07", 9))
        changed = [page.number for page, old in zip(left.pages, document.pages, strict=True) if page != old]
        assert changed == ([9] if document.id == "r07" else [])
        assert [one.nodes for one in kept] == [
            () if (document.id, one.page.number) == ("r07", 9) else one.nodes for one in layouts
        ]


def test_the_figures_stand_in_the_documentation_once():
    page = with_left_out("a <!-- left out: begin (python -m tools.left_out --write) -->old<!-- left out: end --> b")
    assert LEFT_OUT.read_text(encoding="utf-8").strip() in page
    assert "old" not in page
    assert with_left_out(page) == page
