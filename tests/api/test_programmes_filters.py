"""The filters of ``/v1/programmes``, and the classes that the real documents prove."""

import csv
from pathlib import Path
from typing import get_args

import pytest

from ingest.classes import load_facets
from ingest.registry import Kind
from rag.bootstrap import build_chain
from rag.cataloguing import CurrentCatalogue
from tests.api.problems import problem_of
from tests.end_to_end.real import CORPUS

TABLE = Path(__file__).parent / "cases" / "classes.tsv"


def rows():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(one[0], one[1], frozenset(one[2].split(",")) - {"-"}) for one in csv.reader(lines, delimiter="\t")]


def ids(client, **asked):
    found = client.get("/v1/programmes", params={"limit": 200, **asked})
    assert found.status_code == 200, found.text
    return {item["id"] for item in found.json()["items"]}


@pytest.fixture(scope="session")
def catalogue(real_index):
    return CurrentCatalogue(CORPUS).of(build_chain(real_index).index)


def test_every_subject_of_the_table_is_sorted_as_its_pages_say(catalogue):
    wrong = []
    for id_, facet, expected in rows():
        given = {member.id for member in catalogue.by_id[id_].classes[facet]}
        if given != expected:
            wrong.append(f"{id_} {facet}: {sorted(given)} instead of {sorted(expected)}")
    assert wrong == []


def test_every_class_has_a_proof_that_stands_where_it_says(catalogue):
    for entry in catalogue.entries:
        for facet, members in entry.classes.items():
            for member in members:
                assert member.text, (entry.subject.id, facet, member.id)
                assert member.fact or member.proof.place in ("名称", "種別")


def test_no_subject_is_lost_by_a_facet(catalogue):
    everything = (1 << len(catalogue.entries)) - 1
    for facet, members in catalogue.members.items():
        stated = 0
        for bits in members.values():
            stated |= bits
        assert stated & ~everything == 0, facet


def test_a_filter_finds_what_is_sorted_so(client):
    assert "kaigai-sogo" in ids(client, purpose="sales")
    assert "asuni-challenge" in ids(client, size="small", kind="grant")
    assert "gyokai-jinzai" in ids(client, industry="care")
    assert ids(client, strategy="strategy-4") >= {"seido-yushi", "abl"}


def test_values_are_alternatives_and_filters_must_all_hold(client):
    loans, grants = ids(client, kind="loan"), ids(client, kind="grant")
    assert ids(client, kind=["loan", "grant"]) == loans | grants
    assert ids(client, kind="grant", year="2025") == grants & ids(client, year="2025", kind="programme") | (
        grants & ids(client, year="2025", kind="organisation")
    )


def test_a_kind_of_the_ledger_and_a_kind_of_support_are_told_apart(client):
    support = {one.id for facet in load_facets(CORPUS) if facet.id == "kind" for one in facet.classes}
    assert support.isdisjoint({*get_args(Kind), "all"})
    assert ids(client, kind=["facility", "exhibition"]) < ids(client, kind="facility")


def test_what_the_documents_do_not_say_can_be_asked_for(client):
    unstated = ids(client, purpose="none", year="2024")
    assert "apt-women" in unstated
    assert "kaigai-kyoten" not in unstated


def test_filters_and_a_text_go_together(client):
    assert ids(client, q="デザイン", kind="training") == {"design-school", "design-seminar"}


@pytest.mark.parametrize("facet", ["purpose", "kind", "size", "industry", "year", "strategy"])
def test_an_unknown_value_is_refused_with_those_that_there_are(client, facet):
    told = problem_of(client.get("/v1/programmes", params={facet: "<script>"}), 422)
    assert "<script>" in told["detail"]
    assert "none" in told["detail"]
