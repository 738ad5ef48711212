"""The pages of the programme browser as a server gives them, without a browser."""

import csv
import io
import itertools
import re

import openpyxl
import pytest
from bs4 import BeautifulSoup

PAIR = "/programmes/compare?id=dx-suishin-shien&id=asuni-challenge"


def soup(client, address, status=200):
    found = client.get(address)
    assert found.status_code == status, found.text[:300]
    assert found.headers["content-type"].startswith("text/html")
    return BeautifulSoup(found.text, "html.parser")


def total(page):
    told = re.match(r"\d+", page.find(id="found").get_text(strip=True))
    return int(told[0]) if told else 0


def names(page):
    return [link.get_text(strip=True) for link in page.select(".card h2 a, .listing th[scope=row] a")]


def every_page():
    return [
        "/programmes", "/programmes?view=table", "/programmes?q=海外", "/programmes/jigyo-shokei-saisei",
        "/programmes/setsubi-yakushin", PAIR, "/changes?from=2020&to=2021", "/changes?from=2018&to=2025",
    ]  # fmt: skip


@pytest.mark.parametrize("address", every_page())
def test_no_page_has_a_style_attribute_or_an_inline_script(client, address):
    page = soup(client, address)
    assert page.select("[style], style, [onclick]") == []
    assert all(script.get("src") for script in page.find_all("script"))


