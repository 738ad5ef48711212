"""Mail files: character sets, parts, headers, and what is broken."""

import base64
import quopri

import pytest

from desk.errors import InquiryError
from desk.mail.message import SIZE_LIMIT, read_message
from tests.desk.mails import QUESTION, encoded, raw, with_attachment


@pytest.mark.parametrize(
    ("charset", "said"),
    [
        ("iso-2022-jp", "ISO-2022-JP"),
        ("cp932", "Shift_JIS"),
        ("cp932", "UTF-8"),
        ("utf-8", "ISO-2022-JP"),
        ("utf-8", "us-ascii"),
        ("euc_jp", "EUC-JP"),
        ("utf-8", "no-such-charset"),
    ],
)
def test_the_bytes_count_and_not_what_they_are_called(charset, said):
    body = QUESTION.encode(charset)
    assert read_message(raw(body, f"text/plain; charset={said}")).text == QUESTION


def test_circled_numbers_of_mailers_in_iso_2022_jp_are_read():
    body = b'\x1b$B-!=u@.N(\x1b(B\r\n\x1b$B-"D{@Z\x1b(B'  # row 13 of NEC, which the standard does not have
    text = read_message(raw(body, "text/plain; charset=ISO-2022-JP")).text
    assert [line[0] for line in text.split("\n")] == ["①", "②"]


def test_base64_and_quoted_printable_are_decoded():
    body = QUESTION.encode()
    assert read_message(raw(base64.encodebytes(body), "text/plain; charset=UTF-8", "base64")).text == QUESTION
    assert (
        read_message(raw(quopri.encodestring(body), "text/plain; charset=UTF-8", "quoted-printable")).text == QUESTION
    )


def test_an_html_mail_gives_what_a_reader_sees():
    markup = (
        f"<style>p{{}}</style><p>{QUESTION}</p><script>alert('締切は？')</script><p style='display:none'>予算は？</p>"
        "<ul><li>対象者</li></ul><blockquote>前のメール<br>二行目</blockquote><!-- 秘密 -->"
    )
    text = read_message(raw(markup.encode(), "text/html; charset=UTF-8")).text
    assert text.split("\n") == [QUESTION, "", "・対象者", "", "> 前のメール", "> 二行目"]


def test_what_is_attached_is_named_and_not_read():
    inquiry = read_message(with_attachment(QUESTION, "../../秘密/計画.pdf"))
    assert inquiry.attachments == ("計画.pdf",)
    assert inquiry.text == QUESTION


def test_a_thousand_recipients_are_counted_and_kept_nowhere():
    to = ",\r\n ".join(f"p{n}@example.jp" for n in range(1000))
    inquiry = read_message(raw(QUESTION.encode(), "text/plain; charset=UTF-8", To=to))
    assert inquiry.recipients == 1000
    assert "p500@example.jp" not in repr(inquiry)


def test_headers_are_decoded_by_what_they_are():
    data = raw(
        QUESTION.encode(), "text/plain; charset=UTF-8",
        From=f"{encoded('見本 太郎', 'cp932', 'Shift_JIS')} <taro@example.jp>",
        Subject=encoded("助成①について", "utf-8"),
        Message_ID="<1@example.jp>", References="<0@example.jp>", Date="Mon, 5 Jan 2026 10:00:00 +0900",
    )  # fmt: skip
    inquiry = read_message(data)
    assert (inquiry.sender_name, inquiry.sender_address) == ("見本 太郎", "taro@example.jp")
    assert (inquiry.subject, inquiry.message_id, inquiry.references) == (
        "助成①について", "<1@example.jp>", ("<0@example.jp>",),
    )  # fmt: skip
    assert inquiry.received == "2026-01-05T10:00:00+09:00"


def test_a_header_cannot_be_smuggled_in():
    subject = encoded("件名\r\nBcc: victim@example.jp", "utf-8")
    inquiry = read_message(raw(QUESTION.encode(), "text/plain; charset=UTF-8", Subject=subject, Date="nonsense"))
    assert "\n" not in inquiry.subject
    assert "\r" not in inquiry.subject
    assert inquiry.received == ""


def test_a_mail_without_headers_is_read():
    assert read_message(b"\n" + QUESTION.encode()).text == QUESTION


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: text/html\r\n\r\n" + b"<div>" * 5000,
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"x" * (SIZE_LIMIT + 1),
        b"",
    ],
)
def test_what_holds_no_text_is_refused_in_a_sentence(data):
    with pytest.raises(InquiryError, match=r"。$"):
        read_message(data)


@pytest.mark.parametrize("cut", range(0, 400, 23))
def test_a_mail_cut_anywhere_is_read_or_refused(cut):
    data = with_attachment(QUESTION, "a.pdf")[:cut]
    try:
        said = read_message(data).text
    except InquiryError as error:
        said = str(error)
    assert said  # and nothing but InquiryError is raised
