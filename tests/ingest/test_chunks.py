"""Chunks: they part the blocks, stay on one page and are short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunks import SIZE, chunks_of
from ingest.types import Block, Document

KINDS = ("heading", "paragraph", "bullet", "row", "note")
DOCUMENT = Document("a", "題名", "", "", 2024, False, "", ())


def block(text, page=1, kind="paragraph", headings=()):
    return Block("a", page, kind, text, ((0, len(text)),), headings)


@st.composite
def pages_of_blocks(draw):
    shape = st.tuples(st.integers(1, SIZE + 50), st.sampled_from(KINDS), st.sampled_from([(), ("見出し",)]))
    pages = draw(st.lists(st.lists(shape, max_size=8), min_size=1, max_size=4))
    return [block("あ" * n, number, kind, path) for number, page in enumerate(pages, 1) for n, kind, path in page]


@given(pages_of_blocks(), st.integers(0, 1000))
def test_chunks_cover_every_block_once_in_order(blocks, first):
    covered = [place for chunk in chunks_of(DOCUMENT, blocks, first) for place in range(chunk.first, chunk.last + 1)]
    assert covered == list(range(first, first + len(blocks)))


@given(pages_of_blocks())
def test_a_chunk_never_crosses_a_page(blocks):
    for chunk in chunks_of(DOCUMENT, blocks, 0):
        assert {b.page for b in blocks[chunk.first : chunk.last + 1]} == {chunk.page}


@given(pages_of_blocks())
def test_a_chunk_is_no_longer_than_its_size_but_for_one_long_block_and_notes(blocks):
    for chunk in chunks_of(DOCUMENT, blocks, 0):
        own = blocks[chunk.first : chunk.last + 1]
        counted = [b for n, b in enumerate(own) if n == 0 or b.kind != "note"]
        assert len(counted) == 1 or sum(len(b.text) for b in counted) <= SIZE


@given(pages_of_blocks())
def test_every_chunk_has_its_own_id(blocks):
    ids = [chunk.id for chunk in chunks_of(DOCUMENT, blocks, 0)]
    assert len(set(ids)) == len(ids)


def test_a_chunk_begins_with_the_title_and_the_headings():
    (chunk,) = chunks_of(DOCUMENT, [block("本文", headings=("章", "節")), block("続き", headings=("章", "節"))], 5)
    assert chunk.text == "題名\n章\n節\n本文\n続き"
    assert (chunk.document_id, chunk.page, chunk.fiscal_year, chunk.first, chunk.last) == ("a", 1, 2024, 5, 6)


def test_a_new_title_begins_a_new_chunk():
    blocks = [block("一", kind="heading"), block("甲"), block("二", kind="heading"), block("乙")]
    assert [(chunk.first, chunk.last) for chunk in chunks_of(DOCUMENT, blocks, 0)] == [(0, 1), (2, 3)]


def test_titles_that_follow_one_another_stay_together():
    blocks = [block("一", kind="heading"), block("二", kind="heading"), block("甲")]
    assert [(chunk.first, chunk.last) for chunk in chunks_of(DOCUMENT, blocks, 0)] == [(0, 2)]


def test_a_note_stays_with_what_it_qualifies():
    blocks = [block("あ" * SIZE), block("※注", kind="note"), block("次")]
    assert [(chunk.first, chunk.last) for chunk in chunks_of(DOCUMENT, blocks, 0)] == [(0, 1), (2, 2)]


@pytest.mark.parametrize("first", [0, 7, 1000])
def test_the_id_names_the_content_wherever_the_document_stands_in_the_index(first):
    blocks = [block("本文"), block("次", page=2)]
    ids = [chunk.id for chunk in chunks_of(DOCUMENT, blocks, first)]
    assert ids == [chunk.id for chunk in chunks_of(DOCUMENT, blocks, 0)]
    assert ids[0].startswith("a-p1-")


def test_a_document_without_blocks_has_no_chunks():
    assert list(chunks_of(DOCUMENT, [], 0)) == []
