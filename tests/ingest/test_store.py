"""The store: what was written comes back, and damage is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.errors import IndexDamagedError
from ingest.store import DocumentSummary, Store, StoreWriter
from ingest.types import Block, Chunk, Document, Page

PAGES = (Page("r07", 1, "助成率　２／３\n"), Page("r07", 2, "\uf0fc会場 \U00020b9f野家"))
DOCUMENT = Document("r07", "題名「一」", "産業労働局", "2025-04-01", 2025, False, "ab" * 32, PAGES)
OTHER = Document("h30", "前の題名", "", "", 2018, True, "cd" * 32, (Page("h30", 1, "本文"),))
BLOCKS = [
    Block("r07", 1, "row", "助成率：2/3", ((0, 3), (4, 7)), ("章", "節\"'"), "order"),
    Block("r07", 2, "bullet", "会場", ((1, 3),)),
    Block("h30", 1, "paragraph", "本文", ((0, 2),)),
]
CHUNKS = [
    Chunk("r07-p1-0", "r07", 1, 2025, "題名\n助成率：2/3", 0, 0),
    Chunk("r07-p2-0", "r07", 2, 2025, "題名\n会場", 1, 1),
    Chunk("h30-p1-0", "h30", 1, 2018, "前の題名\n本文", 2, 2),
]


def write(path):
    writer = StoreWriter(path)
    writer.add_document(DOCUMENT, ["reading", "automatic"])
    writer.add_blocks(0, BLOCKS[:2])
    writer.add_chunks(0, CHUNKS[:2])
    writer.add_document(OTHER, ["automatic"])
    writer.add_blocks(2, BLOCKS[2:])
    writer.add_chunks(2, CHUNKS[2:])
    writer.close()
    return path


@pytest.fixture
def store(tmp_path):
    opened = Store(write(tmp_path / "corpus.sqlite"))
    yield opened
    opened.close()


def test_documents_come_back_in_the_order_of_the_catalogue(store):
    assert store.documents() == [
        DocumentSummary("r07", "題名「一」", "産業労働局", "2025-04-01", 2025, False, "ab" * 32, 2),
        DocumentSummary("h30", "前の題名", "", "", 2018, True, "cd" * 32, 1),
    ]


def test_pages_come_back_character_for_character(store):
    assert store.page("r07", 2) == PAGES[1]
    assert list(store.pages()) == [*PAGES, *OTHER.pages]


@pytest.mark.parametrize(("document_id", "number"), [("r07", 0), ("r07", 3), ("r99", 1), ("", 1)])
def test_a_page_that_is_not_there_is_none(store, document_id, number):
    assert store.page(document_id, number) is None


def test_blocks_come_back_by_their_place(store):
    assert store.blocks(0, 2) == BLOCKS
    assert store.blocks(1, 1) == BLOCKS[1:2]
    assert store.blocks(5, 9) == []


def test_blocks_come_back_by_their_page(store):
    assert store.page_blocks("r07", 2) == BLOCKS[1:2]
    assert store.page_blocks("r07", 3) == []


def test_chunks_come_back_in_the_order_asked(store):
    assert store.chunks([2, 0]) == [CHUNKS[2], CHUNKS[0]]
    assert store.chunks([]) == []
    assert store.chunk_ids() == [chunk.id for chunk in CHUNKS]
    assert store.chunk_years() == [2025, 2025, 2018]


def test_pages_are_counted_by_how_they_were_read(store):
    assert store.readings() == {"reading": 1, "automatic": 2}


def test_the_store_cannot_be_written_through_a_reader(store):
    with pytest.raises(Exception, match="readonly"):
        store._connection.execute("DELETE FROM page")


def test_eight_threads_read_the_same(store):
    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(lambda _: (store.blocks(0, 2), store.chunks([1])), range(400)):
            assert found == (BLOCKS, CHUNKS[1:2])


@pytest.mark.parametrize("folder", ["索引 1", "a#b", "a?mode=rwc", "100%20"])
def test_a_store_is_found_in_a_folder_of_any_name(tmp_path, folder):
    (tmp_path / folder).mkdir()
    store = Store(write(tmp_path / folder / "corpus.sqlite"))
    assert store.page("r07", 1) == PAGES[0]
    store.close()


def test_a_missing_file_is_told_and_not_made(tmp_path):
    with pytest.raises(IndexDamagedError, match="sodan ingest で作り直してください"):
        Store(tmp_path / "corpus.sqlite")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_a_damaged_file_is_told(tmp_path, content):
    path = tmp_path / "corpus.sqlite"
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="読めません"):
        Store(path)
