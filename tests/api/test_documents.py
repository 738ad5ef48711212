"""The documents, their pages, and the search."""

import pytest

from tests.api.problems import problem_of

PAGES = {"h30": 4, "r02": 6, "r03": 9, "r06": 14, "r07": 31}


def test_the_documents_are_listed_in_the_order_of_the_catalogue(client):
    listed = client.get("/v1/documents").json()
    assert listed["total"] == 5
    assert {item["id"]: item["pages"] for item in listed["items"]} == PAGES
    assert [item["id"] for item in listed["items"]] == list(PAGES)


def test_a_document_says_where_it_comes_from(client):
    document = client.get("/v1/documents/h30").json()
    assert document["publisher"] == "東京都産業労働局"
    assert (document["fiscal_year"], document["year_is_approximate"]) == (2018, True)
    assert len(document["sha256"]) == 64


@pytest.mark.parametrize(("document_id", "last"), PAGES.items())
def test_every_first_and_last_page_can_be_read(client, document_id, last):
    for number in (1, last):
        page = client.get(f"/v1/documents/{document_id}/pages/{number}").json()
        assert list(page) == ["document_id", "page", "pages", "title", "publisher", "fiscal_year", "text"]
        assert (page["document_id"], page["page"], page["pages"]) == (document_id, number, last)
        assert page["text"].strip()


def test_a_pages_text_is_the_sources_own(client):
    text = client.get("/v1/documents/r07/pages/9").json()["text"]
    assert "助成限度額 １００万円" in text


@pytest.mark.parametrize("number", [0, -1, 32, 999_999_999, 10**30])
def test_a_page_outside_the_document_is_not_found(client, number):
    response = client.get(f"/v1/documents/r07/pages/{number}")
    assert response.status_code in (404, 422)
    problem = problem_of(response, response.status_code)
    assert "31ページまで" in problem["detail"] or response.status_code == 422


@pytest.mark.parametrize("number", ["one", "1.5", "%00", "１x"])
def test_a_page_that_is_no_number_is_told(client, number):
    problem_of(client.get(f"/v1/documents/r07/pages/{number}"), 422)


@pytest.mark.parametrize("document_id", ["nonsense", "R07", "..%2f..%2fetc%2fpasswd", "%00", "ｒ０７", "a" * 3000])
def test_an_unknown_document_is_not_found(client, document_id):
    for address in (f"/v1/documents/{document_id}", f"/v1/documents/{document_id}/pages/1"):
        assert len(problem_of(client.get(address), 404)["detail"]) < 200


def search(client, **sent):
    return client.post("/v1/search", json=sent)


def test_search_finds_passages_with_their_ranks(client):
    found = search(client, query="事業承継の助成金", k=5).json()
    assert found["total"] == len(found["items"]) == 5
    first = found["items"][0]
    assert list(first) == ["document_id", "page", "fiscal_year", "text", "score", "ranks"]
    assert "承継" in first["text"]
    assert {"lemmas", "bigrams", "dense"} <= set(first["ranks"])


def test_search_can_be_limited_to_years(client):
    found = search(client, query="事業承継の予算", fiscal_years=[2020, 2021]).json()
    assert {item["fiscal_year"] for item in found["items"]} <= {2020, 2021}
    assert found["items"]


def test_search_in_a_year_without_documents_is_empty(client):
    assert search(client, query="事業承継", fiscal_years=[1999]).json() == {"items": [], "total": 0}


@pytest.mark.parametrize("k", [1, 50])
def test_as_many_passages_come_as_asked(client, k):
    assert search(client, query="支援事業", k=k).json()["total"] == k


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"query": "支援", "k": 0}, "k"),
        ({"query": "支援", "k": 51}, "k"),
        ({"query": "支援", "k": -5}, "k"),
        ({"query": "支援", "k": 10**30}, "k"),
        ({"query": "支援", "k": "many"}, "k"),
        ({"query": "支援", "fiscal_years": 2025}, "fiscal_years"),
        ({"query": "支援", "fiscal_years": ["令和7年"]}, "fiscal_years"),
        ({"query": "支援", "fiscal_years": [2025] * 21}, "fiscal_years"),
        ({"query": "支援", "limit": 3}, "limit"),
        ({"query": 7}, "query"),
        ({"query": "あ" * 10_001}, "query"),
        ({}, "query"),
    ],
)
def test_a_wrong_search_is_told_by_field(client, sent, field):
    assert field in problem_of(client.post("/v1/search", json=sent), 422)["detail"]


@pytest.mark.parametrize("query", ["", "  ", "？？", "😀"])
def test_an_unreadable_query_is_told(client, query):
    problem_of(search(client, query=query), 422)


def test_years_out_of_all_reason_find_nothing_and_break_nothing(client):
    response = search(client, query="支援", fiscal_years=[10**18, -(10**18), 0])
    assert response.status_code in (200, 422)


def test_half_a_surrogate_pair_in_a_query_breaks_nothing(client):
    raw = rb'{"query": "\ud83d \u652f\u63f4"}'
    response = client.post("/v1/search", content=raw, headers={"content-type": "application/json"})
    assert response.status_code in (200, 400, 422), response.text[:200]
