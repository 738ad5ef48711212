"""The project's own documents: byte for byte as they were taken in, and readable without any reading."""

import hashlib
from pathlib import Path

import pytest

from ingest.build import lay_out
from ingest.catalogue import load_document, read_catalogue, unlisted_files
from ingest.fold import fold
from ingest.layout import blocks_of
from ingest.lexicon import load_lexicon
from ingest.readings import load_readings

CORPUS = Path(__file__).parent.parent.parent / "corpus"
EXPECTED = {
    "h30": (4, 2018, "7d6389ec3aed05429cd136cba470dbf836111f67575b3c4e01b22ebe076c6857"),
    "r02": (6, 2020, "f9f5742a88c0d2e7198cd34dcab127690f343eac2db3d570898aa23b37f2b0d2"),
    "r03": (9, 2021, "8fbf58b67ae1e80b18839b4b48ec953ad685f866d3ea9916b13c5550707f087c"),
    "r06": (14, 2024, "50dcf4b09a1c28565e891e8873fdb5cc658d6cf896b3560f845caf0248816a5d"),
    "r07": (31, 2025, "93c43e04848f9098a2152450db754d134e9fc802132aee1fbeac1ddc8e4f7eba"),
}


@pytest.fixture(scope="module")
def documents():
    return {entry.id: load_document(CORPUS, entry) for entry in read_catalogue(CORPUS)}


def flat_blocks(document):
    """The blocks of ``document`` as they are without a reading, with their pages."""
    layouts = lay_out(document, load_readings(CORPUS / "none"), load_lexicon(CORPUS))
    return [(layout.page, block) for layout in layouts for block in blocks_of(layout)]


def test_all_documents_are_listed_and_no_file_is_unlisted(documents):
    assert list(documents) == list(EXPECTED)
    assert unlisted_files(CORPUS, read_catalogue(CORPUS)) == []


@pytest.mark.parametrize("document_id", EXPECTED)
def test_a_source_is_byte_for_byte_the_document_that_was_taken_in(document_id):
    (entry,) = (entry for entry in read_catalogue(CORPUS) if entry.id == document_id)
    content = (CORPUS / "sources" / entry.file).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry.sha256 == EXPECTED[document_id][2]


@pytest.mark.parametrize("document_id", EXPECTED)
def test_a_document_has_its_pages_and_its_year(documents, document_id):
    document = documents[document_id]
    assert (len(document.pages), document.fiscal_year) == EXPECTED[document_id][:2]
    assert document.year_is_approximate == (document_id == "h30")


@pytest.mark.parametrize("document_id", EXPECTED)
def test_every_page_folds_with_a_map_back(documents, document_id):
    for page in documents[document_id].pages:
        result = fold(page.text)
        assert list(result.starts) == sorted(result.starts)
        assert fold(result.text).text == result.text


@pytest.mark.parametrize("document_id", EXPECTED)
def test_without_a_reading_every_block_stands_on_its_page(documents, document_id):
    for page, block in flat_blocks(documents[document_id]):
        assert block.text.strip()
        assert all(0 <= start < end and page.text[start:end].strip() for start, end in block.spans)


@pytest.mark.parametrize("document_id", EXPECTED)
def test_without_a_reading_no_image_address_reaches_the_blocks(documents, document_id):
    shown = [block.text for _, block in flat_blocks(documents[document_id])]
    assert not [text for text in shown if "blogspot" in text or "wikimedia" in text or "wikipedia" in text]
