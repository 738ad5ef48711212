"""The PDF route: a reading printed, loaded again, and compared with the gold facts."""

import pytest

from eval.render_page import html_of
from eval.render_pdf import find_chromium
from eval.renderings import measure
from ingest.reading import parse_reading
from tests.conftest import REPOSITORY

READING = """<!-- page 3 -->
# 設備更新支援事業
- 省エネ機器の導入 [[区分]]新規
| 助成限度額›一般 | 2,000万円 |
| 助成限度額›小規模企業 | 1,000万円 |
| 助成率 | 1/2<br>※賃上げ 2/3 |

| [[事業名]] | [[予算額]] |
|---|---|
| 設備<更新> | 10百万円 |
| ^^ | 20百万円 |
<!-- debris: スライド番号 -->
9
<!-- /debris -->
"""


def printed(style):
    return html_of(parse_reading("a.md", READING), style)


def test_a_label_before_words_is_printed_as_their_head():
    assert "●省エネ機器の導入（区分：新規）" in printed("ruled")


def test_keys_are_lines_in_one_column_and_cells_elsewhere():
    assert '<p class="pair">助成限度額（小規模企業）：' in printed("one-column")
    assert "<td rowspan=2 colspan=1>" in printed("ruled")


def test_a_merged_cell_is_printed_once_and_escaped():
    assert printed("unruled").count("設備&lt;更新&gt;") == 1


def test_debris_stands_at_the_foot_of_its_page():
    section = printed("two-columns").partition('<section id="p3">')[2]
    assert section.index("<p>9</p>") > section.index("10百万円")


@pytest.mark.skipif(find_chromium() is None, reason="no Chromium to print with")
@pytest.mark.parametrize("style", ["one-column", "two-columns"])
def test_printed_sheets_keep_their_figures(tmp_path, style):
    corpus, gold = REPOSITORY / "corpus", REPOSITORY / "eval" / "gold" / "facts.jsonl"
    figures = measure(corpus, gold, style, tmp_path, {"r07": range(9, 14)})
    assert figures.recall[1] > 40
    assert [fact.value for fact in figures.extra] == []
    assert figures.recall[0] >= 0.95 * figures.recall[1]
