"""Tables without rules in a flow of text: what is a row, what is not, and what cannot be told."""

import pytest

from ingest.loaders import load_file
from ingest.loaders.lines import is_key, read_line
from ingest.reading import Table
from tests.ingest.loaders.drawing import Paper
from tests.ingest.loaders.outlines import outline

HEADS = ("事業名", "区分", "予算額")
ROWS = [
    ("設備更新支援事業", "拡充", "447百万円"),
    ("工場見学会の開催", "", "12百万円"),
    ("試作支援事業", "新規", "90百万円"),
]


def draw(paper, rows, y, xs, pitch=25):
    for at, row in enumerate(rows):
        for x, text in zip(xs, row, strict=True):
            if text:
                paper.write(x, y + at * pitch, text)


def read(paper, lexicon):
    (page,) = load_file(paper.save(), lexicon).pages
    return page


def test_tables_between_short_lines_are_not_taken_for_columns_of_the_page(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    for y, title in ((60, "最初の方向性"), (260, "次の方向性")):
        paper.write(60, y, title, 15)
        draw(paper, [HEADS, *ROWS], y + 30, (60, 250, 320))
        paper.lines(60, y + 140, ["・短い行", "・次の行"])
    table = ["T 事業名 | 区分 | 予算額", *(" | ".join(row) for row in ROWS), "- 短い行", "- 次の行"]
    assert outline(read(paper, lexicon)) == ["# 最初の方向性", *table, "# 次の方向性", *table]


def test_a_table_in_a_column_of_the_page_is_not_mixed_with_the_other_column(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf", size=(842, 595))
    for x, title in ((60, "左の見出し"), (460, "右の見出し")):
        paper.write(x, 60, title, 15)
        draw(paper, [HEADS, *ROWS], 90, (x, x + 170, x + 220))
        paper.lines(x, 210, ["・短い行", "・次の行", "・終わりの行"])
    table = ["T 事業名 | 区分 | 予算額", *(" | ".join(row) for row in ROWS), "- 短い行", "- 次の行", "- 終わりの行"]
    assert outline(read(paper, lexicon)) == ["# 左の見出し", *table, "# 右の見出し", *table]


def test_a_key_broken_over_two_lines_keeps_the_value_beside_its_first_line(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    paper.lines(60, 60, ["この事業は、都内の中小企業者が行う新しい製品の試作に要する経費の一部を助成します。"])
    draw(paper, [("対象者", "中小企業者 等"), ("助成限度", "2,500万円")], 100, (60, 140))
    paper.write(60, 142, "額")
    draw(paper, [("助成率", "1/2")], 167, (60, 140))
    assert outline(read(paper, lexicon))[1:] == ["対象者 | 中小企業者 等", "助成限度額 | 2,500万円", "助成率 | 1/2"]


def test_a_key_over_two_rows_is_the_key_of_both(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    draw(paper, [("助成限度額", "一般", "2,000万円"), ("", "小規模企業", "1,000万円")], 60, (60, 160, 260))
    draw(paper, [("助成率", "", "2/3以内"), ("期間", "", "1年")], 110, (60, 160, 260))
    assert outline(read(paper, lexicon)) == [
        "助成限度額›一般 | 2,000万円", "助成限度額›小規模企業 | 1,000万円", "助成率 | 2/3以内", "期間 | 1年",
    ]  # fmt: skip


def test_rows_whose_empty_cells_may_go_on_from_above_are_tied_to_nothing(tmp_path, lexicon):
    heads, first = ("区分", "要件", "助成率", "助成限度額"), ("競争力強化", "賃上げ", "1/2", "100万円")
    paper = Paper(tmp_path / "a.pdf")
    draw(paper, [heads, first, ("", "", "2/3", "200万円"), ("新事業", "", "3/4", "300万円")], 60, (60, 160, 260, 360))
    (table,) = read(paper, lexicon).nodes
    assert isinstance(table, Table)
    assert {row.tied for row in table.rows} == {"untied"}


def test_rows_that_begin_with_marks_are_of_names_that_stand_elsewhere(tmp_path, lexicon):
    rows = [("要件", "助成率", "助成限度額"), ("○", "2/3", "200万円"), ("-", "1/2", "100万円")]
    paper = Paper(tmp_path / "a.pdf")
    draw(paper, rows, 60, (60, 160, 260))
    (table,) = read(paper, lexicon).nodes
    assert {row.tied for row in table.rows} == {"untied"}


def test_lines_further_in_below_a_key_and_its_value_are_values_too(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    paper.lines(60, 60, ["助成率：1/2以内", "対象者：次のいずれかの方"])
    paper.lines(82, 94, ["※都内に本店があること", "②都内で事業を行うこと"])
    paper.write(60, 140, "申込みの前に相談を受けてください。")
    assert outline(read(paper, lexicon)) == [
        "助成率 | 1/2以内", "対象者 | 次のいずれかの方›※都内に本店があること›②都内で事業を行うこと",
        "申込みの前に相談を受けてください。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("助成率", True), ("令和7年度予算額", True), ("助成限度額（小規模企業）", True), ("【助成率】", True),
        ("助成率の考え方", False), ("（小規模企業）", False), ("令和7年度", False),
    ],
)  # fmt: skip
def test_a_key_may_name_its_year_or_what_it_is_of(lexicon, text, expected):
    assert is_key(text, lexicon) is expected


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("根拠法令：商工会法（昭和35年）", "row", "根拠法令"),
        ("9：00～17：00", "paragraph", ""),
        ("https://example.com/", "paragraph", ""),
        ("次の費用は、対象外です：飲食費", "paragraph", ""),
    ],
)
def test_a_short_label_with_a_colon_heads_its_line(lexicon, text, kind, key):
    line = read_line(text, lexicon)
    assert (line.kind, line.key) == (kind, key)
