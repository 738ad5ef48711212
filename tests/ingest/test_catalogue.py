"""The catalogue: what is malformed is named in Japanese, and a file is only read if it is the one listed."""

import hashlib
import json
import tomllib

import pytest

from ingest.catalogue import load_document, read_catalogue, split_pages, unlisted_files
from ingest.errors import CorpusError
from tests.ingest.corpora import catalogue_entry, write_text
from tests.ingest.tables import read_table


def rewrite(corpus, *entries):
    write_text(corpus / "catalogue.toml", "\n".join(entries))


def test_every_document_is_listed_in_order(small_corpus):
    entries = read_catalogue(small_corpus)
    assert [(entry.id, entry.fiscal_year) for entry in entries] == [
        ("setsubi", 2023),
        ("hanro", 2024),
        ("jigyo", 2025),
    ]


def test_what_need_not_be_said_has_its_default(small_corpus):
    rewrite(
        small_corpus,
        catalogue_entry(small_corpus, "hanro", 2024, publisher=None, date=None, approximate=None, page_rule=None),
    )
    (entry,) = read_catalogue(small_corpus)
    assert (entry.publisher, entry.date, entry.approximate, entry.page_rule) == ("", "", False, "blank-lines")


@pytest.mark.parametrize(("key", "value", "message"), read_table("catalogue.tsv"))
def test_a_malformed_entry_is_named(small_corpus, key, value, message):
    rewrite(
        small_corpus,
        catalogue_entry(small_corpus, "hanro", 2024),
        catalogue_entry(small_corpus, "jigyo", 2025, **{key: json.loads(value)}),
    )
    with pytest.raises(CorpusError) as caught:
        read_catalogue(small_corpus)
    assert message in str(caught.value)
    assert "catalogue.toml" in str(caught.value)


def test_the_malformed_entry_is_named_by_its_number(small_corpus):
    rewrite(
        small_corpus,
        catalogue_entry(small_corpus, "hanro", 2024),
        catalogue_entry(small_corpus, "jigyo", 2025, title=None),
    )
    with pytest.raises(CorpusError, match="2番目の文書の title"):
        read_catalogue(small_corpus)


@pytest.mark.parametrize("source", ["", "# 空\n", "document = []\n", "[other]\nid = 1\n"])
def test_a_catalogue_without_documents_is_refused(small_corpus, source):
    write_text(small_corpus / "catalogue.toml", source)
    with pytest.raises(CorpusError, match=r"\[\[document\]\] が1件もありません"):
        read_catalogue(small_corpus)


@pytest.mark.parametrize("source", ['document = "a"\n', "document = [1]\n", '[document]\nid = "a"\n', "document = 3\n"])
def test_a_catalogue_whose_documents_are_no_list_of_tables_is_refused(small_corpus, source):
    tomllib.loads(source)
    write_text(small_corpus / "catalogue.toml", source)
    with pytest.raises(CorpusError, match=r"\[\[document\]\]"):
        read_catalogue(small_corpus)


@pytest.mark.parametrize("content", [b"[[document]\n", b"id = \n", b"\xff\xfe\x00", '題名 = "あ"'.encode("cp932")])
def test_a_catalogue_that_is_no_toml_is_refused(small_corpus, content):
    (small_corpus / "catalogue.toml").write_bytes(content)
    with pytest.raises(CorpusError, match=r"catalogue\.toml を読めません"):
        read_catalogue(small_corpus)


def test_a_missing_catalogue_says_what_to_put_where(tmp_path):
    with pytest.raises(CorpusError, match=r"catalogue\.toml がありません.*置いてください"):
        read_catalogue(tmp_path)


@pytest.mark.parametrize("field", ["id", "file", "sha256"])
def test_two_documents_with_the_same_id_file_or_content_are_refused(small_corpus, field):
    first = tomllib.loads(catalogue_entry(small_corpus, "hanro", 2024))["document"][0]
    rewrite(
        small_corpus,
        catalogue_entry(small_corpus, "hanro", 2024),
        catalogue_entry(small_corpus, "jigyo", 2025, **{field: first[field]}),
    )
    with pytest.raises(CorpusError, match=f"の {field} が同じです"):
        read_catalogue(small_corpus)


def test_a_document_is_read_with_its_pages(small_corpus):
    document = load_document(small_corpus, read_catalogue(small_corpus)[0])
    source = (small_corpus / "sources" / "setsubi.txt").read_text(encoding="utf-8")
    assert [page.number for page in document.pages] == [1, 2]
    assert all(page.document_id == "setsubi" and page.text in source for page in document.pages)
    assert document.sha256 == hashlib.sha256(source.encode()).hexdigest()


def test_a_changed_file_is_refused_with_the_hash_to_write(small_corpus):
    entry = read_catalogue(small_corpus)[1]
    path = small_corpus / "sources" / "hanro.txt"
    path.write_bytes(path.read_bytes().replace(b"1/2", b"2/3"))
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(CorpusError, match=rf"hanro: hanro\.txt の内容が目録と違います.*{actual}"):
        load_document(small_corpus, entry)


def test_a_missing_file_is_named(small_corpus):
    entry = read_catalogue(small_corpus)[1]
    (small_corpus / "sources" / "hanro.txt").unlink()
    with pytest.raises(CorpusError, match=r"hanro: .*hanro\.txt がありません"):
        load_document(small_corpus, entry)


def test_a_folder_in_the_place_of_a_file_is_named(small_corpus):
    entry = read_catalogue(small_corpus)[1]
    (small_corpus / "sources" / "hanro.txt").unlink()
    (small_corpus / "sources" / "hanro.txt").mkdir()
    with pytest.raises(CorpusError, match=r"hanro: .*開けません"):
        load_document(small_corpus, entry)


@pytest.mark.parametrize(
    ("text", "rule", "pages"),
    [
        ("a\n\n\nb", "blank-lines", ["a", "b"]),
        ("a\n\nb", "blank-lines", ["a\n\nb"]),
        ("a\n\n\n \n\n\nb\n", "blank-lines", ["a", "b\n"]),
        ("\n\n\na", "blank-lines", ["a"]),
        ("a\n\n\n\nb", "blank-lines", ["a", "\nb"]),
        ("a\n\n\nb", "whole", ["a\n\n\nb"]),
        (" \n", "whole", []),
        ("", "blank-lines", []),
    ],
)
def test_pages_are_the_parts_between_two_blank_lines(text, rule, pages):
    assert split_pages(text, rule) == pages


def test_files_that_the_catalogue_does_not_list_are_named(small_corpus):
    write_text(small_corpus / "sources" / "new.txt", "新しい文書")
    write_text(small_corpus / "sources" / "sub" / "more.txt", "もう一つ")
    write_text(small_corpus / "sources" / ".hidden", "")
    assert unlisted_files(small_corpus, read_catalogue(small_corpus)) == ["new.txt", "sub/more.txt"]
