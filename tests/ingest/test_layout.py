"""Blocks: what is quoted stands on the page where its spans say."""

from itertools import pairwise

import pytest

from ingest.build import lay_out
from ingest.catalogue import load_document, read_catalogue
from ingest.fold import squeeze
from ingest.layout import PageLayout, blocks_of, unwrap
from ingest.lexicon import load_lexicon
from ingest.placing import place
from ingest.reading import parse_reading
from ingest.readings import load_readings
from ingest.types import Page

LABELS = frozenset(["助成率", "枠"])


def blocks(body, text):
    (reading,) = parse_reading("a.md", "<!-- page 1 -->\n" + body)
    spans = place("a.md", reading, text, LABELS).spans
    return list(blocks_of(PageLayout(Page("a", 1, text), reading.nodes, spans, "reading")))


def shown(body, text):
    return [(block.kind, block.text) for block in blocks(body, text)]


def quotes(body, text):
    return [[text[start:end] for start, end in block.spans] for block in blocks(body, text)]


@pytest.fixture
def corpus_blocks(small_corpus):
    lexicon, readings = load_lexicon(small_corpus), load_readings(small_corpus)
    documents = [load_document(small_corpus, entry) for entry in read_catalogue(small_corpus)]
    return [
        (layout.page, block)
        for document in documents
        for layout in lay_out(document, readings, lexicon)
        for block in blocks_of(layout)
    ]


def test_every_span_is_a_stretch_of_its_page_that_is_not_empty(corpus_blocks):
    assert len(corpus_blocks) > 20
    for page, block in corpus_blocks:
        assert (block.document_id, block.page) == (page.document_id, page.number)
        assert block.spans
        for start, end in block.spans:
            assert 0 <= start < end <= len(page.text)
            assert page.text[start:end] == page.text[start:end].strip() != ""


