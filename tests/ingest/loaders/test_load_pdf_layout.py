"""PDF layouts of a made-up programme sheet: columns, tables, headings, wrapped lines, unseen text."""

import random
from collections import Counter

import pytest

from ingest.errors import CorpusError
from ingest.loaders import load_file
from ingest.loaders.pdf_page import read_page
from tests.ingest.loaders.drawing import Paper
from tests.ingest.loaders.outlines import outline

SENTENCE = [
    "この事業は、都内の中小企業者が行う新しい製品の試作に要する経費の",
    "一部を助成し、あわせて専門家が助言を行うものです。",
]
SHEET = [
    ("対象者", "都内の中小企業者"),
    ("助成率", "1/2以内（小規模企業は2/3以内）"),
    ("助成限度額", "2,000万円"),
    ("期間", "1年3か月以内"),
]
TABLE = [("区分", "助成率", "助成限度額"), ("一般", "1/2", "1,000万円"), ("小規模企業", "2/3", "1,500万円")]


def load(path, lexicon):
    return load_file(path, lexicon).pages


def test_one_column_gives_headings_bullets_notes_and_whole_sentences(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    paper.write(60, 60, "試作支援事業", 18)
    paper.lines(60, 100, SENTENCE)
    paper.write(60, 150, "対象となる経費", 13)
    paper.lines(
        60, 180, ["・設計に要する経費", "・試験に要する経費", "※交付決定前の経費は対象外です。", "助成率：1/2以内"]
    )
    paper.write(290, 830, "- 1 -", 9)
    (page,) = load(paper.save(), lexicon)
    assert outline(page) == [
        "# 試作支援事業",
        "".join(SENTENCE),
        "## 対象となる経費",
        "- 設計に要する経費",
        "- 試験に要する経費",
        "> ※交付決定前の経費は対象外です。",
        "助成率 | 1/2以内",
        "x - 1 -",
    ]


@pytest.mark.parametrize("offset", [0, 4, 9], ids=["same base lines", "a little lower", "half a line lower"])
def test_two_columns_are_read_one_after_the_other(tmp_path, lexicon, offset):
    left = [f"左の列の{n}行目で、都内の中小企業の資金に関する説" for n in range(10)]
    right = [f"右の列の{n}行目で、別の話題である販路の開拓の説" for n in range(10)]
    paper = Paper(tmp_path / "a.pdf")
    paper.write(60, 60, "支援策の概要", 18)
    paper.lines(50, 100, left)
    paper.lines(315, 100 + offset, right)
    paper.lines(50, 320, ["二つの列の下で、紙面の幅いっぱいに書かれた文章は、両方の列を読み終えた後に読みます。"])
    (page,) = load(paper.save(), lexicon)
    text = page.text.replace("\n", "")
    assert text.index("支援策の概要") < text.index("左の列の0") < text.index("左の列の9") < text.index("右の列の0")
    assert text.index("右の列の9") < text.index("二つの列の下で")
    assert "".join(left) in text
    assert "".join(right) in text


def test_bullets_in_two_columns_are_no_table(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf", size=(720, 540))
    paper.lines(50, 100, ["・人手の不足", "・設備の老朽化", "・後継者の不在"])
    paper.lines(390, 100, ["・省力化の支援", "・専門家の派遣", "・相談体制の強化"])
    (page,) = load(paper.save(), lexicon)
    assert outline(page) == [
        "- 人手の不足", "- 設備の老朽化", "- 後継者の不在", "- 省力化の支援", "- 専門家の派遣", "- 相談体制の強化",
    ]  # fmt: skip


def test_a_ruled_sheet_gives_keys_with_values(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    paper.write(60, 60, "試作支援事業", 18)
    for at, (key, value) in enumerate(SHEET):
        paper.write(65, 116 + at * 24, key)
        paper.write(155, 116 + at * 24, value)
    paper.grid([60, 150, 500], [100, 124, 148, 172, 196])
    (page,) = load(paper.save(), lexicon)
    assert outline(page) == ["# 試作支援事業", *(f"{key} | {value}" for key, value in SHEET)]


def test_a_ruled_table_keeps_header_merged_cells_and_wrapped_cells(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    for at, row in enumerate(TABLE):
        for x, text in zip((65, 165, 265), row, strict=True):
            paper.write(x, 116 + at * 24, text)
    paper.lines(65, 188, ["賃金を引き上げる", "企業"], 14)
    paper.write(165, 195, "いずれの区分でも3/4")
    paper.grid([60, 160, 260, 360], [100, 124, 148, 172])
    for x in (60, 160, 360):
        paper.grid([x, x], [172, 210])
    paper.grid([60, 360], [172, 210])
    (page,) = load(paper.save(), lexicon)
    assert outline(page) == [
        "T 区分 | 助成率 | 助成限度額",
        "一般 | 1/2 | 1,000万円",
        "小規模企業 | 2/3 | 1,500万円",
        "賃金を引き上げる企業 | いずれの区分でも3/4 | いずれの区分でも3/4",
    ]


def test_an_unruled_sheet_gives_keys_with_values(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    paper.lines(60, 60, SENTENCE)
    for at, (key, value) in enumerate(SHEET):
        paper.write(60, 130 + at * 24, key)
        paper.write(170, 130 + at * 24, value)
    paper.lines(60, 260, SENTENCE)
    (page,) = load(paper.save(), lexicon)
    sentence = "".join(SENTENCE)
    assert outline(page) == [sentence, *(f"{key} | {value}" for key, value in SHEET), sentence]


def test_an_unruled_value_of_several_lines_belongs_to_the_key_beside_its_middle(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    paper.lines(170, 100, ["都内に主たる事業所を持つ中小企業者であって、令和9年4月1日までに", "創業している方"], 15)
    paper.write(60, 107, "対象者")
    paper.write(60, 150, "助成率")
    paper.lines(170, 142, ["一般：1/2", "小規模企業：2/3"], 15)
    (page,) = load(paper.save(), lexicon)
    assert outline(page) == [
        "対象者 | 都内に主たる事業所を持つ中小企業者であって、令和9年4月1日までに創業している方",
        "助成率 | 一般：1/2›小規模企業：2/3",
    ]


def test_an_unruled_table_keeps_its_header(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    for at, row in enumerate(TABLE):
        for x, text in zip((60, 200, 300), row, strict=True):
            paper.write(x, 100 + at * 24, text)
    (page,) = load(paper.save(), lexicon)
    assert outline(page) == [
        "T 区分 | 助成率 | 助成限度額", "一般 | 1/2 | 1,000万円", "小規模企業 | 2/3 | 1,500万円",
    ]  # fmt: skip


def test_names_and_right_aligned_amounts_are_rows(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    rows = [("試作を支援する補助の事業", "1,234"), ("販路を開く専門家を派遣する事業", "88"), ("合同の説明会", "5,600")]
    for at, (name, amount) in enumerate(rows):
        paper.write(60, 100 + at * 22, name)
        paper.write(400 - 6 * len(amount), 100 + at * 22, amount)
    (page,) = load(paper.save(), lexicon)
    assert outline(page) == [f"{name} | {amount}" for name, amount in rows]


def test_a_key_alone_on_its_row_is_tied_to_the_value_beside_it(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    paper.lines(60, 60, SENTENCE)
    paper.write(60, 120, "助成率")
    paper.write(200, 120, "1/2（小規模企業2/3）")
    (page,) = load(paper.save(), lexicon)
    assert outline(page)[-1] == "助成率 | 1/2（小規模企業2/3）"


def test_unseen_text_is_left_out_and_reported(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    paper.fill(50, 40, 300, 30, (0, 0, 0.4))
    paper.write(60, 60, "見える白抜きの見出し", colour=(1, 1, 1))
    paper.write(60, 100, "本文はふつうに見えます。")
    paper.write(60, 130, "白地に白い文字", colour=(1, 1, 1))
    paper.write(60, 150, "とても小さい文字", size=2)
    loaded = load_file(paper.save(), lexicon)
    assert "見える白抜きの見出し" in loaded.pages[0].text
    assert "白地" not in loaded.pages[0].text
    assert "小さい" not in loaded.pages[0].text
    assert [(problem.page, "15字" in problem.message) for problem in loaded.problems] == [(1, True)]


def test_repeated_heads_and_page_numbers_are_debris(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    for number in range(1, 6):
        paper.write(60, 40, "中小企業支援の手引", 9)
        paper.write(60, 100, f"{number}つ目の制度について、利用の流れと相談の窓口を説明します。")
        paper.write(290, 825, str(number), 9)
        if number < 5:
            paper.turn()
    pages = load(paper.save(), lexicon)
    assert [page.number for page in pages] == [1, 2, 3, 4, 5]
    assert outline(pages[2]) == [
        "x 中小企業支援の手引",
        "3つ目の制度について、利用の流れと相談の窓口を説明します。",
        "x 3",
    ]


def test_a_page_of_pictures_among_others_is_reported_and_keeps_its_number(tmp_path, lexicon):
    from PIL import Image

    Image.new("RGB", (40, 40), "grey").save(tmp_path / "a.png")
    paper = Paper(tmp_path / "a.pdf")
    paper.write(60, 60, "最初のページの本文です。")
    paper.turn()
    paper.canvas.drawImage(str(tmp_path / "a.png"), 0, 0, 595, 842)
    loaded = load_file(paper.save(), lexicon)
    assert [page.text for page in loaded.pages] == ["最初のページの本文です。\n", ""]
    assert [(problem.page, "OCR" in problem.message) for problem in loaded.problems] == [(2, True)]


def test_a_scan_without_any_text_is_refused(tmp_path, lexicon):
    from PIL import Image

    Image.new("RGB", (40, 40), "grey").save(tmp_path / "a.png")
    paper = Paper(tmp_path / "scan.pdf")
    paper.canvas.drawImage(str(tmp_path / "a.png"), 0, 0, 595, 842)
    with pytest.raises(CorpusError, match=r"scan\.pdf は画像だけのPDF"):
        load(paper.save(), lexicon)


def test_what_stands_in_a_frame_stays_together(tmp_path, lexicon):
    paper = Paper(tmp_path / "a.pdf")
    for x, texts in (
        (60, ["左の枠の課題です", "人手の不足と", "", "設備の老朽化"]),
        (330, ["右の枠の対応です", "省力化の支援"]),
    ):
        paper.canvas.rect(x - 8, 842 - 200, 240, 120)
        paper.lines(x, 100, texts)
    (page,) = load(paper.save(), lexicon)
    text = page.text
    assert text.index("左の枠") < text.index("設備の老朽化") < text.index("右の枠") < text.index("省力化")


@pytest.mark.parametrize("seed", range(12))
def test_no_letter_is_lost_or_doubled_however_a_page_is_strewn(tmp_path, lexicon, seed):
    import pdfplumber

    chance = random.Random(seed)
    paper = Paper(tmp_path / "a.pdf")
    texts = [chr(0x4E00 + 20 * number + 4) * chance.randint(1, 12) for number in range(60)]
    places = [(40 + 60 * across, 60 + 14 * down) for across in range(8) for down in range(50)]
    for text, (x, y) in zip(texts, chance.sample(places, len(texts)), strict=True):
        paper.write(x + chance.randint(0, 9), y, text, chance.choice([8, 10.5, 14]))
    for _ in range(seed % 3):
        x, y = chance.randint(40, 200), chance.randint(60, 500)
        paper.grid([x, x + 120, x + 260], [y, y + 60, y + 150])
    with pdfplumber.open(paper.save()) as pdf:
        printed = [
            char["text"] for char in pdf.pages[0].dedupe_chars().chars if char["text"].strip() and char["x1"] < 595
        ]
        page, _ = read_page(pdf.pages[0], 1, lexicon)
    outline(page)
    read = Counter(page.text)
    assert all(read[letter] >= count for letter, count in Counter(printed).items())
    assert sum(read[letter] for letter in set("".join(texts))) <= sum(map(len, texts))
