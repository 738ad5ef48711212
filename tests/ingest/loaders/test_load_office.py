"""Word, PowerPoint and Excel files made by the tests: pages, headings, tables, merged cells, what is not shown."""

import datetime

import pytest

from ingest.loaders import load_file
from tests.ingest.loaders.outlines import outline


@pytest.fixture
def word():
    import docx

    return docx.Document()


def read(path, lexicon):
    loaded = load_file(path, lexicon)
    return [outline(page) for page in loaded.pages], [problem.message for problem in loaded.problems]


def test_word_styles_give_headings_and_lists(tmp_path, lexicon, word):
    word.add_heading("支援の手引", 0)
    word.add_heading("試作支援事業", 1)
    word.add_paragraph("試作の経費を助成します。")
    word.add_paragraph("設計", style="List Bullet")
    word.add_paragraph("外注", style="List Bullet 2")
    word.add_paragraph().add_run("申請の流れ").bold = True
    word.add_paragraph("助成率：1/2")
    word.add_paragraph("※ 注意")
    word.save(tmp_path / "a.docx")
    assert read(tmp_path / "a.docx", lexicon)[0] == [
        ["# 支援の手引", "## 試作支援事業", "試作の経費を助成します。", "- 設計", "  - 外注", "### 申請の流れ",
         "助成率 | 1/2", "> ※ 注意"]
    ]  # fmt: skip


def test_a_word_document_is_cut_at_page_breaks(tmp_path, lexicon, word):
    word.add_heading("一つ目", 1)
    word.add_page_break()
    word.add_heading("二つ目", 1)
    word.add_heading("三つ目", 1)
    word.save(tmp_path / "a.docx")
    assert read(tmp_path / "a.docx", lexicon)[0] == [["# 一つ目"], ["# 二つ目", "# 三つ目"]]


def test_a_word_document_without_breaks_is_cut_at_its_top_headings(tmp_path, lexicon, word):
    for text in ("一つ目", "二つ目"):
        word.add_heading(text, 1)
        word.add_paragraph("本文")
    word.save(tmp_path / "a.docx")
    assert read(tmp_path / "a.docx", lexicon)[0] == [["# 一つ目", "本文"], ["# 二つ目", "本文"]]


