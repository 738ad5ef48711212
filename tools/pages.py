"""The pages of the site as data, and the first administrator, for tools and tests that look at every page."""

from typing import Any

from playwright.sync_api import Browser

PASSWORD = "見本の長い合い言葉です2025"
QUESTION = "明日にチャレンジの助成限度額は？"
PUBLIC = (
    "/",
    f"/?q={QUESTION}",
    "/finder",
    "/finder?applicant=small&industry=D&employees=8&region=tokyo-tama#result",
    "/programmes",
    "/programmes?q=設備投資&view=table",
    "/programmes/jigyo-shokei-saisei",
    "/programmes/compare?id=dx-suishin-shien&id=asuni-challenge",
    "/changes?from=2020&to=2021",
    "/documents",
    "/documents/r07/pages/9?start=109&end=120#cited",
    "/help",
    "/help/windows",
    "/accessibility",
    "/login",
    "/nothing",
)
"""Addresses that anybody may open."""
SIGNED_IN = (
    "/account",
    "/admin/users",
    "/admin/documents",
    "/admin/keys",
    "/admin/settings",
    "/admin/audit",
    "/desk",
    "/desk/inquiries/new",
    "/desk/canned",
    "/desk/templates",
    "/desk/habits",
    "/evaluation",
    "/evaluation/candidates",
)
"""Addresses for the administrator."""


def set_up(browser: Browser, address: str, link: str) -> Any:
    """Make the first administrator (見本) by the set-up link; gives what the browser keeps."""
    context = browser.new_context(base_url=address, locale="ja-JP")
    page = context.new_page()
    page.goto(link)
    page.get_by_label("メールアドレス").fill("admin@mihon.example")
    page.get_by_label("名前").fill("見本 一郎")
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(lambda url: "/setup/" not in url)
    state = context.storage_state()
    context.close()
    return state


def add_samples(browser: Browser, address: str, state: Any) -> None:
    """Sample data (見本) for the pages of administration: two invitations and a key."""
    context = browser.new_context(base_url=address, locale="ja-JP", storage_state=state)
    page = context.new_page()
    for name in ("mihon-hanako", "mihon-jiro"):
        page.goto("/admin/users")
        page.locator("#email").fill(f"{name}@mihon.example")
        page.get_by_role("button", name="招待のリンクを作る").click()
        page.locator(".secret").wait_for()
    page.goto("/admin/keys")
    page.locator("#name").fill("見本の集計プログラム")
    page.get_by_role("button", name="作る", exact=True).click()
    page.locator(".secret").wait_for()
    context.close()
