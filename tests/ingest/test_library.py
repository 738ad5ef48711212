"""Files added by their path: what becomes of each, and that nothing which was there is ever lost."""

import json
import os
import random
import signal
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from ingest.build import ingest
from ingest.errors import CorpusError, IndexLockedError
from ingest.index import open_index
from ingest.layout import blocks_of
from ingest.lexicon import load_lexicon
from ingest.library import Library
from tests.fakes import HashEmbedder
from tests.ingest.loaders.drawing import Paper, one_page_pdf, raw_pdf

REPOSITORY = Path(__file__).parent.parent.parent
SHISAKU = "試作支援\n試作の経費を助成します。\n助成率：1/2以内\n"
KILLS = 6


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "library")


@pytest.fixture
def lexicon(small_corpus):
    return load_lexicon(small_corpus)


@pytest.fixture
def add(library, lexicon):
    return lambda *paths, taken=None, ask=None: library.add(paths, lexicon, taken or {}, ask)


@pytest.fixture
def inbox(tmp_path):
    """A folder to put files in: ``inbox(name, text)`` gives the path."""

    def put(name, text=SHISAKU):
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return put


def texts(library):
    return {document.id: "".join(page.text for page in document.pages) for document, _ in library.documents()}


def test_a_file_is_added_with_what_its_side_file_says(add, inbox, library):
    inbox("要項.txt.toml", 'id = "shisaku"\ntitle = "試作の手引"\npublisher = "産業労働局"\nfiscal_year = 2025\n')
    (added,) = add(inbox("要項.txt"))
    assert (added.outcome, added.document_id, added.pages, added.messages) == ("new", "shisaku", 1, ())
    ((document, layouts),) = library.documents()
    assert (document.title, document.publisher, document.fiscal_year) == ("試作の手引", "産業労働局", 2025)
    assert document.pages[0].text == SHISAKU
    assert [block.text for block in blocks_of(layouts[0])][-1] == "助成率：1/2以内"


def test_a_folder_is_added_file_by_file_without_what_is_no_document(add, inbox):
    inbox("b/R6.txt", "二つ目の資料です。")
    first = inbox("R7.txt")
    for name in (".hidden.txt", ".git/R7.txt", "~$R7.docx", "Thumbs.db", "desktop.ini", "R7.txt.toml"):
        inbox(name, "")
    added = add(first.parent)
    assert [(Path(one.file).name, one.outcome) for one in added] == [("R7.txt", "new"), ("R6.txt", "new")]


def test_side_files_that_a_shells_star_names_are_passed_over(add, inbox):
    side, path = inbox("要項.txt.toml", "fiscal_year = 2025"), inbox("要項.txt")
    assert [one.outcome for one in add(path, side)] == ["new"]
    (alone,) = add(inbox("控え.toml", "令和7年度"))
    assert (alone.outcome, "説明のファイル" in alone.messages[0]) == ("refused", True)


def test_an_estimated_year_is_told_with_the_side_file_that_corrects_it(add, inbox, library):
    path = inbox("要項.txt", SHISAKU + "令和6年度に始まりました。")
    (added,) = add(path)
    assert "令和6年度と推定" in added.messages[0]
    assert f"{path}.toml" in added.messages[0]
    inbox("要項.txt.toml", "fiscal_year = 2025")
    (again,) = add(path)
    assert (again.outcome, again.document_id) == ("replaced", added.document_id)
    ((document, _),) = library.documents()
    assert (document.fiscal_year, document.year_is_approximate) == (2025, False)
    assert [one.outcome for one in add(path)] == ["same"]


def test_the_same_content_under_two_names_is_one_document(add, inbox, library):
    first, second = add(inbox("R7.txt"), inbox("R7の写し.txt"))
    assert (first.outcome, second.outcome, second.document_id) == ("new", "same", first.document_id)
    assert "R7の写し.txt と同じ内容" in second.messages[0]
    assert len(library.documents()) == 1


def test_content_and_ids_of_the_catalogue_are_left_to_it(add, inbox):
    import hashlib

    path = inbox("R7.txt")
    taken = {hashlib.sha256(path.read_bytes()).hexdigest(): "setsubi"}
    assert [(one.outcome, one.document_id) for one in add(path, taken=taken)] == [("same", "setsubi")]
    inbox("R6.txt.toml", 'id = "setsubi"')
    (refused,) = add(inbox("R6.txt", "別の資料です。"), taken=taken)
    assert (refused.outcome, "目録の文書" in refused.messages[0]) == ("refused", True)


