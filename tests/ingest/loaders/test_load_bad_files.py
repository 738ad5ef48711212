"""Files that are broken, locked, hostile or not what their names say: refused in words, never a crash."""

import os
import zipfile
import zlib

import pytest

from ingest.errors import CorpusError
from ingest.loaders import load_file
from ingest.loaders.pdf import Limits, read_pdf
from tests.ingest.loaders.drawing import Paper, one_page_pdf, raw_pdf, stream

HELLO = b"BT /F 12 Tf 100 700 Td (A page that can be read) Tj ET"


def refused(path, lexicon):
    with pytest.raises(CorpusError) as error:
        load_file(path, lexicon)
    assert path.name in str(error.value)
    return str(error.value)


def told(path, lexicon):
    """What is said of a file, refused or not."""
    try:
        return "".join(problem.message for problem in load_file(path, lexicon).problems)
    except CorpusError as error:
        return str(error)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "0バイト"),
        ("blank.txt", b" \n \n", "空の文書"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 99, "PNG画像"),
        ("program.docx", b"MZ" + b"0" * 99, "実行ファイル"),
        ("data.txt", b"abc\x00\x01\x02" * 99, "読めない形式"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "古い形式"),
        ("junk.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 9, "壊れている"),
        ("cut.docx", b"PK\x03\x04" + b"0" * 99, "壊れている"),
        ("open.csv", b'a,"b\n' + b"c,d\n" * 50_000, "行目をCSVとして読めません"),
        ("letters.txt", "\u3042".encode("utf-8") + b"\xff\xfe\xfd", "文字コード"),
    ],
)
def test_a_file_that_is_no_document_is_refused_with_the_reason(tmp_path, lexicon, name, content, words):
    (tmp_path / name).write_bytes(content)
    assert words in refused(tmp_path / name, lexicon)


def test_a_link_a_folder_and_a_pipe_are_refused(tmp_path, lexicon):
    (tmp_path / "real.txt").write_text("本文です。", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "シンボリックリンク" in refused(tmp_path / "link.txt", lexicon)
    assert "通常のファイル" in refused(tmp_path / "pipe.txt", lexicon)
    assert "通常のファイル" in refused(tmp_path, lexicon)
    assert "開けません" in refused(tmp_path / "missing.txt", lexicon)


def test_a_name_of_255_bytes_is_read(tmp_path, lexicon):
    path = tmp_path / ("あ" * 83 + "..txt")
    path.write_text("本文です。", encoding="utf-8")
    assert len(path.name.encode()) == 254
    assert load_file(path, lexicon).pages[0].text == "本文です。"


def test_the_content_decides_when_the_name_promises_something_else(tmp_path, lexicon):
    (tmp_path / "a.pdf").write_text("助成率：1/2\n", encoding="utf-8")
    loaded = load_file(tmp_path / "a.pdf", lexicon)
    assert loaded.pages[0].parser == "text"
    assert ["拡張子と内容が違います" in problem.message for problem in loaded.problems] == [True]


def test_a_password_is_asked_for_by_name(tmp_path, lexicon):
    from reportlab.lib.pdfencrypt import StandardEncryption

    paper = Paper(tmp_path / "locked.pdf", encrypt=StandardEncryption("secret", strength=128))
    paper.write(60, 60, "読めない本文")
    assert "パスワード" in refused(paper.save(), lexicon)
    (tmp_path / "locked.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    assert "パスワード" in refused(tmp_path / "locked.docx", lexicon)


@pytest.mark.parametrize(
    ("kids", "count"), [(b"", 0), (b"2 0 R 2 0 R", 2)], ids=["no page", "a page tree that holds itself"]
)
def test_a_pdf_without_pages_is_refused(tmp_path, lexicon, kids, count):
    path = tmp_path / "a.pdf"
    path.write_bytes(raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)]))
    assert "ページがありません" in refused(path, lexicon)