def test_word_tables_stand_in_their_place_with_merged_cells(tmp_path, lexicon, word):
    word.add_paragraph("前")
    table = word.add_table(3, 3)
    for at, row in enumerate([("区分", "枠", "限度額"), ("助成", "一般", "100万円"), ("", "特別", "200万円")]):
        for cell, text in zip(table.rows[at].cells, row, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    word.add_paragraph("後")
    word.save(tmp_path / "a.docx")
    assert read(tmp_path / "a.docx", lexicon)[0] == [
        ["前", "T 区分 | 枠 | 限度額", "助成 | 一般 | 100万円", "助成 | 特別 | 200万円", "後"]
    ]


def test_hidden_and_deleted_words_are_not_read(tmp_path, lexicon, word):
    from docx.oxml import parse_xml

    word.add_paragraph("見える").add_run("隠れた").font.hidden = True
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    deleted = f"<w:del {space}><w:r><w:delText>消した</w:delText></w:r></w:del>"
    word.add_paragraph("残る")._p.append(parse_xml(deleted))
    word.save(tmp_path / "a.docx")
    assert read(tmp_path / "a.docx", lexicon)[0] == [["見える", "残る"]]


@pytest.fixture
def slides():
    import pptx

    return pptx.Presentation()


def box(slide, place, text):
    from pptx.util import Cm

    shape = slide.shapes.add_textbox(*(Cm(part) for part in place))
    shape.text_frame.text = text


def test_a_slide_is_read_column_by_column_below_its_title(tmp_path, lexicon, slides):
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    slide.shapes.title.text = "試作支援事業"
    box(slide, (13, 5, 10, 3), "右の上")
    box(slide, (1, 9, 10, 2), "左の下")
    box(slide, (13, 9, 10, 3), "右の下")
    box(slide, (1, 5, 10, 2), "左の上")
    slides.save(tmp_path / "a.pptx")
    assert read(tmp_path / "a.pptx", lexicon)[0] == [["# 試作支援事業", "左の上", "左の下", "右の上", "右の下"]]


def test_a_label_box_and_the_box_beside_it_are_a_row(tmp_path, lexicon, slides):
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    for at, (key, value) in enumerate([("助成率", "1/2"), ("対象者", "都内の中小企業者")]):
        box(slide, (1, 3 + at * 3, 4, 1), key)
        box(slide, (6, 3 + at * 3, 10, 1), value)
    slides.save(tmp_path / "a.pptx")
    assert read(tmp_path / "a.pptx", lexicon)[0] == [["助成率 | 1/2", "対象者 | 都内の中小企業者"]]


def test_slide_tables_groups_and_body_text_are_read_but_not_notes_and_hidden_slides(tmp_path, lexicon, slides):
    from pptx.util import Cm

    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "制度の一覧"
    slide.placeholders[1].text_frame.text = "一つ目\n二つ目"
    table = slide.shapes.add_table(3, 3, Cm(1), Cm(15), Cm(20), Cm(2)).table
    for at, row in enumerate([("事業名", "助成率", "限度額"), ("A", "1/2", "100万円"), ("B", "", "200万円")]):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    group = slide.shapes.add_group_shape().shapes.add_textbox(Cm(1), Cm(18), Cm(9), Cm(1))
    group.text_frame.text = "※ 組の中"
    slide.notes_slide.notes_text_frame.text = "話し手だけのメモ"
    slides.slides.add_slide(slides.slide_layouts[5]).shapes.title.text = "隠した一枚"
    slides.slides[1]._element.set("show", "0")
    slides.save(tmp_path / "a.pptx")
    pages, problems = read(tmp_path / "a.pptx", lexicon)
    assert pages == [
        ["# 制度の一覧", "- 一つ目", "- 二つ目", "T 事業名 | 助成率 | 限度額", "A | 1/2 | 100万円", "B | 1/2 | 200万円",
         "> ※ 組の中"],
        [],
    ]  # fmt: skip
    assert ["非表示" in message for message in problems] == [True]


@pytest.fixture
def book():
    import openpyxl

    return openpyxl.Workbook()


def test_a_sheet_is_a_page_with_its_titles_tables_and_shown_numbers(tmp_path, lexicon, book):
    sheet = book.active
    sheet.title = "一覧"
    for row in [
        ["令和9年度 助成の一覧"],
        ["分野", "事業名", "助成率", "限度額"],
        ["創業", "A", 0.5, 1000],
        [None, "B", 2 / 3, 2500],
    ]:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A3:A4")
    for row in (3, 4):
        sheet[f"C{row}"].number_format, sheet[f"D{row}"].number_format = "# ?/?", '#,##0"万円"'
    sheet["B7"], sheet["C7"] = "期間", datetime.date(2027, 4, 1)
    book.create_sheet("控え")["A1"] = "見せない"
    book["控え"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    pages, problems = read(tmp_path / "a.xlsx", lexicon)
    assert pages == [
        ["# 一覧", "## 令和9年度 助成の一覧", "T 分野 | 事業名 | 助成率 | 限度額", "創業 | A | 1/2 | 1,000万円",
         "創業 | B | 2/3 | 2,500万円", "期間 | 2027年4月1日"],
        [],
    ]  # fmt: skip
    assert ["非表示" in message for message in problems] == [True]


def test_formulas_without_a_saved_result_are_reported(tmp_path, lexicon, book):
    book.active.append(["予算額", "=1+1"])
    book.save(tmp_path / "a.xlsx")
    pages, problems = read(tmp_path / "a.xlsx", lexicon)
    assert pages == [["予算額"]]
    assert ["数式が1個" in message for message in problems] == [True]


def test_a_sheet_with_one_far_cell_is_read_at_once(tmp_path, lexicon, book):
    book.active["A1"], book.active["XFD1048576"] = "近い", "遠い"
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx", lexicon)[0] == [["近い", "遠い"]]
