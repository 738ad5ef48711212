"""``/v1/programmes``, and the facts of an answer."""

import pytest

from api.asking import as_contract
from rag.bootstrap import build_chain
from rag.types import Message
from tests.api.problems import problem_of
from tests.end_to_end.real import REPOSITORY

FACT_KEYS = [
    "programme", "name", "attribute", "value", "text", "conditions", "item", "fiscal_year", "document_id", "page",
    "start", "end", "quote", "tied", "spans",
]  # fmt: skip


def listed(client, **asked):
    return client.get("/v1/programmes", params=asked).json()


def test_the_list_comes_in_pages_that_make_up_the_whole(client):
    total = listed(client)["total"]
    items = [item for offset in range(0, total, 100) for item in listed(client, limit=100, offset=offset)["items"]]
    assert len(items) == len({item["id"] for item in items}) == total > 100


def test_an_item_has_names_years_and_a_kind(client):
    item = listed(client, limit=1)["items"][0]
    assert list(item) == ["id", "name", "aliases", "fiscal_years", "kind"]
    assert item["fiscal_years"] == sorted(item["fiscal_years"])
    assert item["name"] not in item["aliases"]


def test_fifty_come_unless_asked_otherwise(client):
    assert len(listed(client)["items"]) == 50
    assert len(listed(client, limit=200)["items"]) == 200


def test_behind_the_last_one_there_is_nothing(client):
    assert listed(client, offset=10**6)["items"] == []


def test_a_search_finds_by_name_best_first(client):
    found = listed(client, q="産業交流展")
    assert found["items"][0]["name"] == "産業交流展"
    assert 1 <= found["total"] < 20


def test_a_search_finds_nothing_where_there_is_nothing(client):
    assert listed(client, q="存在しない名称") == {"items": [], "total": 0}


@pytest.mark.parametrize("kind", ["programme", "organisation", "facility", "event"])
def test_a_kind_limits_the_list(client, kind):
    found = listed(client, kind=kind, limit=200)
    assert {item["kind"] for item in found["items"]} == {kind}
    assert found["total"] < listed(client, kind="all")["total"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("limit", 0), ("limit", 201), ("limit", "x"), ("offset", -1), ("kind", "other"), ("q", "あ" * 1_001)],
)
def test_a_wrong_list_is_told_by_field(client, name, value):
    assert name in problem_of(client.get("/v1/programmes", params={name: value}), 422)["detail"]


def test_every_fact_of_every_programme_quotes_its_page(client):
    texts = {}
    for item in listed(client, limit=200)["items"]:
        programme = client.get(f"/v1/programmes/{item['id']}").json()
        assert {key: programme[key] for key in item} == item
        for fact in programme["facts"]:
            assert list(fact) == FACT_KEYS
            address = f"/v1/documents/{fact['document_id']}/pages/{fact['page']}"
            text = texts.get(address) or texts.setdefault(address, client.get(address).json()["text"])
            assert fact["programme"] == item["id"]
            assert fact["spans"][0] == {key: fact[key] for key in ("start", "end", "quote")}
            assert all(text[span["start"] : span["end"]] == span["quote"] != "" for span in fact["spans"])


def test_relations_name_programmes_that_can_be_opened(client):
    related = set()
    for item in listed(client, limit=200)["items"]:
        programme = client.get(f"/v1/programmes/{item['id']}").json()
        for relation in ("predecessors", "parts", "look_alikes"):
            related |= {(one["id"], one["name"]) for one in programme[relation]}
    assert related
    for id_, name in related:
        assert client.get(f"/v1/programmes/{id_}").json()["name"] == name


@pytest.mark.parametrize("id_", ["nothing", "%00", "あ" * 900, "..%2f..", "NONSENSE"])
def test_an_unknown_programme_is_not_found(client, id_):
    detail = problem_of(client.get(f"/v1/programmes/{id_}"), 404)["detail"]
    assert "台帳にありません" in detail or "ありません" in detail
    assert len(detail) < 400


def test_a_misspelt_id_is_told_the_nearest_name(client):
    item = listed(client, limit=1)["items"][0]
    assert item["name"] in problem_of(client.get(f"/v1/programmes/{item['id']}-x"), 404)["detail"]


def ask(client, question):
    return client.post("/v1/chat", json={"messages": [{"role": "user", "content": question}]}).json()


def test_an_answer_brings_the_facts_that_its_citations_prove(client):
    answer = ask(client, "明日にチャレンジの助成限度額は？")
    assert {(fact["value"], *fact["conditions"]) for fact in answer["facts"] if fact["attribute"] == "助成限度額"} == {
        ("yen:20000000", "一般"),
        ("yen:10000000", "小規模企業"),
    }
    for fact in answer["facts"]:
        assert list(fact) == FACT_KEYS
        assert any(
            (c["document_id"], c["page"]) == (fact["document_id"], fact["page"])
            and c["start"] <= fact["start"]
            and fact["end"] <= c["end"]
            for c in answer["citations"]
        )


def test_an_answer_without_citations_has_no_facts(client):
    assert ask(client, "教えてください")["facts"] == []


def test_the_command_line_and_the_server_give_the_same_answer_object(client, real_index):
    question = "明日にチャレンジの助成限度額は？"
    chain = build_chain(real_index)
    told = as_contract(chain.answer([Message("user", question)]), chain.index.store, 1.0)
    served = ask(client, question)
    assert list(told) == list(served)
    assert {**told, "elapsed_ms": 0} == {**served, "elapsed_ms": 0}


def test_the_guide_names_every_path_and_every_field(client):
    guide = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    described = client.get("/v1/openapi.json").json()
    ours = {
        name: schema
        for name, schema in described["components"]["schemas"].items()
        if "ValidationError" not in name  # the framework's own, which no response is made of
    }
    fields = {field for schema in ours.values() for field in schema["properties"]}
    assert "spans" in fields
    assert [field for field in sorted(fields) if f"`{field}`" not in guide and f'"{field}"' not in guide] == []
    for path in described["paths"]:
        shown = path.replace("{document_id}", "{id}").replace("{programme_id}", "{id}").replace("{number}", "{n}")
        assert shown in guide
