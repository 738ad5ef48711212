"""The guided finder over HTTP: JSON and the page."""

import html
import re

import pytest

GIVEN = {"applicant": "sme", "industry": "E", "region": "tokyo-23", "employees": "１２人", "cost": "300万円"}


def test_every_programme_has_a_verdict_with_its_clause_and_citation(client):
    asked = {"applicant": "sme", "industry": "製造業", "region": "東京都（23区）", "employees": 12, "cost": 3_000_000}
    found = client.post("/v1/finder", json=asked).json()
    assert sum(found["counts"].values()) == len(found["items"])
    assert set(found["counts"]) == {"該当", "要確認", "非該当"}
    tool = next(item for item in found["items"] if item["id"] == "digital-tool-donyu")
    assert tool["verdict"] == "該当"
    clause = next(clause for clause in tool["clauses"] if clause["decides"])
    assert clause["phrase"] == "都内中小企業"
    citation = next(citation for citation in tool["citations"] if citation["n"] in clause["citations"])
    page = client.get(f"/v1/documents/{citation['document_id']}/pages/{citation['page']}").json()
    assert page["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert "＝150万円" in tool["grant"]["text"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"employees": -3}, "employees"),
        ({"cost": 10**18}, "cost"),
        ({"region": "火星"}, "region"),
        ({"wish": "あ" * 301}, "wish"),
    ],
)
def test_a_wrong_field_is_named_in_a_problem_document(client, asked, field):
    response = client.post("/v1/finder", json=asked)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_nothing_said_is_refused(client):
    response = client.post("/v1/finder", json={})
    assert response.status_code == 422
    assert "1つ以上" in response.json()["detail"]


def test_an_unknown_field_is_refused(client):
    assert client.post("/v1/finder", json={"employees": 3, "shoe_size": 26}).status_code == 422


def test_the_blank_page_is_a_form_without_a_verdict(client):
    response = client.get("/finder")
    assert response.status_code == 200
    assert "判定の結果" not in response.text
    assert 'aria-invalid="true"' not in response.text


def test_the_page_counts_and_lists_every_programme(client):
    text = client.get("/finder", params=GIVEN).text
    counts = [int(number) for number in re.findall(r"<strong>(\d+)件</strong>", text)]
    assert len(counts) == 3
    assert sum(counts) == len(re.findall(r'<li class="finder-card', text))
    assert len(set(re.findall(r'id="programme-([^"]+)"', text))) == sum(counts)
    assert "従業員12人" in text


def test_every_programme_and_the_situation_go_on_as_a_chat(client):
    text = client.get("/finder", params=GIVEN).text
    links = [html.unescape(link) for link in re.findall(r'href="(/\?q=[^"]+)"', text)]
    assert len(links) == 1 + len(re.findall(r'<li class="finder-card', text))
    for link in links[:3]:
        assert client.get(link.partition("#")[0]).status_code == 200


def test_words_tied_by_their_order_alone_are_marked(client):
    text = client.get("/finder", params={"applicant": "association"}).text
    card = text.partition('id="programme-gyokai-jinzai"')[2].partition("</li>\n")[0]
    assert "（資料の並び順による対応）" in card


def test_full_width_digits_are_read_and_given_back_as_typed(client):
    text = client.get("/finder", params=GIVEN).text
    assert 'value="１２人"' in text
    assert 'value="300万円"' in text


def test_an_error_stands_beside_its_field(client):
    response = client.get("/finder", params={**GIVEN, "employees": "99999999999999999999"})
    assert response.status_code == 422
    assert "判定の結果" not in response.text
    field = re.search(r'<input[^>]*id="employees"[^>]*>', response.text)[0]
    assert 'aria-invalid="true"' in field
    assert "error-employees" in field
    assert re.search(r'id="error-employees">0人から100万人まで', response.text)


@pytest.mark.parametrize(
    "field", ["applicant", "industry", "employees", "region", "purpose", "wish", "cost", "capital"]
)
def test_a_script_in_a_field_is_shown_as_text(client, field):
    text = client.get("/finder", params={field: '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in text


def test_a_form_sent_blank_says_so(client):
    response = client.get("/finder", params=dict.fromkeys(GIVEN, ""))
    assert response.status_code == 422
    assert "条件を1つ以上入れてください" in response.text


def test_without_an_index_the_page_says_what_is_missing(client_without_index):
    assert client_without_index.get("/finder").status_code == 503
