"""Files added by their path: new ones, versions, twins, and every name that a file can have."""

import hashlib
import json
import os
import unicodedata
from pathlib import Path

import pytest

from ingest.errors import CorpusError
from ingest.layout import blocks_of
from ingest.library import Library
from tests.ingest.shelves import SHISAKU, texts


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
    assert "要項.txt.toml" in added.messages[0]
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
    assert len(texts(library)) == 1


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
        "R7版.tar.～＆＃",
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


def test_what_may_not_be_read_is_told_and_the_rest_goes_on(add, inbox):
    closed, good = inbox("a/R7.txt"), inbox("b/R7.txt", "読める資料です。")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    try:
        assert [one.outcome for one in add(good.parent.parent)] == ["refused", "new"]
    finally:
        closed.chmod(0o600)


def test_a_library_that_cannot_be_written_is_told(inbox, small_lexicon):
    place = inbox("library")
    with pytest.raises(CorpusError, match="に書き込めません"):
        Library(place).add([inbox("R7.txt")], small_lexicon, {}, None)