@pytest.mark.parametrize("address", every_page())
def test_headings_go_down_one_level_at_a_time(client, address):
    levels = [int(heading.name[1]) for heading in soup(client, address).select("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("address", every_page())
def test_every_id_is_there_once(client, address):
    ids = [one["id"] for one in soup(client, address).select("[id]")]
    assert len(ids) == len(set(ids))


def test_every_source_of_a_programme_opens_its_page_with_words_marked(client):
    links = {a["href"] for a in soup(client, "/programmes/jigyo-shokei-saisei").select("a.source-link")}
    assert len(links) > 20
    for link in sorted(links):
        page = soup(client, link)
        if "start=" in link:
            assert page.select_one("#cited").get_text(strip=True), link


def test_every_fact_is_on_its_programmes_page(client):
    for id_ in ("dx-suishin-shien", "setsubi-yakushin", "bcp-sakutei"):
        facts = client.get(f"/v1/programmes/{id_}").json()["facts"]
        assert len(soup(client, f"/programmes/{id_}").select(".facts > li")) == len(facts)


def test_a_value_tied_by_order_only_says_so(client):
    page = soup(client, "/programmes/bcp-sakutei")
    row = next(li for li in page.select(".facts > li") if "77百万円" in li.get_text())
    assert "資料の並び順による対応" in row.get_text()
    printed = next(li for li in page.select(".facts > li") if "300社" in li.get_text())
    assert "並び順" not in printed.get_text()


def test_the_chart_says_the_numbers_of_its_table(client):
    page = soup(client, "/programmes/jigyo-shokei-saisei")
    assert page.select_one("svg title").get_text() == "事業承継・再生支援事業の予算額の推移"
    assert "令和2年度は4億4,700万円、令和3年度は5億2,500万円" in page.select_one("svg desc").get_text()
    assert len(page.select("svg rect.bar")) == 2
    assert "525百万円" in page.select_one("[aria-label=年度ごとの推移の表]").get_text()


def test_a_programme_of_one_budget_has_no_chart(client):
    assert soup(client, "/programmes/bcp-sakutei").select("svg") == []


def test_relations_lead_both_ways(client):
    later = soup(client, "/programmes/dx-suishin-shien")
    assert later.find("a", href="/programmes/digital-katsuyo-suishin")
    earlier = soup(client, "/programmes/digital-katsuyo-suishin")
    assert "後継" in [h.get_text(strip=True) for h in earlier.find_all("h2")]
    assert earlier.find("a", href="/programmes/dx-suishin-shien")


@pytest.mark.parametrize("id_", ["dx-suishin", "DX推進支援", "<script>", "x" * 500, "compare-", "%00"])
def test_an_unknown_id_is_a_page_that_says_so(client, id_):
    page = soup(client, f"/programmes/{id_}", 404)
    assert page.h1.get_text(strip=True) == "お探しの制度は見つかりませんでした"
    assert page.select("main script") == []


def test_an_unknown_id_is_told_the_nearest_names(client):
    assert soup(client, "/programmes/dx-suishin", 404).find("a", href="/programmes/dx-suishin-shien")


def test_a_filter_narrows_the_list_and_says_how_it_is_taken_off(client):
    whole, narrowed = soup(client, "/programmes"), soup(client, "/programmes?kind=loan&year=2020")
    assert 0 < total(narrowed) < total(whole)
    chips = narrowed.select(".chosen a.button")
    assert [chip["href"] for chip in chips] == ["/programmes?year=2020", "/programmes?kind=loan"]


def test_the_counts_of_the_filters_are_what_the_filters_give(client):
    page = soup(client, "/programmes?year=2025")
    for option in page.select("[name=purpose]"):
        count = page.select_one(f"[data-count='purpose:{option['value']}']").contents[0]
        found = soup(client, f"/programmes?year=2025&purpose={option['value']}")
        assert total(found) == int(count), option["value"]


def test_pages_of_the_list_make_up_the_whole(client):
    found = []
    for number in range(1, 20):
        page = soup(client, f"/programmes?q=支援&page={number}")
        found += names(page)
        if not page.select_one("a[rel=next]"):
            break
    assert len(found) == total(page) > 24


@pytest.mark.parametrize("page", ["0", "-1", "999999", "x", "１", "9" * 40, ""])
def test_a_page_that_there_is_not_is_a_page_that_there_is(client, page):
    assert names(soup(client, f"/programmes?page={page}"))


def test_unknown_filters_are_left_out_and_told(client):
    page = soup(client, "/programmes?kind=<b>x</b>&year=1999&purpose=sales")
    assert "「<b>x</b>」という選択肢はないため" in page.select_one(".notices").get_text()
    assert total(page) == total(soup(client, "/programmes?purpose=sales"))


@pytest.mark.parametrize(
    "q", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\x00", "あ" * 5_000, "' OR 1=1"]
)
def test_whatever_is_searched_for_is_shown_as_text(client, q):
    found = client.get("/programmes", params={"q": q})
    assert found.status_code == 200
    page = BeautifulSoup(found.text, "html.parser")
    assert page.select("main script, main img") == []


def test_nothing_found_offers_the_nearest_names_and_the_chat(client):
    page = soup(client, "/programmes?q=DX推進しえん")
    assert page.find(id="found").get_text(strip=True) == "当てはまるものはありません"
    assert page.select(".empty .card")
    assert page.select_one(".empty a[href^='/?q=']")


def test_the_table_has_the_same_programmes_as_the_cards(client):
    assert names(soup(client, "/programmes?kind=grant&view=table")) == names(soup(client, "/programmes?kind=grant"))


def test_a_blank_cell_of_a_comparison_says_what_blank_means(client):
    page = soup(client, PAIR)
    row = next(tr for tr in page.select(".comparison tbody tr") if tr.th.get_text() == "要件")
    assert [td.get_text(strip=True) for td in row.find_all("td")] == ["資料に記載なし", "資料に記載なし"]


@pytest.mark.parametrize(
    ("asked", "columns", "told"),
    [
        ("id=dx-suishin-shien&id=dx-suishin-shien&id=abl", 2, "重ねて"),
        ("id=abl&id=seido-yushi&id=bcp-sakutei&id=sdgs-keiei&id=restart", 4, "4つまで"),
        ("id=abl&id=nope&id=restart", 2, "台帳にない事業が1件"),
        ("id=abl", 0, ""),
        ("id=abl&id=abl", 0, "重ねて"),
        ("", 0, ""),
        ("id=&id=<script>", 0, "台帳にない"),
    ],
)
def test_whatever_is_chosen_there_is_a_comparison_or_a_way_to_one(client, asked, columns, told):
    page = soup(client, f"/programmes/compare?{asked}")
    assert len(page.select(".comparison thead th")) == (columns + 1 if columns else 0)
    assert told in page.find("main").get_text()
    if columns < 4:
        assert page.find("input", {"name": "add"})


def test_a_search_adds_a_programme_to_the_comparison(client):
    page = soup(client, "/programmes/compare?id=abl&add=制度融資")
    link = page.select_one(".related a[href*='id=seido-yushi']")
    assert link["href"] == "/programmes/compare?id=abl&id=seido-yushi"


def sheet(client, address):
    found = client.get(address)
    assert found.headers["content-disposition"].endswith('.xlsx"')
    return openpyxl.load_workbook(io.BytesIO(found.content)).active


def csv_rows(client, address):
    found = client.get(address)
    assert found.content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in found.content
    assert "attachment" in found.headers["content-disposition"]
    return list(csv.reader(io.StringIO(found.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    "address", ["/programmes?kind=grant", "/programmes/setsubi-yakushin?", f"{PAIR}", "/changes?from=2020&to=2021"]
)
def test_the_files_hold_the_same_and_no_formula(client, address):
    rows = csv_rows(client, f"{address}&format=csv")
    cells = [[cell.value or "" for cell in row] for row in sheet(client, f"{address}&format=xlsx").iter_rows()]
    assert len(rows) == len(cells) > 2
    assert [row[:2] for row in cells] == [[cell.removeprefix("'") for cell in row[:2]] for row in rows]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    assert not any(c.data_type == "f" for row in sheet(client, f"{address}&format=xlsx").iter_rows() for c in row)


def test_the_file_of_a_list_has_all_its_pages(client):
    assert len(csv_rows(client, "/programmes?q=支援&format=csv")) == total(soup(client, "/programmes?q=支援")) + 1


def tally(page):
    return {a["href"][1:]: int(re.search(r"\d+", a.strong.get_text())[0]) for a in page.select(".tally a")}


def test_a_change_has_both_figures_their_difference_and_both_places(client):
    page = soup(client, "/changes?from=2020&to=2021")
    row = next(tr for tr in page.select("tbody tr") if "事業承継・再生支援事業" in tr.th.get_text())
    text = row.get_text()
    assert "447百万円" in text
    assert "525百万円" in text
    assert "7,800万円の増（約17.4%増）" in text
    assert [a["href"].split("?")[0] for a in row.select(".source-link")] == [
        "/documents/r02/pages/2", "/documents/r03/pages/3",
    ]  # fmt: skip


def test_absence_is_never_called_an_end(client):
    page = soup(client, "/changes?from=2020&to=2021")
    section = page.find(id="absent").find_parent("section").get_text()
    assert "新しい資料に記載なし" in section
    assert "終了したとは限りません" in section


def test_a_single_programme_cites_the_year_that_names_it(client):
    page = soup(client, "/changes?from=2020&to=2021&section=absent")
    for item in page.select(".related li"):
        assert "令和2年度" in item.select_one(".source-link").get_text()


def test_a_section_is_shown_whole_page_by_page(client):
    count = tally(soup(client, "/changes?from=2020&to=2025"))["added"]
    seen, address = 0, "/changes?from=2020&to=2025&section=added"
    while address:
        page = soup(client, address)
        seen += len(page.select(".related li"))
        following = page.select_one("a[rel=next]")
        address = following["href"] if following else ""
    assert seen == count > 50


@pytest.mark.parametrize(
    ("asked", "title", "told"),
    [
        ("", "令和6年度から令和7年度への変化", ""),
        ("from=2021&to=2020", "令和2年度から令和3年度への変化", "古い年度から"),
        ("from=2021&to=2021", "令和2年度から令和3年度への変化", "同じ年度どうし"),
        ("from=1999&to=2020", "令和2年度から令和6年度への変化", "「1999」年度の資料はない"),
        ("from=<script>&to=x", "令和6年度から令和7年度への変化", "資料はない"),
        ("from=2018&to=2025", "平成30年度ごろから令和7年度への変化", ""),
    ],
)
def test_any_two_years_are_compared_and_what_is_odd_is_told(client, asked, title, told):
    page = soup(client, f"/changes?{asked}")
    assert page.h1.get_text(strip=True) == title
    assert told in page.find("main").get_text()
