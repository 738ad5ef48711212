"""Sample documents (見本) in several forms: programmes, figures and offices that do not exist."""

from collections.abc import Callable
from pathlib import Path

from tests.ingest.loaders.drawing import Paper

TITLE = "令和8年度 支援事業のご案内（見本）"
NOTE = "この資料は試験のための見本で、載っている事業、金額、窓口は実在しません。"
BOOKS, TRUCKS = "ことのは書店デジタル受注促進事業", "はやて運送環境車両導入支援事業"
SHEETS = {
    BOOKS: [
        ("助成対象者", "都内で書籍小売業を営む中小企業者"),
        ("助成限度額", "320万円（下限額25万円）"),
        ("助成率", "1/2以内（小規模企業者は3/5以内、賃上げ計画を実施する場合は2/3以内）"),
        ("助成対象期間", "交付決定日から1年2か月以内"),
        ("助成対象経費", "受注システム導入費、機器購入費、専門家指導費"),
        ("目標", "令和10年度までに受注の電子化率60％"),
        ("規模", "45件"),
        ("問合せ先", "見本産業支援センター 販路課 電話 03-0000-1234"),
    ],
    TRUCKS: [
        ("助成対象者", "都内に営業所を置く運送業の中小企業者"),
        ("助成限度額", "2,600万円（下限額150万円）"),
        ("助成率", "4/5以内"),
        ("助成対象期間", "交付決定日から2年6か月以内"),
        ("助成対象経費", "電動車両購入費、充電設備設置費"),
        ("規模", "18件"),
        ("問合せ先", "見本産業支援センター 車両課 電話 03-0000-5678"),
    ],
}  # fmt: skip


def draw_pdf(path: Path) -> None:
    """A cover, then a ruled sheet a page."""
    paper = Paper(path)
    paper.write(60, 60, TITLE, size=20)
    paper.write(60, 100, NOTE)
    for name, rows in SHEETS.items():
        paper.turn()
        paper.write(60, 60, name, size=18)
        ys = [90 + 26 * row for row in range(len(rows) + 1)]
        paper.grid([60, 170, 555], ys)
        for y, (key, value) in zip(ys, rows, strict=False):
            paper.write(66, y + 17, key)
            paper.write(176, y + 17, value)
    paper.save()


WORKSHOP = "みずいろ染物工房継承支援事業"


def write_docx(path: Path) -> None:
    """A title, a sentence and a table of two columns."""
    from docx import Document

    document = Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(NOTE)
    document.add_heading(WORKSHOP, 1)
    rows = [
        ("助成対象者", "染物業を営む都内の小規模企業者"), ("助成限度額", "180万円"), ("助成率", "3/4以内"),
        ("助成対象期間", "1年以内"), ("助成対象経費", "道具購入費、研修費"), ("予定件数", "12件"),
        ("問合せ先", "見本伝統工芸支援室 電話 03-0000-2468"),
    ]  # fmt: skip
    table = document.add_table(rows=0, cols=2)
    for key, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = key, value
    document.save(str(path))


COLOURS = (
    "あかね", "あさぎ", "あんず", "うぐいす", "うすべに", "えびちゃ", "おうど", "かきいろ", "かりやす", "きはだ",
    "くちなし", "くるみ", "くわのみ", "こうばい", "こはく", "こむぎ", "さくら", "さんご", "しおん", "すおう",
    "すみれ", "たまご", "つつじ", "とくさ", "なでしこ", "にびいろ", "はなだ", "ひわいろ", "ふじいろ", "もえぎ",
)  # fmt: skip


def write_xlsx(path: Path) -> None:
    """A list of thirty programmes: the n-th has a cap of 100 + 10 n 万円, n + 4 places and one of three rates."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "事業一覧（見本）"
    sheet.append([f"{TITLE} 事業一覧"])
    sheet.append(["事業名", "助成限度額", "助成率", "予定件数", "担当課", "電話番号"])
    for n, colour in enumerate(COLOURS, 1):
        rate = ("1/2", "2/3", "3/4")[n % 3]
        sheet.append(
            [
                f"{colour}工房支援事業",
                f"{100 + 10 * n}万円",
                rate,
                f"{n + 4}件",
                f"見本{colour}課",
                f"03-0000-{1000 + n}",
            ]
        )
    book.save(path)


PAPER = "ましろ和紙ブランド化支援事業"


def write_markdown(path: Path) -> None:
    path.write_text(
        f"""# {TITLE}

{NOTE}

## {PAPER}

和紙の産地の中小企業者が、新しい商品を開発し販路を開くための経費を助成します。

- 助成対象者：都内で和紙の製造又は販売を営む中小企業者
- 助成限度額：240万円
- 助成率：2/3以内
- 助成対象期間：1年6か月以内
- 助成対象経費：試作費、展示会出展費、広告費
- 予定件数：20件
- 問合せ先：見本紙業振興室 電話 03-0000-1357

## 和紙体験講座

| 項目 | 内容 |
| --- | --- |
| 開催回数 | 年6回 |
| 定員 | 15名 |
| 受講料 | 無料 |
""",
        encoding="utf-8",
    )


FORMS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "pdf": ("令和8年度 支援事業のご案内（見本）.pdf", draw_pdf),
    "docx": ("令和8年度 伝統工芸の支援（見本）.docx", write_docx),
    "xlsx": ("令和8年度 事業一覧（見本）.xlsx", write_xlsx),
    "md": ("令和8年度 和紙の支援（見本）.md", write_markdown),
}
