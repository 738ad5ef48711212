"""Corpora written for the tests: three short documents with a catalogue, a lexicon and one reading."""

import hashlib
import json
from pathlib import Path

SETSUBI_1 = """令和５年度 設備更新
支援助成金のご案内
 古い設備を省エネ型に替える費用を助成します。申請は年１回です。
 助成限度額 １，５００万円 助成率 ２／３以内（小規模３／４）
https://example.com/images/mark.png
 巡回相談 〔年24回〕
 申込 導
窓口 公社 入支援課
図の説明 対象 48社"""
SETSUBI_2 = """区分 上限
通常枠 300万円
特別枠 1億2,000万円
※特別枠は12か月以上の計画が要ります。
"""
SETSUBI_READING = """<!-- page 1 -->
# 令和５年度 設備更新支援助成金のご案内
古い設備を省エネ型に替える費用を助成します。申請は年１回です。
| 助成限度額 | １，５００万円 |
| 助成率 | ２／３以内（小規模３／４） |
<!-- debris: 画像の番地 -->
https://example.com/images/mark.png
<!-- /debris -->
- 巡回相談 〔年24回〕
- 導⧺入支援課 {tied: order 名称が二行に分かれている}
- 申込
  - 窓口 公社
<!-- untied: どの枠の数か分からない -->
図の説明 対象 48社
<!-- /untied -->

<!-- page 2 -->
## [[事業区分]]
| 区分 | 上限 |
|---|---|
| 通常枠 | 300万円 |
| 特別枠 | 1億2,000万円 |
> ※特別枠は12か月以上の計画が要ります。
"""
HANRO = """販路開拓支援について

■支援の内容
・展示会への出展を助成します。対象は都内の中小企業です。
・専門家が年6回まで訪問します。
助成率 1/2以内
※予算がなくなり次第、終了します。


人材育成支援について
●研修の費用を助成します。受講料は無料です。
 電話 での相談もできます。
"""
JIGYO = """事業承継の相談窓口
後継者のいない会社の相談を受けます。平日の9時から17時まで、予約は要りません。
相談は何回でも無料です。譲
渡手続の専門家も紹介します。
"""
ATTRIBUTES = """[[attribute]]
name = "助成率"
kind = "rate"
keys = ["助成率", "補助率"]
words = ["何割", "助成率"]

[[attribute]]
name = "助成限度額"
kind = "money"
keys = ["助成限度額", "上限"]
words = ["いくらまで"]
"""
THESAURUS = """[[synonym]]
words = ["跡継ぎ"]
terms = ["事業承継"]
"""


def write_small_corpus(folder: Path) -> Path:
    """Write ``setsubi`` (FY2023, 2 pages with a reading), ``hanro`` (FY2024, 2) and ``jigyo`` (FY2025, 1)."""
    write_corpus(
        folder,
        {
            "setsubi": (2023, SETSUBI_1 + "\n\n\n" + SETSUBI_2),
            "hanro": (2024, HANRO),
            "jigyo": (2025, JIGYO),
        },
    )
    for name, text in {
        "readings/setsubi.md": SETSUBI_READING,
        "readings/labels.txt": "# 見出し\n事業区分\n助成率\n",
        "lexicon/attributes.toml": ATTRIBUTES,
        "lexicon/thesaurus.toml": THESAURUS,
    }.items():
        write_text(folder / name, text)
    return folder


def write_corpus(folder: Path, documents: dict[str, tuple[int, str]]) -> None:
    """Write ``id -> (fiscal year, text)`` as sources with their catalogue."""
    for document_id, (_, text) in documents.items():
        write_text(folder / "sources" / f"{document_id}.txt", text)
    entries = [catalogue_entry(folder, document_id, year) for document_id, (year, _) in documents.items()]
    write_text(folder / "catalogue.toml", "\n".join(entries))


def catalogue_entry(folder: Path, document_id: str, year: int, **changes: object) -> str:
    """The ``[[document]]`` of a source that is already there, with ``changes``; None leaves the key out."""
    content = (folder / "sources" / f"{document_id}.txt").read_bytes()
    entry: dict[str, object] = {
        "id": document_id,
        "title": f"資料{document_id}",
        "publisher": "産業労働局",
        "date": "",
        "fiscal_year": year,
        "approximate": False,
        "file": f"{document_id}.txt",
        "sha256": hashlib.sha256(content).hexdigest(),
        "page_rule": "blank-lines",
    } | changes
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items() if value is not None]
    return "\n".join(["[[document]]", *lines, ""])


def replace_source(folder: Path, document_id: str, old: str, new: str) -> None:
    """Change a source's text and its hash in the catalogue, as a person who replaces a file would."""
    path = folder / "sources" / f"{document_id}.txt"
    before = path.read_bytes()
    text = before.decode("utf-8")
    assert old in text
    write_text(path, text.replace(old, new))
    catalogue = (folder / "catalogue.toml").read_text(encoding="utf-8")
    hashes = (hashlib.sha256(before).hexdigest(), hashlib.sha256(path.read_bytes()).hexdigest())
    write_text(folder / "catalogue.toml", catalogue.replace(*hashes))


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
