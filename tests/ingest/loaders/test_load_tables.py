"""CSV files, and through them what a grid is taken for: header, keys, pairs, attributes along the side."""

import random

import pytest

from ingest.loaders import load_file
from ingest.loaders.grids import write_grid
from ingest.loaders.writing import Cell, PageWriter
from tests.ingest.loaders.outlines import outline


def read(tmp_path, lexicon, source, encoding="utf-8"):
    (tmp_path / "a.csv").write_bytes(source.encode(encoding))
    (page,) = load_file(tmp_path / "a.csv", lexicon).pages
    return outline(page)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])
def test_any_usual_encoding_is_read(tmp_path, lexicon, encoding):
    rows = read(tmp_path, lexicon, "事業名,助成率,限度額\n試作支援,1/2,100万円\n", encoding)
    assert rows == ["T 事業名 | 助成率 | 限度額", "試作支援 | 1/2 | 100万円"]


def test_cells_that_look_like_formulas_are_plain_text(tmp_path, lexicon):
    assert read(tmp_path, lexicon, '事業名,助成率,備考\nA,=1+1,"@SUM(1,2)"\nB,-5%,+81\n') == [
        "T 事業名 | 助成率 | 備考", "A | =1+1 | @SUM(1,2)", "B | -5% | +81",
    ]  # fmt: skip


def test_two_columns_are_keys_with_values(tmp_path, lexicon):
    assert read(tmp_path, lexicon, "【助成率】,1/2\n■限度額,100万円\n相談先,本社\n") == [
        "助成率 | 1/2", "限度額 | 100万円", "相談先 | 本社",
    ]  # fmt: skip


def test_two_columns_under_an_attribute_are_a_table(tmp_path, lexicon):
    assert read(tmp_path, lexicon, "企業の規模,助成率\n一般,1/2\n小規模企業,2/3\n") == [
        "T 企業の規模 | 助成率", "一般 | 1/2", "小規模企業 | 2/3",
    ]  # fmt: skip


def test_keys_in_every_second_column_are_pairs(tmp_path, lexicon):
    assert read(tmp_path, lexicon, "助成率,1/2,限度額,100万円\n期間,1年,対象者,中小企業者\n") == [
        "助成率 | 1/2", "限度額 | 100万円", "期間 | 1年", "対象者 | 中小企業者",
    ]  # fmt: skip


def test_attributes_along_the_side_take_the_columns_head_as_condition(tmp_path, lexicon):
    assert read(tmp_path, lexicon, ",一般枠,特別枠\n助成率,1/2,2/3\n限度額,100万円,200万円\n") == [
        "助成率›一般枠 | 1/2", "助成率›特別枠 | 2/3", "限度額›一般枠 | 100万円", "限度額›特別枠 | 200万円",
    ]  # fmt: skip


def test_a_blank_key_goes_on_with_the_key_above_by_order_only(tmp_path, lexicon):
    (tmp_path / "a.csv").write_text("助成率,1/2\n,2/3\n", encoding="utf-8")
    (page,) = load_file(tmp_path / "a.csv", lexicon).pages
    assert outline(page) == ["助成率 | 1/2", "助成率 | 2/3"]
    assert [row.tied for row in page.nodes[0].rows] == ["printed", "order"]


def test_rows_of_unequal_length_and_tabs_are_read(tmp_path, lexicon):
    assert read(tmp_path, lexicon, "事業名\t助成率\t限度額\nA\t1/2\nB\t2/3\t100万円\n") == [
        "T 事業名 | 助成率 | 限度額", "A | 1/2 | ", "B | 2/3 | 100万円",
    ]  # fmt: skip


def test_text_pages_are_parted_by_form_feeds_or_blank_lines(tmp_path, lexicon):
    for source in ("一頁の本文です。\f二頁の本文です。", "一頁の本文です。\n\n\n二頁の本文です。"):
        (tmp_path / "a.txt").write_text(source, encoding="utf-8")
        pages = load_file(tmp_path / "a.txt", lexicon).pages
        assert [(page.number, page.text) for page in pages] == [(1, "一頁の本文です。"), (2, "二頁の本文です。")]
        assert outline(pages[0]) == ["一頁の本文です。"]


@pytest.mark.parametrize("seed", range(40))
def test_every_cell_is_written_once_whatever_the_table_is_taken_for(lexicon, seed):
    chance = random.Random(seed)
    words = ["助成率", "限度額", "対象者", "区分", "1/2", "100万円", "一般", "※注", "・項目", ""]
    width, height = chance.randint(1, 6), chance.randint(1, 6)
    grid = [
        [Cell((chance.choice(words) + f"[{r}{c}]",) * chance.randint(0, 1)) for c in range(width)]
        for r in range(height)
    ]
    keys = [[Cell((chance.choice(words[:4]),)) if chance.random() < 0.3 else cell for cell in row] for row in grid]
    for _ in range(2):
        row, column = chance.randrange(height), chance.randrange(width)
        keys[row][column:] = [keys[row][column]] * (width - column)
    writer = PageWriter()
    write_grid(writer, keys, lexicon, chance.choice([None, True, False]))
    page = writer.finish(1, "test")
    outline(page)
    for cell in {cell for row in keys for cell in row if cell.text and "[" in cell.text}:
        assert page.text.count(cell.text.removeprefix("・")) == 1