def test_a_pdf_cut_off_in_the_middle_is_refused_or_reported(tmp_path, lexicon):
    paper = Paper(tmp_path / "whole.pdf")
    for _ in range(3):
        paper.lines(60, 60, ["都内の中小企業者を支援する制度の説明です。"] * 20)
        paper.turn()
    content = paper.save().read_bytes()
    for share in (0.3, 0.6, 0.95):
        path = tmp_path / "cut.pdf"
        path.write_bytes(content[: int(len(content) * share)])
        assert "切れてい" in told(path, lexicon)


def test_a_pdf_that_inflates_without_end_costs_its_page_only(tmp_path, lexicon):
    squeezer = zlib.compressobj(1)
    bomb = b"".join([squeezer.compress(b" " * 2**20) for _ in range(1024)] + [squeezer.flush()])
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 7 0 R>>>>/Contents %d 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        page % 5,
        page % 6,
        stream(bomb, b"/Filter/FlateDecode"),
        stream(HELLO),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    (tmp_path / "bomb.pdf").write_bytes(raw_pdf(objects))
    loaded = read_pdf(tmp_path / "bomb.pdf", lexicon, Limits(memory=800 * 2**20))
    assert [page.text for page in loaded.pages] == ["", "A page that can be read\n"]
    assert [(problem.page, "上限を超えた" in problem.message) for problem in loaded.problems] == [(1, True)]


def test_forms_that_repeat_one_another_run_into_the_time_limit(tmp_path, lexicon):
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 10, form % (number + 7)) for number in range(12)]
    content = one_page_pdf(b"/X Do " * 10, b"", b"/XObject<</X 6 0 R>>", [*forms, stream(b"0 0 1 1 re f", form % 1)])
    (tmp_path / "slow.pdf").write_bytes(content)
    with pytest.raises(CorpusError, match=r"slow\.pdf.*上限を超えた"):
        read_pdf(tmp_path / "slow.pdf", lexicon, Limits(page_seconds=3))


def test_a_pdf_of_more_pages_than_can_be_read_is_refused(tmp_path, lexicon):
    kids = b" ".join([b"3 0 R", *(b"%d 0 R" % (number + 4) for number in range(3000))])
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    root = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 3001>>" % kids]
    (tmp_path / "long.pdf").write_bytes(raw_pdf([*root, *[page] * 3001]))
    assert "3,000ページを超えています" in refused(tmp_path / "long.pdf", lexicon)


def office(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "parts", "words"),
    [
        ("other.docx", {"a.txt": b"x"}, "ZIP形式"),
        ("bomb.xlsx", {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 70 * 2**20}, "大きくなりすぎる"),
        ("dense.docx", {"word/document.xml": b"<a/>", "word/media/a.png": b"0" * 8 * 2**20}, "大きくなりすぎる"),
        ("macro.docm", {"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}, "マクロ"),
        ("types.xlsm", {"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<a b='macroEnabled'/>"}, "マクロ"),
        (
            "entity.docx",
            {"word/document.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'},
            "安全に読めません",
        ),
        ("torn.pptx", {"ppt/presentation.xml": b"<a"}, "壊れています"),
        ("hollow.pptx", {"ppt/presentation.xml": b"<a/>"}, "PowerPoint文書として読めません"),
        ("hollow.docx", {"word/document.xml": b"<a/>"}, "Word文書として読めません"),
        ("hollow.xlsx", {"xl/workbook.xml": b"<a/>"}, "Excel文書として読めません"),
    ],
)
def test_an_office_file_that_could_do_harm_or_is_broken_is_refused(tmp_path, lexicon, name, parts, words):
    assert words in refused(office(tmp_path / name, parts), lexicon)


def test_html_and_markdown_nested_without_end_are_read_as_far_as_they_go(tmp_path, lexicon):
    (tmp_path / "a.html").write_bytes(b"<p>a</p>" + b"<div>" * 100_000 + b"b")
    loaded = load_file(tmp_path / "a.html", lexicon)
    assert loaded.pages[0].text.startswith("a\n")
    assert "入れ子" in loaded.problems[0].message
    (tmp_path / "a.md").write_bytes(b"> " * 20_000 + b"a\n\nb\n")
    assert load_file(tmp_path / "a.md", lexicon).pages[0].text.endswith("b\n")
