"""The readings of a corpus: found by document, verified against its pages."""

import pytest

from ingest.catalogue import load_document, read_catalogue
from ingest.errors import CorpusError, ReadingError
from ingest.readings import load_readings
from tests.ingest.corpora import SETSUBI_READING, write_text


def layouts(corpus):
    return load_readings(corpus).layouts(load_document(corpus, read_catalogue(corpus)[0]))


def test_a_reading_gives_the_layout_of_each_page_that_it_covers(small_corpus):
    found = layouts(small_corpus)
    assert sorted(found) == [1, 2]
    assert all(layout.read_by == "reading" and layout.page.number == number for number, layout in found.items())


def test_a_document_without_a_reading_has_no_layouts(small_corpus):
    readings = load_readings(small_corpus)
    assert readings.layouts(load_document(small_corpus, read_catalogue(small_corpus)[1])) == {}


def test_a_corpus_without_readings_has_none(tmp_path):
    readings = load_readings(tmp_path)
    assert (readings.files, readings.labels) == ({}, frozenset())


def test_labels_are_lines_and_comments_are_not(small_corpus):
    assert load_readings(small_corpus).labels == {"事業区分", "助成率"}


def test_a_page_that_the_document_lacks_is_refused(small_corpus):
    write_text(small_corpus / "readings" / "setsubi.md", "<!-- page 3 -->\n本文\n")
    with pytest.raises(CorpusError, match=r"readings/setsubi\.md: page 3 はありません（setsubi は2ページ）"):
        layouts(small_corpus)


@pytest.mark.parametrize(
    ("right", "wrong", "line"), [("年24回", "年25回", 9), ("300万円", "800万円", 21), ("省エネ", "節エネ", 3)]
)
def test_a_word_that_the_page_lacks_is_refused_with_file_and_line(small_corpus, right, wrong, line):
    assert right in SETSUBI_READING
    write_text(small_corpus / "readings" / "setsubi.md", SETSUBI_READING.replace(right, wrong))
    with pytest.raises(ReadingError, match=rf"readings/setsubi\.md:{line}: 「.*」"):
        layouts(small_corpus)


def test_a_reading_that_is_not_utf8_is_refused_with_its_file(small_corpus):
    (small_corpus / "readings" / "setsubi.md").write_bytes(SETSUBI_READING.replace("⧺", "").encode("cp932"))
    with pytest.raises(CorpusError, match=r"setsubi\.md"):
        layouts(small_corpus)
