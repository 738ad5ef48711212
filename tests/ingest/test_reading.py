"""The format of readings: every construct, and every error with its file and line."""

import pytest

from ingest.errors import ReadingError
from ingest.reading import Item, Run, Table, parse_reading
from tests.ingest.corpora import SETSUBI_READING
from tests.ingest.tables import read_table


def nodes(body):
    (page,) = parse_reading("a.md", "<!-- page 1 -->\n" + body)
    return page.nodes


def item(line):
    (node,) = nodes(line)
    assert isinstance(node, Item)
    return node


def table(body):
    (node,) = nodes(body)
    assert isinstance(node, Table)
    return node


def texts(row):
    return [[atom.text for atom in cell] for cell in row.cells]


@pytest.mark.parametrize(
    ("line", "kind", "depth", "text"),
    [
        ("# 一", "heading", 1, "一"),
        ("## 二", "heading", 2, "二"),
        ("### 三", "heading", 3, "三"),
        ("####  四 ", "heading", 4, "四"),
        ("##### 五", "paragraph", 0, "##### 五"),
        ("#七", "paragraph", 0, "#七"),
        ("- 点", "bullet", 0, "点"),
        ("  - 子", "bullet", 1, "子"),
        ("    - 孫", "bullet", 2, "孫"),
        ("-5%", "paragraph", 0, "-5%"),
        ("> ※注", "note", 0, "※注"),
        (">※注", "note", 0, "※注"),
        ("本文です。", "paragraph", 0, "本文です。"),
        ("  字下げした本文", "paragraph", 0, "字下げした本文"),
    ],
)
def test_a_line_is_what_it_begins_with(line, kind, depth, text):
    node = item(line)
    assert (node.kind, node.depth, [atom.text for atom in node.atoms]) == (kind, depth, [text])


def test_pages_and_lines_keep_their_numbers():
    first, second = parse_reading("a.md", SETSUBI_READING)
    assert (first.page, second.page) == (1, 2)
    assert [node.line for node in first.nodes] == [2, 3, 4, 7, 9, 10, 11, 12, 14]
    assert [node.line for node in second.nodes] == [18, 19, 23]


def test_a_page_may_be_empty_and_pages_may_be_left_out():
    pages = parse_reading("a.md", "<!-- page 2 -->\n\n<!--page 5-->\n本文\n")
    assert [(page.page, len(page.nodes)) for page in pages] == [(2, 0), (5, 1)]


@pytest.mark.parametrize("source", ["", "\n\n"])
def test_an_empty_file_reads_no_page(source):
    assert parse_reading("a.md", source) == ()


def test_windows_line_ends_make_no_difference():
    assert parse_reading("a.md", SETSUBI_READING.replace("\n", "\r\n")) == parse_reading("a.md", SETSUBI_READING)


def test_runs_that_stand_apart_are_joined_to_one_atom():
    (atom,) = item("導 ⧺ 入支援{#2}").atoms
    assert atom.runs == (Run("導"), Run("入支援", 2))
    assert atom.text == "導入支援"


def test_each_run_of_a_join_may_name_its_occurrence():
    (atom,) = item("A{#1}⧺B{#12}⧺C").atoms
    assert atom.runs == (Run("A", 1), Run("B", 12), Run("C"))


def test_a_label_stands_before_the_words_that_it_labels():
    label, words = item("- [[助成率]] 1/2以内").atoms
    assert (label.text, label.is_label) == ("助成率", True)
    assert (words.text, words.is_label) == ("1/2以内", False)


def test_a_heading_may_be_a_path():
    assert [atom.text for atom in item("## 助成限度額›小規模企業").atoms] == ["助成限度額", "小規模企業"]


@pytest.mark.parametrize(
    ("mark", "tied", "reason"),
    [
        ("{tied: order}", "order", ""),
        ("{tied: order 名称と金額が別の列}", "order", "名称と金額が別の列"),
        ("{tied: confirmed r03 p4}", "confirmed", "r03 p4"),
        ("", "printed", ""),
    ],
)
def test_a_line_says_how_it_is_tied(mark, tied, reason):
    node = item(f"- 相談 24回 {mark}")
    assert (node.tied, node.reason, node.atoms[0].text) == (tied, reason, "相談 24回")
    (row,) = table(f"| 助成率 | 1/2 | {mark}").rows
    assert (row.tied, row.reason, texts(row)) == (tied, reason, [["助成率"], ["1/2"]])


def test_words_between_untied_marks_are_untied_until_the_mark_closes():
    inside, row, after = nodes("<!-- untied: 枠が不明 -->\n48社\n\n| a | b |\n<!-- /untied -->\n後")
    assert (inside.tied, inside.reason, inside.kind) == ("untied", "枠が不明", "paragraph")
    assert (row.rows[0].tied, row.rows[0].reason) == ("untied", "枠が不明")
    assert (after.tied, after.reason) == ("printed", "")


def test_words_between_debris_marks_are_debris():
    inside, after = nodes("<!-- debris: 画像 -->\n# https://example.com/a.png\n<!-- /debris -->\n# 後")
    assert (inside.kind, after.kind) == ("debris", "heading")


def test_a_table_with_a_rule_has_a_header():
    node = table("| 枠 | 上限 |\n|:---|---:|\n| 通常 | 300万円 |\n| 特別 | 1億円 |")
    assert node.header is not None
    assert texts(node.header) == [["枠"], ["上限"]]
    assert [texts(row) for row in node.rows] == [[["通常"], ["300万円"]], [["特別"], ["1億円"]]]


def test_a_table_without_a_rule_has_key_value_rows_of_any_width():
    node = table("| 助成率 | 1/2 |\n| 限度額›一般 | 100万円 | 200万円 |")
    assert node.header is None
    assert [texts(row) for row in node.rows] == [
        [["助成率"], ["1/2"]],
        [["限度額", "一般"], ["100万円"], ["200万円"]],
    ]


def test_a_cell_may_have_lines_be_empty_or_be_a_label():
    (row,) = table("| [[助成率]] | 1/2<br>2/3 |  |").rows
    assert texts(row) == [["助成率"], ["1/2", "2/3"], []]
    assert row.cells[0][0].is_label


def test_a_merged_cell_is_the_same_atom_in_every_row():
    first, second, third = table("| Ⅰ | 100万円 |\n| Ⅱ | ^^ |\n| Ⅲ | ^^ |").rows
    assert first.cells[1][0] is second.cells[1][0] is third.cells[1][0]


def test_tables_are_parted_by_an_empty_line():
    first, second = nodes("| a | b |\n\n| c | d |")
    assert isinstance(first, Table)
    assert isinstance(second, Table)


@pytest.mark.parametrize(("reading", "line", "message"), read_table("reading_errors.tsv"))
def test_what_is_not_in_the_format_is_refused_with_file_and_line(reading, line, message):
    with pytest.raises(ReadingError) as caught:
        parse_reading("readings/a.md", reading)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"readings/a.md:{line}:")
    assert caught.value.line == int(line)
