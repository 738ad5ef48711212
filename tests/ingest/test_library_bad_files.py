"""Files that are broken, locked or hostile, among good ones: each is named with the reason and the others go on."""

import os
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from ingest.index import open_index
from tests.fakes import HashEmbedder
from tests.ingest.loaders.drawing import Paper, one_page_pdf, raw_pdf
from tests.ingest.shelves import SHISAKU, texts


def office(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def locked_pdf(path):
    from reportlab.lib.pdfencrypt import StandardEncryption

    paper = Paper(path, encrypt=StandardEncryption("secret", strength=128))
    paper.write(60, 60, "読めない本文")
    paper.save()


def scanned_pdf(path):
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    image = picture + b"\nstream\n0\nendstream"
    path.write_bytes(one_page_pdf(b"600 0 0 800 0 0 cm /I Do", b"", b"/XObject<</I 6 0 R>>", [image]))


def cut_pdf(path):
    paper = Paper(path)
    paper.lines(60, 60, ["都内の中小企業者を支援する制度の説明です。"] * 20)
    path.write_bytes(paper.save().read_bytes()[:700])


def paged_pdf(kids, count):
    pages = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
    return lambda path: path.write_bytes(raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages]))


ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
BAD_FILES = {
    "r7-encrypted.pdf": (locked_pdf, "パスワード"),
    "r7-scanned.pdf": (scanned_pdf, "画像"),
    "r7-cut.pdf": (cut_pdf, "切れて"),
    "r7-no-page.pdf": (paged_pdf(b"", 0), "ページがありません"),
    "r7-recursive.pdf": (paged_pdf(b"2 0 R 2 0 R", 2), "ページがありません"),
    "r7-macro.docm": (lambda p: office(p, {"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}), "マクロ"),
    "r7-entity.docx": (lambda p: office(p, {"word/document.xml": ENTITY}), "安全に読めません"),
    "r7-bomb.xlsx": (
        lambda p: office(p, {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 70 * 2**20}),
        "大きくなりすぎる",
    ),
    "r7-up.docx": (lambda p: office(p, {"../../escaped.txt": b"x"}), "ZIP形式"),
    "r7-picture.pdf": (lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 99), "PNG画像"),
    "r7-empty.txt": (lambda p: p.write_bytes(b""), "0バイト"),
    "令和7年度-marks.txt": (lambda p: p.write_text("１２\n", encoding="utf-8"), "本文"),
    "no-year.txt": (lambda p: p.write_text("年の分からない資料です。", encoding="utf-8"), "年度が分かりません"),
    "r7-pipe.txt": (os.mkfifo, "通常のファイル"),
    "r7-link.txt": (lambda p: p.symlink_to("/etc/hostname"), "シンボリックリンク"),
    "r7-folder-link": (lambda p: p.symlink_to("/etc"), "シンボリックリンク"),
    "r7-circle": (lambda p: p.symlink_to("."), "シンボリックリンク"),
    "r7-gone.txt": (lambda p: p.symlink_to("nowhere"), "シンボリックリンク"),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_each_bad_file_of_a_folder_is_named_and_the_good_ones_go_on(add, inbox, library, index, tmp_path):
    folder = inbox("a-R7.txt").parent
    for name, (make, _) in BAD_FILES.items():
        make(folder / name)
    inbox("z-R7.txt", "最後の資料です。")
    added = {Path(one.file).name: one for one in add(folder)}
    assert {name for name, one in added.items() if one.outcome == "new"} == {"a-R7.txt", "z-R7.txt"}
    for name, (_, words) in BAD_FILES.items():
        assert added[name].outcome == "refused", name
        (message,) = added[name].messages
        assert str(folder / name) in message
        assert words in message
    assert len(library.documents()) == 2
    assert not list(tmp_path.rglob("escaped.txt"))
    assert index().documents == 5


def test_a_damaged_page_is_named_kept_for_searching_and_gives_no_facts(add, inbox, index, tmp_path):
    damaged = "染色支援\n助成率：3/4以内\n染色の技術\ufffd\ufffd\ufffdを継ぐ人\ufffd\ufffd\ufffdを育てます。\n"
    path = inbox("R7.txt", SHISAKU + "\f" + damaged)
    (added,) = add(path)
    assert [f"{path} の2ページは文字の読み取りに疑い" in message for message in added.messages] == [True]
    index()
    with_library = open_index(tmp_path / "index", HashEmbedder())
    store = with_library.store
    assert store.ledger.page_facts(added.document_id, 1)
    assert store.ledger.page_facts(added.document_id, 2) == []
    assert {block.tied for block in store.page_blocks(added.document_id, 2)} == {"untied"}
    assert with_library.keywords.scores("lemmas", ["染色"]).any()


def test_a_pdf_page_that_holds_only_a_picture_is_named_and_the_others_are_read(add, tmp_path):
    paper = Paper(tmp_path / "R7.pdf")
    paper.write(60, 60, "都内の中小企業者を支援する制度の説明です。")
    paper.turn()
    paper.canvas.drawInlineImage(Image.new("L", (2, 2)), 0, 0, 500, 500)
    (added,) = add(paper.save())
    assert (added.outcome, added.pages) == ("new", 2)
    assert ["2ページは画像だけ" in message for message in added.messages] == [True]


def test_what_a_formula_would_do_is_only_text(add, inbox, library):
    rows = ["区分,助成率", '=cmd|\'/c calc\'!A1,"=HYPERLINK(""http://example.com"",""1/2"")"', "@SUM(1+1),+1"]
    path = inbox("R7.csv", "\n".join(rows))
    (added,) = add(path)
    assert added.outcome == "new"
    (text,) = texts(library).values()
    assert "=cmd|'/c calc'!A1" in text
    assert '=HYPERLINK("http://example.com","1/2")' in text


def test_a_long_pdf_is_added_whole(add, tmp_path, library):
    paper = Paper(tmp_path / "R7.pdf")
    for number in range(1, 41):
        paper.write(60, 60, f"第{number}の支援の説明です。")
        paper.turn()
    (added,) = add(paper.save())
    assert (added.outcome, added.pages) == ("new", 41)
    assert "第40の支援" in library.documents()[0][0].pages[39].text
