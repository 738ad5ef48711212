"""The automatic reading: what a line is taken for, and that no word is moved, lost or invented."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layout import blocks_of
from ingest.lexicon import load_lexicon
from ingest.plain_text import read_plain_text
from ingest.types import Page
from tests.ingest.corpora import ATTRIBUTES, write_text


@cache
def lexicon():
    with TemporaryDirectory() as folder:
        write_text(Path(folder) / "lexicon" / "attributes.toml", ATTRIBUTES)
        return load_lexicon(Path(folder))


def layout(text):
    return read_plain_text(Page("a", 1, text), lexicon())


def blocks(text):
    return [(block.kind, block.text) for block in blocks_of(layout(text))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("・専門家が訪問します", ("bullet", "専門家が訪問します")),
        ("● 専門家が訪問", ("bullet", "専門家が訪問")),
        ("➢専門家が訪問", ("bullet", "専門家が訪問")),
        ("\uf0fc専門家が訪問", ("bullet", "専門家が訪問")),
        ("〇専門家が訪問", ("bullet", "専門家が訪問")),
        ("助成率 1/2以内", ("row", "助成率：1/2以内")),
        ("助成率：１／２以内", ("row", "助成率：1/2以内")),
        ("助成率　２／３（小規模３／４）", ("row", "助成率：2/3（小規模3/4）")),
        ("※予算がなくなり次第、終了します。", ("note", "※予算がなくなり次第、終了します。")),
        ("【対象経費】", ("heading", "【対象経費】")),
        ("１．支援の内容", ("heading", "1．支援の内容")),
        ("（１）支援の内容", ("heading", "（1）支援の内容")),
        ("①支援の内容", ("heading", "①支援の内容")),
        ("販路開拓支援事業", ("heading", "販路開拓支援事業")),
        ("■販路開拓支援事業（拡充）", ("bullet", "販路開拓支援事業（拡充）")),
        ("費用を助成します。", ("paragraph", "費用を助成します。")),
        ("会場 1/2", ("paragraph", "会場 1/2")),
    ],
)
def test_a_line_is_read_by_its_look(line, expected):
    assert blocks(line) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("・専門家が訪\n 問します", [("bullet", "専門家が訪問します")]),
        ("費用を助\n成します。", [("paragraph", "費用を助成します。")]),
        ("・一つ\n\n続かない", [("bullet", "一つ"), ("paragraph", "続かない")]),
        ("※終わりました。\n続かない", [("note", "※終わりました。"), ("paragraph", "続かない")]),
        ("・一つ\n・二つ", [("bullet", "一つ"), ("bullet", "二つ")]),
        ("【見出し】\n本文", [("heading", "【見出し】"), ("paragraph", "本文")]),
        ("一文。二文。", [("paragraph", "一文。"), ("paragraph", "二文。")]),
    ],
)
def test_a_line_goes_on_where_the_one_before_was_cut(text, expected):
    assert blocks(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "https://example.com/images/mark.png",
        "HTTPS://EXAMPLE.COM/A.JPG",
        "https://example.com/thumb/a.svg/160px-a.svg.png",
        "https://example.com/a.jpeg?w=1",
        "図 https://example.com/a.png",
        "12",
        "１２",
    ],
)
def test_image_addresses_and_slide_numbers_never_reach_the_blocks(line):
    shown = blocks(f"本文です。\n{line}\n次の本文です。")
    assert not [text for _, text in shown if "example" in text.lower() or text in ("12", "１２")]
    assert ("paragraph", "本文です。") in shown
    assert ("paragraph", "次の本文です。") in shown


def test_words_beside_an_image_address_are_kept():
    shown = blocks("https://example.com/a.png 写真は工場の様子です。")
    assert any("写真は工場の様子です。" in text for _, text in shown)


def test_a_minus_sign_is_not_taken_for_a_bullet():
    assert any("-3.5%" in text for _, text in blocks("-3.5%（前年比）"))


def test_a_link_that_is_no_image_is_kept():
    assert blocks("https://example.com/apply") == [("paragraph", "https://example.com/apply")]


def test_the_first_heading_is_the_title_and_leads_to_the_rest():
    found = list(blocks_of(layout("販路開拓支援事業\n\n１．内容\n本文です。")))
    assert [block.headings for block in found] == [(), ("販路開拓支援事業",), ("販路開拓支援事業", "1．内容")]


@pytest.mark.parametrize("text", ["", " \n\u3000\n"])
def test_a_page_without_words_has_no_nodes(text):
    assert layout(text).nodes == ()


@given(st.text("あ助成率事業：: 　・●-→※【】()（）1１2.．、。\n", max_size=60))
def test_every_character_but_marks_stands_in_a_node_once_and_in_order(text):
    found = layout(text)
    spans = [span for at in found.spans.values() for span in at]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    read = "".join(text[start:end] for start, end in spans)
    assert [c for c in read if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.text(max_size=80))
def test_any_text_can_be_read_and_every_span_is_a_stretch_of_it(text):
    for block in blocks_of(layout(text)):
        assert block.text.strip() or not text.isprintable()
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in block.spans)
