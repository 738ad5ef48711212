"""The guided finder in a real browser: by mouse, by keyboard alone, small and wide, light and dark, no JavaScript."""

import pytest

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1440)
ASKED = "applicant=sme&industry=E&employees=12&region=tokyo-23&purpose=equipment&wish=機械を入れ替えたい"
SENT = f"/finder?{ASKED}&cost=300万円"
WRONG = "/finder?industry=宇宙業&employees=-5&cost=たくさん"


def has_no_sideways_scrolling(page, width):
    return page.evaluate("document.documentElement.scrollWidth") <= width


def tab_to(page, selector):
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab")


def press(page, key, times):
    for _ in range(times):
        page.keyboard.press(key)


@pytest.mark.parametrize("width", WIDTHS)
def test_by_mouse_from_the_form_to_the_words_of_the_document(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/finder")
    page.get_by_label("お立場").select_option("sme")
    page.get_by_label("業種").select_option(label="製造業")
    page.get_by_label("従業員数").fill("１２")
    page.get_by_label("所在地").select_option("tokyo-23")
    page.get_by_label("やりたいこと").fill("デジタルツールを入れたい")
    page.get_by_label("かかる費用").fill("150万円")
    page.get_by_role("button", name="判定する").click()
    page.wait_for_url("**/finder?*")
    card = page.locator("#programme-digital-tool-donyu")
    assert "都内中小企業" in card.inner_text()
    assert card.locator("xpath=ancestor::section[1]").get_attribute("id") == "group-met"
    card.locator("summary").click()
    assert "75万円" in card.locator(".finder-grant li").first.inner_text()
    assert has_no_sideways_scrolling(page, width)
    card.get_by_role("link", name="原文").first.click()
    page.wait_for_url("**/documents/r07/pages/9?*")
    assert "都内中小企業" in page.locator("mark.cited").text_content()


@pytest.mark.parametrize("width", WIDTHS)
def test_by_keyboard_alone(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/finder")
    tab_to(page, "#applicant")
    press(page, "ArrowDown", 2)
    tab_to(page, "#employees")
    page.keyboard.type("3")
    tab_to(page, "#region")
    press(page, "ArrowDown", 3)
    tab_to(page, "#wish")
    page.keyboard.type("店を継いでもらいたい")
    tab_to(page, "button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/finder?*")
    assert "小規模企業・小規模事業者" in page.locator("#result").inner_text()
    assert "島しょ" in page.locator("#result").inner_text()
    tab_to(page, "details.finder-rest > summary")
    page.keyboard.press("Enter")
    assert page.locator("details.finder-rest").first.get_attribute("open") is not None
    tab_to(page, "details.finder-rest[open] .finder-next a[href^='/?q=']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")


@pytest.mark.parametrize("path", ["/finder", SENT, WRONG])
def test_axe_finds_nothing_and_no_screen_needs_sideways_scrolling(browser, address, violations, path):
    page = browser.new_page(base_url=address)  # where fields are wrong, the status 422 is an error of the console
    page.goto(path)
    for summary in page.locator("details.finder-rest > summary").all():
        summary.click()
    assert violations(page) == []
    for summary in page.locator("summary").all():
        if summary.is_visible() and not summary.locator("xpath=parent::details[@open]").count():
            summary.click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert has_no_sideways_scrolling(page, width)
    page.close()


def test_an_error_leads_to_its_field(browser, address):
    page = browser.new_page(base_url=address)
    page.goto(WRONG)
    page.get_by_role("alert").get_by_role("link", name="従業員数").click()
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "employees"
    assert page.locator("#employees").input_value() == "-5"
    assert "数字で入力してください" in page.locator("#error-employees").inner_text()
    page.close()


def test_without_javascript_nothing_is_missing(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/finder")
    page.locator("#wish").fill("海外に売りたい")
    page.get_by_role("button", name="判定する").click()
    page.wait_for_url("**/finder?*")
    assert "海外展開総合支援事業" in page.locator("#group-unknown").inner_text()
    page.locator("#group-unknown details.finder-rest > summary").click()
    assert page.locator("#group-unknown details.finder-rest li").first.is_visible()
    page.get_by_role("link", name="この条件のままチャットで相談する").click()
    page.wait_for_url("**/?q=*")
    context.close()