def test_spans_of_a_block_do_not_overlap(corpus_blocks):
    for _, block in corpus_blocks:
        spans = sorted(block.spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_block_says_what_its_spans_say(corpus_blocks):
    for page, block in corpus_blocks:
        source = "".join(page.text[start:end] for start, end in block.spans)
        letters = sorted(c for c in squeeze(source) if c.isalnum())
        told = sorted(c for c in squeeze(block.text) if c.isalnum())
        # A merged or labelled cell may say more than its spans; nothing on the spans may be lost.
        assert not [c for c in set(letters) if letters.count(c) > told.count(c)], block.text


def test_a_paragraph_is_cut_into_sentences():
    text = "費用を助成します。申請は年１\n回です！　対象は？会社"
    body = "費用を助成します。申請は年1回です！　対象は？会社"
    assert shown(body, text) == [
        ("paragraph", "費用を助成します。"),
        ("paragraph", "申請は年1回です！"),
        ("paragraph", "対象は？"),
        ("paragraph", "会社"),
    ]
    assert quotes(body, text) == [["費用を助成します。"], ["申請は年１\n回です！"], ["対象は？"], ["会社"]]


def test_bullets_and_notes_are_not_cut():
    assert shown("- 一文。二文。\n> ※三文。四文。", "・一文。二文。※三文。四文。") == [
        ("bullet", "一文。二文。"),
        ("note", "※三文。四文。"),
    ]


def test_joined_runs_are_one_block_with_a_span_each():
    assert shown("- 導⧺入支援", "導 別の列\n入支援") == [("bullet", "導入支援")]
    assert quotes("- 導⧺入支援", "導 別の列\n入支援") == [["導", "入支援"]]


def test_runs_that_only_white_space_parts_have_one_span():
    assert quotes("| 助成率 | 1/2 |", "助成率　\n 1/2") == [["助成率　\n 1/2"]]


def test_a_row_under_a_header_begins_with_whose_it_is_and_names_each_value():
    body = "| 枠 | 上限 | 率 |\n|---|---|---|\n| 通常 | 300万円 | 1/2 |\n| 特別 |  | 2/3 |"
    assert shown(body, "枠 上限 率 通常 300万円 1/2 特別 2/3") == [
        ("record", "通常：上限 300万円、率 1/2"),
        ("record", "特別：率 2/3"),
    ]


def test_a_number_in_the_first_column_is_named():
    body = "| 順位 | 課題 |\n|---|---|\n| １ | 人材 |"
    assert shown(body, "順位 課題 １ 人材") == [("record", "順位1：課題 人材")]


def test_a_row_with_an_empty_first_cell_or_an_empty_head_shows_the_rest():
    body = "| 枠 |  |\n|---|---|\n|  | 300万円 |\n| 通常 |  |"
    assert shown(body, "枠 300万円 通常") == [("record", "300万円"), ("record", "通常")]


def test_a_key_value_row_shows_its_path_and_its_values():
    body = "| 限度額›一般 | 300万円 | 200万円<br>100万円 |"
    assert shown(body, "限度額 一般 300万円 200万円 100万円") == [("row", "限度額（一般）：300万円 200万円 100万円")]


def test_a_merged_cell_is_shown_in_each_row_and_quoted_from_one_place():
    body = "| 一 | 300万円 |\n| 二 | ^^ |"
    assert shown(body, "一 300万円\n二") == [("row", "一：300万円"), ("row", "二：300万円")]
    assert quotes(body, "一 300万円\n二") == [["一 300万円"], ["300万円\n二"]]


def test_a_label_is_shown_but_stands_nowhere():
    assert shown("| [[助成率]] | 1/2 |", "1/2") == [("row", "助成率：1/2")]
    assert quotes("| [[助成率]] | 1/2 |", "1/2") == [["1/2"]]
    assert shown("- [[助成率]] 1/2", "1/2") == [("bullet", "助成率 1/2")]


def test_a_label_before_a_paragraph_is_shown():
    assert shown("[[助成率]] 1/2以内", "1/2以内") == [("paragraph", "助成率 1/2以内")]


def test_a_label_alone_makes_no_block_but_leads_to_what_follows():
    (block,) = blocks("## [[助成率]]\n- 1/2", "1/2")
    assert (block.text, block.headings) == ("1/2", ("助成率",))


def test_debris_makes_no_block():
    body = "<!-- debris: 画像 -->\nhttps://example.com/a.png\n<!-- /debris -->\n本文"
    assert shown(body, "https://example.com/a.png 本文") == [("paragraph", "本文")]


def test_untied_words_are_still_blocks():
    assert shown("<!-- untied: 枠が不明 -->\n48社\n<!-- /untied -->", "48社") == [("paragraph", "48社")]


@pytest.mark.parametrize(
    ("heading", "line", "tied"),
    [
        ("", "", "printed"),
        ("{tied: order}", "", "order"),
        ("", "{tied: order}", "order"),
        ("{tied: confirmed r03 p4}", "", "confirmed"),
        ("{tied: order}", "{tied: confirmed r03 p4}", "order"),
        ("{tied: confirmed r03 p4}", "{tied: order}", "order"),
    ],
)
def test_a_block_is_tied_no_better_than_the_headings_that_lead_to_it(heading, line, tied):
    found = blocks(f"# 一 {heading}\n- 甲 {line}\n\n| 乙 | 丙 | {line}", "一 甲 乙 丙")
    assert [block.tied for block in found[1:]] == [tied, tied]


def test_words_below_an_untied_heading_are_untied():
    found = blocks("<!-- untied: 不明 -->\n# 一\n<!-- /untied -->\n- 甲\n# 二\n- 乙", "一 甲 二 乙")
    assert [block.tied for block in found] == ["untied", "untied", "printed", "printed"]


def test_headings_lead_to_a_block_outermost_first_and_end_at_their_like():
    body = "# 一\n## 二\n- 甲\n## 三\n- 乙\n# 四\n- 丙"
    found = {block.text: block.headings for block in blocks(body, "一二甲三乙四丙")}
    assert found == {
        "一": (),
        "二": ("一",),
        "甲": ("一", "二"),
        "三": ("一",),
        "乙": ("一", "三"),
        "四": (),
        "丙": ("四",),
    }


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("導\n入支援", "導入支援"),
        ("ＤＸ\n推進", "DX推進"),
        ("Tokyo\nDX", "Tokyo DX"),
        ("一\n\n 二", "一二"),
        ("", ""),
    ],
)
def test_lines_are_joined_as_japanese_is(text, joined):
    assert unwrap(text) == joined
