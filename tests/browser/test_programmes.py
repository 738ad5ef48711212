"""The programme browser in a real Chromium: by mouse, by keyboard, without JavaScript, at three widths."""

import re

import pytest

from tests.browser.steps import looked_at
from tools.pages import PUBLIC

pytestmark = pytest.mark.browser
WIDTHS = [360, 768, 1440]
PAGES = {
    "list": "/programmes",
    "table": "/programmes?view=table&kind=grant",
    "nothing": "/programmes?q=宇宙旅行支援",
    "programme": "/programmes/jigyo-shokei-saisei",
    "comparison": "/programmes/compare?id=dx-suishin-shien&id=asuni-challenge&id=abl&id=setsubi-yakushin",
    "changes": "/changes?from=2020&to=2021",
}


def names(page):
    return page.locator(".card h2 a").all_inner_texts()


def search(page, text):
    page.goto("/programmes")
    page.get_by_label("名称や内容の言葉").press_sequentially(text, delay=20)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(page, name):
    page.goto(PAGES[name])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_results_come_while_somebody_types(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    search(page, "デザイン相談")
    page.wait_for_url(re.compile("q="))
    page.locator("#found", has_text="1件見つかりました").wait_for()
    assert names(page) == ["デザイン相談"]
    assert page.get_by_label("名称や内容の言葉").evaluate("field => field === document.activeElement")


def test_an_address_that_was_typed_into_can_be_opened_again(page):
    search(page, "越境EC")
    page.locator("#found", has_text="件見つかりました").wait_for()
    page.wait_for_url(re.compile("q="))
    before = names(page)
    page.reload()
    assert names(page) == before
    assert page.get_by_label("名称や内容の言葉").input_value() == "越境EC"


def test_a_filter_narrows_the_list_and_its_chip_takes_it_off(page):
    page.goto("/programmes")
    whole = page.locator("#found").inner_text()
    page.locator("summary", has_text="支援の種類").click()
    page.get_by_role("checkbox", name=re.compile("^融資・保証・出資")).check()
    chip = page.get_by_role("link", name=re.compile("支援の種類：融資・保証・出資"))
    chip.wait_for()
    assert page.locator("#found").inner_text() != whole
    assert page.get_by_role("checkbox", name=re.compile("^融資・保証・出資")).is_checked()
    chip.click()
    page.locator("#found", has_text=whole).wait_for()


def test_a_filter_by_keyboard_alone(page):
    page.goto("/programmes")
    page.locator("summary", has_text="目的").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator(".chosen").wait_for()
    focused = page.evaluate("document.activeElement.name")
    assert focused == "purpose"


def test_two_programmes_are_chosen_on_two_searches_and_compared(page):
    search(page, "動産・債権担保融資")
    page.locator("#found", has_text="1件").wait_for()
    page.get_by_role("checkbox", name=re.compile("比較に追加")).check()
    page.get_by_label("名称や内容の言葉").fill("制度融資（預託金）")
    page.locator("#found", has_text="1件").wait_for()
    page.locator(".card h2", has_text="中小企業制度融資").wait_for()
    page.get_by_role("checkbox", name=re.compile("比較に追加")).check()
    page.locator("#compare-status", has_text="2件を選択中").wait_for()
    page.get_by_role("button", name="選んだ制度を比べる").click()
    page.wait_for_url(re.compile("/programmes/compare"))
    assert page.locator(".comparison thead th").count() == 3
    assert "200,400百万円" not in page.locator(".comparison").inner_text()  # the newer year's figure stands there
    assert "202,176百万円" in page.locator(".comparison").inner_text()


def test_a_fifth_programme_cannot_be_chosen(page):
    page.goto("/programmes")
    boxes = page.get_by_role("checkbox", name=re.compile("比較に追加"))
    for number in range(4):
        boxes.nth(number).check()
    assert boxes.nth(4).is_disabled()
    page.get_by_role("button", name="選択を消す").click()
    assert boxes.nth(4).is_enabled()
    assert not boxes.nth(0).is_checked()


def test_a_fact_opens_the_page_with_its_words_marked(page):
    page.goto("/programmes/dx-suishin-shien")
    page.locator(".facts .source-link").first.click()
    page.locator("#cited").wait_for()
    assert page.locator("#cited").inner_text() == "３，０００万円"


def test_a_question_leads_to_its_answer(page):
    page.goto("/programmes/dx-suishin-shien")
    page.get_by_role("link", name="DX推進支援事業の助成限度額を教えてください").click()
    page.locator(".answer").first.wait_for()
    assert "3,000万円" in page.locator(".answer").first.inner_text()


def test_the_years_of_the_changes_are_chosen_by_keyboard(page):
    page.goto("/changes?from=2018&to=2025")
    page.get_by_label("前の年度").select_option("2020")
    page.get_by_label("後の年度").select_option("2021")
    page.get_by_role("button", name="比べる").press("Enter")
    page.wait_for_url(re.compile("from=2020&to=2021"))
    assert page.get_by_role("heading", level=1).inner_text() == "令和2年度から令和3年度への変化"


def test_script_in_the_search_field_is_only_text(page):
    search(page, "<img src=x onerror=alert(1)>")
    page.locator(".empty").wait_for()
    assert page.locator("main img").count() == 0


def test_a_failing_server_is_told_and_the_list_stays(page):
    page.goto("/programmes")
    before = names(page)
    page.route(re.compile(r"/programmes\?q="), lambda route: route.fulfill(status=200, body="<p>壊れた応答"))
    page.get_by_label("名称や内容の言葉").fill("海外")
    page.locator("#found", has_text="更新できませんでした").wait_for()
    assert names(page) == before


@pytest.fixture
def plain(browser, address):
    """A page of a browser that runs no JavaScript."""
    context = browser.new_context(base_url=address, java_script_enabled=False, locale="ja-JP")
    yield context.new_page()
    context.close()


def test_without_javascript_a_search_and_a_filter_are_forms(plain):
    plain.goto("/programmes")
    plain.get_by_label("名称や内容の言葉").fill("海外")
    plain.locator("summary", has_text="支援の種類").click()
    plain.get_by_role("checkbox", name=re.compile("^展示会・商談")).check()
    plain.get_by_role("button", name="検索").click()
    plain.wait_for_url(re.compile("kind=exhibition"))
    assert "海外展示会出展等支援" in names(plain)


def test_without_javascript_check_boxes_lead_to_a_comparison(plain):
    plain.goto("/programmes?q=融資")
    for name in ("動産・債権担保融資", "中小企業制度融資"):
        plain.locator(".card", has_text=name).get_by_role("checkbox").check()
    plain.get_by_role("button", name="選んだ制度を比べる").click()
    assert plain.locator(".comparison thead th").count() == 3


def test_axe_finds_nothing_on_pages_that_the_site_does_not_list(browser, address, violations):
    page = browser.new_page(base_url=address, locale="ja-JP")
    for path in {*PAGES.values(), "/programmes/nope"} - {*PUBLIC}:
        page.goto(path)
        looked_at(page, violations, path)
    page.close()


def test_axe_finds_nothing_where_a_filter_is_open_and_programmes_are_compared(page, violations):
    page.goto("/programmes")
    page.locator("summary", has_text="目的").click()
    page.get_by_role("checkbox", name=re.compile("比較に追加")).first.check()
    looked_at(page, violations, "programmes-open")
