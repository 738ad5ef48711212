"""The ledger in the store: what was written comes back, and which subjects there are."""

import pytest

from ingest.ledger_store import Subject, subjects_of
from ingest.registry import Programme, ProgrammeName
from ingest.store import Store, StoreWriter
from tests.ingest.ledger_builder import fact, subject

SUBJECTS = [
    subject(
        "b", "乙「二」", "旧乙", aliases=("お",), fiscal_years=(2020, 2025), predecessors=("a",), look_alikes=("c",)
    ),
    subject("a", "甲", kind="facility", parts=("b", "c")),
    subject("c", "丙"),
]
FACTS = [
    fact("b", conditions=("一般", "枠:大学発枠"), item="訪問›診断", spans=((0, 3), (9, 12)), key_spans=((4, 7),)),
    fact("a", "内容", "text:引用\"符' と\n改行", page=2, owner_spans=((1, 2),), tied="order", reason="別の列"),
    fact("b", "助成限度額", "yen:1000000", page=2, tied="confirmed"),
    fact("b", document_id="h30", fiscal_year=2018),
]
YEARS = {"r07": 2025, "r02": 2020}


@pytest.fixture
def ledger(tmp_path):
    writer = StoreWriter(tmp_path / "corpus.sqlite")
    writer.add_ledger(SUBJECTS, FACTS)
    writer.close()
    store = Store(tmp_path / "corpus.sqlite")
    yield store.ledger
    store.close()


def test_subjects_come_back_whole_and_in_order(ledger):
    assert ledger.subjects() == SUBJECTS
    assert ledger.subjects("facility") == [SUBJECTS[1]]
    assert ledger.subjects("event") == []


def test_one_subject_comes_by_its_id_and_none_for_another(ledger):
    assert ledger.subject("b") == SUBJECTS[0]
    assert ledger.subject("B") is None
    assert ledger.subject("' OR 1 --") is None


def test_facts_come_back_whole_and_in_order(ledger):
    assert ledger.all_facts() == FACTS
    assert ledger.facts("b") == [FACTS[0], FACTS[2], FACTS[3]]
    assert ledger.facts("c") == []


def test_a_pages_facts_are_those_of_its_document(ledger):
    assert ledger.page_facts("r07", 2) == [FACTS[1], FACTS[2]]
    assert ledger.page_facts("h30", 1) == [FACTS[3]]
    assert ledger.page_facts("h30", 2) == []


def test_a_store_without_a_ledger_has_an_empty_one(tmp_path):
    StoreWriter(tmp_path / "corpus.sqlite").close()
    store = Store(tmp_path / "corpus.sqlite")
    assert (store.ledger.subjects(), store.ledger.all_facts()) == ([], [])
    store.close()


def programme(id, *names, **more):
    return Programme(id, "programme", tuple(ProgrammeName(*name) for name in names), **more)


def test_a_registered_subject_has_the_names_and_years_of_the_documents_that_are_there():
    registered = programme(
        "p", ("r07", 1, "新名"), ("r03", 1, "別名"), ("r02", 1, "旧名"), ("r02", 2, "新名"), aliases=("略",)
    )
    assert subjects_of([registered], [], YEARS) == [
        Subject("p", "programme", ("新名", "旧名"), ("略",), (2020, 2025)),
    ]


def test_a_subject_that_no_document_names_is_left_out():
    assert subjects_of([programme("p", ("r03", 1, "名"))], [], YEARS) == []


def test_facts_of_a_heading_that_nobody_registered_make_a_subject_of_its_years():
    registered = programme("p", ("r07", 1, "名"))
    facts = [
        fact("p"),
        fact("p-1", name="見出し", document_id="r07"),
        fact("p-1", name="見 出し", document_id="r02"),
        fact("p-1", name="見出し", document_id="r07", fiscal_year=2023),
    ]
    assert subjects_of([registered], facts, YEARS)[1:] == [Subject("p-1", "programme", ("見出し",), (), (2020, 2025))]