def test_a_new_version_keeps_the_documents_id_and_the_old_file_beside_it(add, inbox, library):
    (old,) = add(inbox("R7.txt"))
    before = {path.name: path.read_bytes() for path in (library.folder / old.document_id).iterdir()}
    (new,) = add(inbox("R7.txt", SHISAKU.replace("1/2", "2/3")))
    assert (new.outcome, new.document_id) == ("replaced", old.document_id)
    assert "2/3" in texts(library)[old.document_id]
    after = {path.name: path.read_bytes() for path in (library.folder / old.document_id).iterdir()}
    assert before.items() - after.items() == {("document.json", before["document.json"])}
    assert len([name for name in after if name.startswith("source-")]) == 2


def test_a_version_under_a_chosen_id_keeps_it_without_its_side_file(add, inbox, library):
    side = inbox("R7.txt.toml", 'id = "shisaku"')
    add(inbox("R7.txt"))
    side.unlink()
    assert [one.document_id for one in add(inbox("R7.txt", SHISAKU + "次の版です。"))] == ["shisaku"]


def test_an_earlier_version_can_be_put_back(add, inbox, library):
    (first,) = add(inbox("R7.txt"))
    add(inbox("R7.txt", SHISAKU + "次の版です。"))
    (back,) = add(inbox("R7.txt"))
    assert (back.outcome, texts(library)) == ("replaced", {first.document_id: SHISAKU})


def test_a_version_with_another_title_is_told(add, inbox):
    add(inbox("R7.txt"))
    (added,) = add(inbox("R7.txt", SHISAKU.replace("試作支援", "販路支援")))
    assert "「試作支援」の新しい版" in added.messages[0]


def test_files_of_one_name_and_different_years_are_different_documents(add, inbox, library):
    paths = [inbox(f"{year}/要項.txt", f"令和{year}年度 試作支援\n説明です。") for year in (6, 7)]
    assert [one.outcome for one in add(*paths)] == ["new", "new"]
    assert [one.outcome for one in add(inbox("他/要項.txt", "令和7年度 試作支援\n次の版です。"))] == ["replaced"]
    assert sorted(document.fiscal_year for document, _ in library.documents()) == [2024, 2025]


def test_two_files_of_one_name_and_year_in_one_run_do_not_replace_each_other(add, inbox, library):
    paths = [inbox(f"{part}課/R7要項.txt", f"{part}課の資料です。") for part in "甲乙"]
    first, second = add(paths[0].parent.parent)
    assert (first.outcome, second.outcome) == ("new", "refused")
    assert str(paths[0]) in second.messages[0]
    assert str(paths[1]) in second.messages[0]
    assert "別の id" in second.messages[0]
    assert texts(library) == {first.document_id: "乙課の資料です。"} or "甲" in first.file


def test_a_documents_corrected_year_is_no_reason_to_take_its_place(add, inbox, library):
    path = inbox("要項.txt", "令和6年度の説明です。")
    add(path)
    inbox("要項.txt.toml", "fiscal_year = 2025")
    add(path)
    (path.parent / "要項.txt.toml").unlink()
    assert [one.outcome for one in add(inbox("要項.txt", "令和6年度の別の説明です。"))] == ["new"]
    assert sorted(document.fiscal_year for document, _ in library.documents()) == [2024, 2025]


def test_a_person_is_asked_only_for_the_file_that_does_not_say(add, inbox):
    asked = []
    added = add(
        inbox("R7.txt"),
        inbox("要項.txt", "年の分からない資料です。"),
        ask=lambda question: asked.append(question) or "令和5年度",
    )
    assert [one.outcome for one in added] == ["new", "new"]
    assert len(asked) == 1


# Files that are wrong, each among good ones --------------------------------------------------------------------


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
    "r7-marks.txt": (lambda p: p.write_text("１２\n", encoding="utf-8"), "本文"),
    "no-year.txt": (lambda p: p.write_text("年の分からない資料です。", encoding="utf-8"), "年度が分かりません"),
    "r7-pipe.txt": (os.mkfifo, "通常のファイル"),
    "r7-link.txt": (lambda p: p.symlink_to("/etc/hostname"), "シンボリックリンク"),
    "r7-folder-link": (lambda p: p.symlink_to("/etc"), "シンボリックリンク"),
    "r7-circle": (lambda p: p.symlink_to("."), "シンボリックリンク"),
    "r7-gone.txt": (lambda p: p.symlink_to("nowhere"), "シンボリックリンク"),
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_each_bad_file_of_a_folder_is_named_and_the_good_ones_go_on(add, inbox, library, small_corpus, tmp_path):
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
    index = ingest(small_corpus, tmp_path / "index", HashEmbedder(), lambda *step: None, library=library)
    assert index.documents == 5


