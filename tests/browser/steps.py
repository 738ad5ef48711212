"""What people do on the pages, as the browser tests do it, and how every page is looked at."""

import os

ASKED = "デジタルツール導入の助成金はいくらまで？"
CALCULATED = "中小企業デジタルツール導入促進支援事業で150万円かけたらいくら助成されますか？"
SIZES = {"narrow": {"width": 360, "height": 740}, "wide": {"width": 1440, "height": 900}}


def looked_at(page, violations, name):
    """Narrow and wide, axe-core finds nothing and nothing is wider than the screen; a picture is kept if asked for."""
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        found = violations(page)
        if folder := os.environ.get("SODAN_SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{name}-{size}.png", full_page=True)
        assert found == [], (name, size)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, name


def ask(page, question):
    """Ask by the form and wait for the finished answer; gives the turn."""
    turns = page.locator(".turn").count()
    page.locator("#q").fill(question)
    page.locator("#send").click()
    return finished(page, turns)


def finished(page, number):
    """The turn of that number, from 0, once its answer is there."""
    turn = page.locator(".turn").nth(number)
    turn.locator(".answer:not(.growing)").wait_for()
    return turn


def tab_to(page, selector, key="Tab", most=80):
    """Press ``key`` until the focus is on ``selector``."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} cannot be reached by {key}")


def opened_quote(page, chip):
    """The marked words that a chip opens; the sheet is closed again."""
    chip.click()
    mark = page.locator("#sheet mark")
    mark.wait_for()
    text = mark.text_content()
    page.locator("#sheet-close").click()
    page.locator("#sheet").wait_for(state="hidden")
    return text


def bound_quotes(page, turn):
    """(number, quote in the list, quote that its own chip opens) of each citation of a turn."""
    for more in turn.locator(".sources details:not([open]) > summary").all():
        more.click()
    pairs = []
    for source in turn.locator(".source").all():
        number = source.locator(".source-number").text_content()
        quote = source.locator(".source-quote").text_content()
        chip = turn.locator(".answer-text button.chip", has_text=number).first
        pairs.append((number, quote, opened_quote(page, chip)))
    return pairs
