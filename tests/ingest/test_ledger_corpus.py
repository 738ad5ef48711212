"""The ledger of the project's own documents: every fact stands on its page, no trap is walked into."""

import pytest

from ingest.build import lay_out
from ingest.catalogue import load_document, read_catalogue
from ingest.conditions import load_vocabulary
from ingest.ledger import make_ledger
from ingest.lexicon import load_lexicon
from ingest.quantities import parse_quantities
from ingest.readings import load_readings
from ingest.registry import load_registry
from tests.conftest import REPOSITORY

CORPUS = REPOSITORY / "corpus"


@pytest.fixture(scope="module")
def documents():
    return {entry.id: load_document(CORPUS, entry) for entry in read_catalogue(CORPUS)}


@pytest.fixture(scope="module")
def facts(documents):
    lexicon, registry, vocabulary = load_lexicon(CORPUS), load_registry(CORPUS), load_vocabulary(CORPUS)
    readings = load_readings(CORPUS)
    return [
        fact
        for document in documents.values()
        for fact in make_ledger(document, lay_out(document, readings, lexicon), registry, lexicon, vocabulary)
    ]


def quote(documents, fact):
    text = documents[fact.document_id].pages[fact.page - 1].text
    return "".join(text[start:end] for start, end in fact.spans)


def test_the_spans_of_a_figure_are_one_figure_of_the_page_and_no_more(documents, facts):
    figures = [fact for fact in facts if fact.is_figure]
    assert len(figures) > 350
    for fact in figures:
        (quantity,) = parse_quantities(quote(documents, fact), "平成")
        plain = fact.value.partition(":")[2].partition("-")[0].partition("/")[0]
        assert quantity.start == 0
        assert plain[:2] in quantity.canonical or quantity.kind in ("rate", "date")


def test_names_and_keys_stand_on_the_page_of_their_fact(documents, facts):
    for fact in facts:
        text = documents[fact.document_id].pages[fact.page - 1].text
        assert fact.owner_spans
        assert all(
            0 <= start < end <= len(text) for start, end in (*fact.owner_spans, *fact.key_spans, *fact.spans)
        )


def test_ids_are_unique(facts):
    assert len({fact.id for fact in facts}) == len(facts)


def test_amounts_that_cannot_be_tied_to_a_name_make_no_fact(facts):
    torn = {("r07", page) for page in range(23, 31)} | {("r03", 7)}
    assert [f for f in facts if f.attribute == "予算額" and (f.document_id, f.page) in torn] == []


def test_charts_without_values_make_no_figure(facts):
    assert [f for f in facts if f.is_figure and (f.document_id, f.page) == ("h30", 1)] == []


def test_two_marks_of_one_requirement_are_told_apart(facts):
    rates = {
        (fact.value, fact.item)
        for fact in facts
        if (fact.document_id, fact.page, fact.attribute) == ("r07", 11, "助成率")
        and set(fact.conditions) == {"区分:競争力強化", "小規模企業", "ゼロエミッション"}
    }
    assert rates == {("rate:2/3", "〇"), ("rate:3/4", "◎")}


def test_a_figure_of_an_exhibition_held_earlier_is_about_that_year(facts):
    years = {f.fiscal_year for f in facts if (f.document_id, f.page) == ("r07", 18) and f.is_figure}
    assert years == {2024}
