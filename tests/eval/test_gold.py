"""The gold facts themselves: each quotes its page, and its value is in its quote."""

import json
import re

import pytest

from eval.ledger import ROOT, load_gold
from ingest.catalogue import load_document, read_catalogue
from ingest.fold import squeeze
from tests.conftest import REPOSITORY

CORPUS = REPOSITORY / "corpus"
PLAIN = {"小規模企業", "一般", "賃上げ", "ゼロエミッション"}
DIVIDED = re.compile(r"(?:区分|枠|コース|業種|回|年度|順位):.+")
VALUE = re.compile(
    r"yen:\d+(?:-\d+)?|rate:\d+/\d+|percent:\d+(?:\.\d+)?|count:\d.*|months:\d+(?:-\d+)?|date:\d{4}-\d{2}(?:-\d{2})?"
    r"|fy:\d{4}|tel:[\d-]+|time:[\d:-]+|text:.+"
)


@pytest.fixture(scope="module")
def gold():
    return load_gold(ROOT / "gold" / "facts.jsonl")


@pytest.fixture(scope="module")
def pages():
    documents = [load_document(CORPUS, entry) for entry in read_catalogue(CORPUS)]
    return {(page.document_id, page.number): page.text for document in documents for page in document.pages}


def test_every_quote_and_subject_stands_on_its_page(gold, pages):
    for one in gold:
        text = pages[one.document, one.page]
        assert one.quote in text, one.id
        assert squeeze(one.subject) in squeeze(text), one.id


def test_ids_are_unique_and_say_document_and_page(gold):
    assert len({one.id for one in gold}) == len(gold) == 1041
    assert all(one.id.startswith(f"{one.document}-p{one.page:02d}-") for one in gold)


def test_values_conditions_and_ties_are_of_the_vocabulary(gold):
    for one in gold:
        assert VALUE.fullmatch(one.value), one.id
        assert list(one.conditions) == sorted(one.conditions), one.id
        assert all(name in PLAIN or DIVIDED.fullmatch(name) for name in one.conditions), one.id
        assert one.tied in ("printed", "confirmed", "order"), one.id


def test_wording_stands_in_its_quote(gold):
    wordings = [one for one in gold if not one.is_figure]
    apart = [one.id for one in wordings if squeeze(one.value[5:]) not in squeeze(one.quote)]
    assert apart == []


def test_the_fields_stand_in_one_order():
    lines = (ROOT / "gold" / "facts.jsonl").read_text("utf-8").splitlines()
    assert {tuple(json.loads(line)) for line in lines} == {
        (
            "id",
            "document",
            "page",
            "subject",
            "attribute",
            "value",
            "conditions",
            "item",
            "fiscal_year",
            "quote",
            "tied",
        )
    }
