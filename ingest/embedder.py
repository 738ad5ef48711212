"""Embedders: the one that ships with Sodan, and any sentence-transformers model by name."""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ingest.errors import EmbedderError
from ingest.types import Embedder, Vectors

DEFAULT_MODEL = Path(__file__).parent / "models" / "sodan-static-ja"


def load_embedder(setting: str) -> Embedder:
    """The embedder that ``setting`` names: "default", a folder, or a model of a hub."""
    return StaticEmbedder(DEFAULT_MODEL) if setting == "default" else TransformerEmbedder(setting)


class StaticEmbedder:
    """A sentence-transformers model of one ``StaticEmbedding``, read without importing torch.

    The mean of its tokens' rows, normalised, is all that such a model computes; numpy gives the same
    vectors in milliseconds where the full library takes seconds to import.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "0_StaticEmbedding"

    @cached_property
    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for name in ("tokenizer.json", "model.safetensors"):
            digest.update(self._read(name))
        return f"{self._folder.parent.name}:{digest.hexdigest()[:16]}"

    @property
    def dimension(self) -> int:
        return int(self._weights.shape[1])

    def embed_passages(self, texts: list[str]) -> Vectors:
        rows = [self._mean(ids) for ids in self._tokenize(texts)]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)

    def embed_query(self, text: str) -> Vectors:
        return self.embed_passages([text])

    def _mean(self, ids: list[int]) -> Vectors:
        if not ids:
            return np.zeros(self.dimension, np.float32)
        mean = self._weights[ids].astype(np.float32).mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), np.float32)

    def _tokenize(self, texts: list[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(texts, add_special_tokens=False)]

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        content = self._read("tokenizer.json")
        try:
            return Tokenizer.from_str(content.decode("utf-8"))
        except Exception as error:  # noqa: BLE001 - tokenizers raises bare Exception for a damaged file
            raise self._damaged("tokenizer.json", error) from None

    @cached_property
    def _weights(self) -> Any:
        from safetensors import SafetensorError
        from safetensors.numpy import load

        content = self._read("model.safetensors")
        try:
            return load(content)["embedding.weight"]
        except (SafetensorError, KeyError) as error:
            raise self._damaged("model.safetensors", error) from None

    def _damaged(self, name: str, error: Exception) -> EmbedderError:
        path = self._folder / name
        return EmbedderError(f"埋め込みモデルのファイル {path} が壊れています（{error}）。入れ直してください。")

    def _read(self, name: str) -> bytes:
        path = self._folder / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise EmbedderError(f"埋め込みモデルのファイル {path} を読めません（{error.strerror}）。") from None


class TransformerEmbedder:
    """Any sentence-transformers model, with the prompts for queries and passages that it brings itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def fingerprint(self) -> str:
        from importlib.metadata import version

        return f"{self._name}:sentence-transformers {version('sentence-transformers')}"

    @cached_property
    def dimension(self) -> int:
        return int(self.embed_query("次元").shape[1])

    def embed_passages(self, texts: list[str]) -> Vectors:
        return np.asarray(self._model.encode_document(texts, normalize_embeddings=True), np.float32)

    def embed_query(self, text: str) -> Vectors:
        return np.asarray(self._model.encode_query([text], normalize_embeddings=True), np.float32)

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(self._name, device="cpu")
        except (OSError, ValueError) as error:
            raise EmbedderError(
                f"埋め込みモデル「{self._name}」を読み込めません。名前またはフォルダーを確かめてください（{error}）。"
            ) from None
