"""Mails that the pages of the desk take in, and replies as they show them."""

import re

from tests.api.desk.conftest import PAGE, Person

MAIL = (
    "From: =?utf-8?b?6KaL5pysIOWkqumDjg==?= <owner@mihon.example>\r\n"
    "Subject: =?utf-8?b?5Yqp5oiQ6YeR44Gr44Gk44GE44Gm?=\r\n"
    "Date: Tue, 04 Nov 2025 09:00:00 +0900\r\nMessage-ID: <mihon-1@mihon.example>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    "お世話になっております。見本商店の見本太郎と申します。\r\n"
    "中小企業デジタルツール導入促進支援事業の助成限度額を教えてください。\r\n連絡先は03-0000-0000です。\r\n"
).encode()


def bring(person: Person, data: bytes, name: str):
    form, files = {"csrf": person.token("/account")}, {"file": (name, data)}
    return person.client.post("/desk/inquiries/import", data=form, files=files, headers=PAGE, follow_redirects=False)


def brought(person: Person) -> str:
    """The address of the inquiry that ``MAIL`` brings."""
    answer = bring(person, MAIL, "見本.eml")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def form_of(person: Person, path: str) -> dict[str, str]:
    """The fields of the reply as the page shows them."""
    text = person.get(path).text
    fields = dict(re.findall(r'<textarea id="(part-\w+)"[^>]*>\n(.*?)</textarea>', text, re.DOTALL))
    fields["part-subject"] = re.search(r'name="part-subject" value="([^"]*)"', text)[1]
    fields["revision"] = re.search(r'name="revision" value="(\d+)"', text)[1]
    return fields