def test_a_damaged_page_is_named_kept_for_searching_and_gives_no_facts(
    add, inbox, library, small_corpus, tmp_path, silent
):
    damaged = "染色支援\n助成率：3/4以内\n染色の技術\ufffd\ufffd\ufffdを継ぐ人\ufffd\ufffd\ufffdを育てます。\n"
    path = inbox("R7.txt", SHISAKU + "\f" + damaged)
    (added,) = add(path)
    assert [f"{path} の2ページは文字の読み取りに疑い" in message for message in added.messages] == [True]
    ingest(small_corpus, tmp_path / "index", HashEmbedder(), silent, library=library)
    with_library = open_index(tmp_path / "index", HashEmbedder())
    store = with_library.store
    assert store.ledger.page_facts(added.document_id, 1)
    assert store.ledger.page_facts(added.document_id, 2) == ()
    assert {block.tied for block in store.page_blocks(added.document_id, 2)} == {"untied"}
    assert with_library.keywords.scores("lemmas", ["染色"]).any()


def test_a_pdf_page_that_holds_only_a_picture_is_named_and_the_others_are_read(add, tmp_path):
    paper = Paper(tmp_path / "R7.pdf")
    paper.write(60, 60, "都内の中小企業者を支援する制度の説明です。")
    paper.turn()
    from PIL import Image

    paper.canvas.drawInlineImage(Image.new("L", (2, 2)), 0, 0, 500, 500)
    (added,) = add(paper.save())
    assert (added.outcome, added.pages) == ("new", 2)
    assert ["2ページは画像だけ" in message for message in added.messages] == [True]


def test_what_a_formula_would_do_is_only_text(add, inbox, library):
    path = inbox("R7.csv", '区分,助成率\n=cmd|\'/c calc\'!A1,"=HYPERLINK(""http://example.com"",""1/2"")"\n@SUM(1+1),+1\n')
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


# Names and places ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "R7" + "あ" * 82 + "abc.txt",
        "R7.." + "あ" * 83 + "ab",
        "R7 ..%2F..%2Fetc%2Fpasswd.txt",
        "R7\\..\\..\\x.txt",
        "R7-$(touch x);'\".txt",
        "-rf R7.txt",
        "R7\n二行目\x1b[31m.txt",
        os.fsdecode(b"R7-\xff\xfe.txt"),
        unicodedata.normalize("NFD", "R7ガイド.txt"),
        "R7.tar.～＆＃",
        "R7." + "x" * 200,
    ],
    ids=range(11),
)
def test_any_name_a_file_can_have_is_added_and_names_nothing_in_the_library(add, inbox, library, name):
    assert len(os.fsencode(name)) <= 255
    (added,) = add(inbox(name))
    assert added.outcome == "new"
    assert added.document_id in texts(library)
    assert (added.file + "".join(added.messages)).isprintable()
    for path in library.folder.rglob("*"):
        assert path.name.isascii()
        assert path.name.replace("-", "").replace(".", "").isalnum()
    json.dumps([added.file, *added.messages], ensure_ascii=False).encode()


def test_a_decomposed_name_is_a_version_of_the_composed_one(add, inbox):
    add(inbox("R7ガイド.txt"))
    decomposed = inbox(unicodedata.normalize("NFD", "R7ガイド.txt"), SHISAKU + "次の版です。")
    assert [one.outcome for one in add(decomposed)] == ["replaced"]


def test_a_path_that_is_not_there_and_an_empty_folder_are_told(add, tmp_path, inbox):
    (tmp_path / "empty").mkdir()
    missing, empty, long = add(tmp_path / "R7.pdf", tmp_path / "empty", tmp_path / ("あ" * 100))
    assert {missing.outcome, empty.outcome, long.outcome} == {"refused"}
    assert "開けません" in missing.messages[0]
    assert "取り込める文書がない" in empty.messages[0]
    assert "開けません" in long.messages[0]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_told_and_the_rest_goes_on(add, inbox):
    closed, good = inbox("a/R7.txt"), inbox("b/R7.txt", "読める資料です。")
    closed.chmod(0)
    try:
        assert [one.outcome for one in add(good.parent.parent)] == ["refused", "new"]
    finally:
        closed.chmod(0o600)


def test_a_library_that_cannot_be_written_is_told(inbox, lexicon):
    place = inbox("library")
    with pytest.raises(CorpusError, match="に書き込めません"):
        Library(place).add([inbox("R7.txt")], lexicon, {}, None)


# Damage, kills and other writers --------------------------------------------------------------------------------


def cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def changed(**values):
    return lambda path: path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values))


DAMAGES = {
    "a record cut short": ("document.json", cut),
    "an empty record": ("document.json", lambda path: path.write_bytes(b"")),
    "a record of something else": ("document.json", lambda path: path.write_text("[1]")),
    "a record nested without end": ("document.json", lambda path: path.write_text("[" * 100_000)),
    "a record of another id": ("document.json", changed(id="../other")),
    "a record with a word for a year": ("document.json", changed(fiscal_year="令和7年度")),
    "a record with an unknown key": ("document.json", changed(colour="red")),
    "a layout cut short": ("layout-*.json", cut),
    "a layout that is no text": ("layout-*.json", lambda path: path.write_bytes(b"\xff\xfe\x00")),
    "no layout": ("layout-*.json", Path.unlink),
    "a layout without pages": ("layout-*.json", lambda path: path.write_text("{}")),
    "a layout with a page missing": ("layout-*.json", lambda p: p.write_text(json.dumps(json.loads(p.read_text())[1:]))),
}


@pytest.mark.parametrize(("part", "damage"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_record_is_told_by_its_folder_and_mended_by_adding_the_file_again(
    add, inbox, library, part, damage, small_corpus, tmp_path, silent
):
    path, other = inbox("R7.txt", SHISAKU + "\f次の頁です。"), inbox("R6.txt", "別の資料です。")
    added, _ = add(path, other)
    index = ingest(small_corpus, tmp_path / "index", HashEmbedder(), silent, library=library)
    place = library.folder / added.document_id
    (record,) = place.glob(part)
    damage(record)
    with pytest.raises(CorpusError) as error:
        ingest(small_corpus, tmp_path / "index", HashEmbedder(), silent, library=library)
    assert str(place) in str(error.value)
    assert "もう一度取り込むか" in str(error.value)
    assert open_index(tmp_path / "index", HashEmbedder()).version == index.version
    assert [one.outcome for one in add(other)] == ["same"]
    assert add(path)[0].outcome in ("new", "replaced")
    assert len(library.documents()) == 2


def test_a_document_is_withdrawn_by_removing_its_folder(add, inbox, library, small_corpus, tmp_path, silent):
    import shutil

    (added,) = add(inbox("R7.txt"))
    assert ingest(small_corpus, tmp_path / "index", HashEmbedder(), silent, library=library).documents == 4
    shutil.rmtree(library.folder / added.document_id)
    after = ingest(small_corpus, tmp_path / "index", HashEmbedder(), silent, library=library)
    assert (after.is_new, after.documents) == (True, 3)


def test_a_second_writer_is_told_to_wait(add, inbox):
    told = []

    def ask(question):
        with pytest.raises(IndexLockedError) as error:
            add(inbox("R7.txt"))
        told.append(str(error.value))
        return "令和7年度"

    assert [one.outcome for one in add(inbox("要項.txt"), ask=ask)] == ["new"]
    assert ["別の取り込みが実行中" in message for message in told] == [True]
    assert [one.outcome for one in add(inbox("R7.txt", "次の資料です。"))] == ["new"]


ADDER = """
import sys
from itertools import count
from pathlib import Path
from ingest.lexicon import load_lexicon
from ingest.library import Library
corpus, folder, inbox = map(Path, sys.argv[1:])
lexicon = load_lexicon(corpus)
for number in count():
    paths = [inbox / f"R7版{number % 3}.txt", inbox / f"R6版{number}.txt"]
    for path in paths:
        path.write_text(f"試作支援\\n{number}番目の資料です。\\n" * 50, encoding="utf-8")
    added = Library(folder).add(paths, lexicon, {}, None)
    print(*(one.document_id for one in added), flush=True)
"""


def test_a_kill_at_any_moment_leaves_every_document_that_was_reported_readable(
    library, small_corpus, tmp_path, add, inbox
):
    dice, reported = random.Random(20250401), set()
    (tmp_path / "inbox").mkdir()
    for _ in range(KILLS):
        command = [sys.executable, "-c", ADDER, small_corpus, library.folder, tmp_path / "inbox"]
        environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            for _ in range(dice.randint(1, 4)):
                reported |= set(process.stdout.readline().split())
            try:
                process.wait(dice.uniform(0, 0.02))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        assert reported
        assert reported <= texts(library).keys()
        for text in texts(library).values():
            assert len(set(text.splitlines())) == 2
    assert [one.outcome for one in add(inbox("R7版0.txt"))] == ["replaced"]
    assert not list(library.folder.rglob(".adding-*"))
