"""The pages around the chat: documents, help, accessibility, errors for people, and what year it is."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from tests.api.problems import problem_of

HTML = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
PAGES = ["/", "/documents", "/documents/r07/pages/9", "/help", "/accessibility"]


@pytest.fixture
def client_on(real_app):
    """A client of a server whose day is given."""

    def make(year, month, day):
        return TestClient(real_app(today=lambda: date(year, month, day)))

    return make


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_a_title_and_the_way_around(client, path):
    text = client.get(path, headers=HTML).text
    assert text.count("<h1") == 1
    assert "相談 Sodan" in text.partition("<title>")[2].partition("</title>")[0]
    for address in ("/", "/programmes", "/finder", "/documents", "/help", "/accessibility", "/desk"):
        assert f'href="{address}"' in text


@pytest.mark.parametrize("path", PAGES)
def test_no_page_brings_inline_code_or_anything_from_elsewhere(client, path):
    text = client.get(path, headers=HTML).text
    for word in ("<style", " style=", " onclick=", "<script>", "http://", "https://"):
        assert word not in text


def test_the_documents_are_listed_from_the_index_newest_first(client):
    text = client.get("/documents", headers=HTML).text
    items = client.get("/v1/documents").json()["items"]
    for item in items:
        assert item["title"] in text
        assert f'href="/documents/{item["id"]}/pages/1"' in text
    assert f"{len(items)}点、全{sum(item['pages'] for item in items)}ページ" in text
    assert text.index("令和7年度") < text.index("令和2年度") < text.index("平成30年度ごろ")


def test_a_documents_own_address_leads_to_its_first_page(client):
    assert client.get("/documents/r07", headers=HTML).url.path == "/documents/r07/pages/1"
    assert client.get("/documents/nothing", headers=HTML).status_code == 404


@pytest.mark.parametrize(
    ("day", "present"),
    [((2025, 4, 1), None), ((2026, 3, 31), None), ((2026, 4, 1), "令和8年度"), ((2027, 1, 1), "令和8年度")],
)
def test_documents_of_an_earlier_fiscal_year_are_told(client_on, day, present):
    home = client_on(*day).get("/").text
    listed = client_on(*day).get("/documents").text
    assert ("今年度（" in home) == (present is not None)
    assert ("今年度（" in listed) == (present is not None)
    if present:
        assert f"今年度（{present}）" in home


def test_an_answer_carries_its_year_and_a_word_where_it_is_not_this_one(client_on):
    asked = {"q": "デジタルツール導入の助成金はいくらまで？"}
    then, now = client_on(2025, 6, 1).get("/", params=asked).text, client_on(2026, 6, 1).get("/", params=asked).text
    assert 'class="badge">令和7年度の資料' in then
    assert "badge-note" not in then
    assert "今年度（令和8年度）の内容は、窓口で" in now


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, "お探しのページ"),
        ("/documents/nothing/pages/1", 404, "文書「nothing」はありません"),
        ("/documents/r07/pages/999", 404, "31ページまで"),
        ("/documents/r07/pages/0", 404, "0ページはありません"),
        ("/documents/r07/pages/-3", 404, "ありません"),
        ("/documents/r07/pages/9?start=-1", 422, "正しくありません"),
        ("/documents/r07/pages/x", 422, "正しくありません"),
        ("/documents/<script>alert(1)</script>/pages/1", 404, "ありません"),
    ],
)
def test_a_browser_gets_a_page_and_a_program_a_problem(client, path, status, words):
    page = client.get(path, headers=HTML)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert words in page.text
    assert "<h1>" in page.text
    assert "<script>alert" not in page.text
    assert words in problem_of(client.get(path), status)["detail"]


def test_data_is_never_answered_by_a_page(client):
    problem_of(client.get("/v1/documents/nothing", headers=HTML), 404)
    problem_of(client.get("/static/nothing.js", headers=HTML), 404)


def test_without_an_index_a_browser_reads_the_remedy_on_a_page(client_without_index):
    page = client_without_index.get("/", headers=HTML)
    assert page.status_code == 503
    assert "<h1>" in page.text
    assert "sodan ingest" in page.text


@pytest.mark.parametrize("reason", ["no_topic", "not_in_documents", "other_year", "deadline", "other_prefecture"])
def test_the_page_brings_the_words_for_every_reason(client, reason):
    assert f'data-reason="{reason}"' in client.get("/").text


def test_a_refusal_says_what_to_do_next_and_whom_to_ask_once(client):
    text = client.get("/", params={"q": "DX推進支援事業の申請締切は？"}).text
    turn = text.partition('<div class="answer">')[2].partition("</article>")[0]
    assert "次にできること" in turn
    assert turn.count("03-3251-7881") == 1
