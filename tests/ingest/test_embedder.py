"""Embedders: the one that ships gives what sentence-transformers gives, and what cannot be loaded is told."""

import shutil

import numpy as np
import pytest

from ingest.embedder import DEFAULT_MODEL, StaticEmbedder, TransformerEmbedder, load_embedder
from ingest.errors import EmbedderError
from tests.fakes import HashEmbedder
from tests.ingest.corpora import HANRO, JIGYO, SETSUBI_1

LINES = [line for text in (HANRO, JIGYO, SETSUBI_1) for line in text.split("\n") if line.strip()]
TEXTS = [*LINES, HANRO, "ＤＸ推進½", "a" * 3000, "𠮷野家"]


@pytest.fixture(scope="module")
def static():
    return StaticEmbedder(DEFAULT_MODEL)


@pytest.fixture(params=["static", "hash"])
def any_embedder(request, static):
    return static if request.param == "static" else HashEmbedder()


def test_the_static_embedder_gives_the_vectors_of_sentence_transformers(static):
    theirs = TransformerEmbedder(str(DEFAULT_MODEL))
    assert theirs.dimension == static.dimension
    np.testing.assert_allclose(static.embed_passages(TEXTS), theirs.embed_passages(TEXTS), atol=1e-3)
    for text in LINES[:3]:
        np.testing.assert_allclose(static.embed_query(text), theirs.embed_query(text), atol=1e-3)
    assert theirs.fingerprint != static.fingerprint


def test_every_text_gets_a_vector_of_unit_length(any_embedder):
    vectors = any_embedder.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), any_embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_a_question_is_one_row(any_embedder):
    assert any_embedder.embed_query("助成率は").shape == (1, any_embedder.dimension)


def test_no_texts_give_no_rows(any_embedder):
    assert any_embedder.embed_passages([]).shape == (0, any_embedder.dimension)


def test_an_empty_text_is_a_zero_vector_and_not_a_failure(any_embedder):
    vectors = any_embedder.embed_passages(["", "助成"])
    assert not vectors[0].any()
    assert np.isfinite(vectors).all()


def test_a_text_has_the_same_vector_alone_and_among_others(any_embedder):
    together = any_embedder.embed_passages(TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        assert np.array_equal(any_embedder.embed_passages([text])[0], row)


def test_similar_texts_are_nearer_than_others(any_embedder):
    a, b, c = any_embedder.embed_passages(["設備更新支援助成金", "設備更新の助成金", "平日の9時から17時まで"])
    assert a @ b > a @ c


def test_the_fingerprint_names_the_models_content(static, tmp_path):
    shutil.copytree(DEFAULT_MODEL, tmp_path / DEFAULT_MODEL.name)
    copy = tmp_path / DEFAULT_MODEL.name
    assert StaticEmbedder(copy).fingerprint == static.fingerprint
    weights = copy / "0_StaticEmbedding" / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert StaticEmbedder(copy).fingerprint != static.fingerprint


def test_the_default_is_the_model_that_ships():
    embedder = load_embedder("default")
    assert isinstance(embedder, StaticEmbedder)
    assert embedder.fingerprint.startswith("sodan-static-ja:")


def test_a_folder_is_loaded_by_sentence_transformers(tmp_path):
    assert isinstance(load_embedder(str(tmp_path)), TransformerEmbedder)


def test_a_model_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EmbedderError, match=r"model.safetensors|tokenizer.json"):
        StaticEmbedder(tmp_path / "none").embed_query("助成")
    with pytest.raises(EmbedderError, match="を読めません"):
        _ = StaticEmbedder(tmp_path / "none").fingerprint


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(EmbedderError, match=r"埋め込みモデル「.*」を読み込めません"):
        load_embedder(str(tmp_path)).embed_query("助成")


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_a_damaged_model_is_named(tmp_path, name):
    copy = tmp_path / "model"
    shutil.copytree(DEFAULT_MODEL, copy)
    (copy / "0_StaticEmbedding" / name).write_bytes(b"damaged")
    with pytest.raises(EmbedderError, match=name):
        StaticEmbedder(copy).embed_query("助成")
