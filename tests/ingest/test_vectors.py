"""The dense leg: a text finds itself, years are kept apart, and damage is told."""

import numpy as np
import pytest

from ingest.errors import IndexDamagedError
from ingest.types import Chunk
from ingest.vectors import DenseVectors, write_vectors
from tests.fakes import HashEmbedder

TEXTS = [
    "設備更新支援助成金 省エネ型の設備に替える費用",
    "販路開拓支援 展示会への出展を助成",
    "人材育成支援 研修の費用を助成",
    "事業承継の相談窓口 後継者のいない会社",
    "設備更新支援助成金 前の年度の案内",
]
YEARS = [2024, 2024, 2025, 2025, 2021]
CHUNKS = [
    Chunk(f"c{place}", "a", place + 1, year, text, place, place)
    for place, (text, year) in enumerate(zip(TEXTS, YEARS, strict=True))
]
EMBEDDER = HashEmbedder()


@pytest.fixture(scope="module")
def vectors(tmp_path_factory):
    folder = tmp_path_factory.mktemp("vectors") / "v"
    write_vectors(folder, CHUNKS, EMBEDDER.embed_passages(TEXTS))
    return DenseVectors(folder, len(CHUNKS))


@pytest.mark.parametrize("place", range(len(TEXTS)))
def test_a_text_finds_itself_with_a_similarity_of_one(vectors, place):
    best, similarity = vectors.nearest(EMBEDDER.embed_query(TEXTS[place]), 3)[0]
    assert best == place
    assert similarity == pytest.approx(1.0, abs=1e-5)


def test_the_similarity_is_the_cosine(vectors):
    query = EMBEDDER.embed_query("研修の費用を助成")
    cosines = EMBEDDER.embed_passages(TEXTS) @ query[0]
    for place, similarity in vectors.nearest(query, 5):
        assert similarity == pytest.approx(float(cosines[place]), abs=1e-5)


def test_the_nearest_come_first_and_there_are_as_many_as_asked(vectors):
    found = vectors.nearest(EMBEDDER.embed_query("設備更新支援助成金"), 2)
    assert {place for place, _ in found} == {0, 4}
    assert found == sorted(found, key=lambda pair: -pair[1])


def test_asking_for_more_than_there_are_gives_all(vectors):
    assert len(vectors.nearest(EMBEDDER.embed_query("助成"), 100)) == len(TEXTS)


@pytest.mark.parametrize(
    ("years", "places"),
    [([2024], {0, 1}), ([2025], {2, 3}), ([2021, 2025], {2, 3, 4}), ([1999], set()), ([], {0, 1, 2, 3, 4})],
)
def test_only_the_years_that_are_asked_for_are_searched(vectors, years, places):
    found = vectors.nearest(EMBEDDER.embed_query("設備更新支援助成金"), 10, years)
    assert {place for place, _ in found} == places


def test_a_question_without_words_does_not_fail(vectors):
    assert all(np.isfinite(similarity) for _, similarity in vectors.nearest(EMBEDDER.embed_query(""), 2))


def test_the_vectors_come_back_by_id(vectors):
    found = vectors.stored(["c0", "c3", "unknown"])
    assert set(found) == {"c0", "c3"}
    np.testing.assert_allclose(found["c3"], EMBEDDER.embed_query(TEXTS[3])[0], atol=1e-6)
    assert vectors.stored([]) == {}


def test_more_chunks_than_one_batch_are_all_written(tmp_path):
    chunks = [Chunk(f"c{n}", "a", 1, 2025, f"{n}番", n, n) for n in range(450)]
    write_vectors(tmp_path / "v", chunks, EMBEDDER.embed_passages([chunk.text for chunk in chunks]))
    assert len(DenseVectors(tmp_path / "v", 450).stored([chunk.id for chunk in chunks])) == 450


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(IndexDamagedError, match=r"ベクトル索引.*作り直してください"):
        DenseVectors(tmp_path / "v", 5)


def test_another_number_of_vectors_is_told(tmp_path):
    write_vectors(tmp_path / "v", CHUNKS, EMBEDDER.embed_passages(TEXTS))
    with pytest.raises(IndexDamagedError, match="目録 6件、実物 5件"):
        DenseVectors(tmp_path / "v", 6)


def test_a_damaged_file_is_told(tmp_path):
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "chroma.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(IndexDamagedError, match="ベクトル索引"):
        DenseVectors(tmp_path / "v", 5)
