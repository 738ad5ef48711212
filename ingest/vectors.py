"""The dense leg: unit vectors in an embedded Chroma collection, cosine named outright."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ingest.errors import IndexDamagedError
from ingest.types import Chunk, Vectors

_COLLECTION = "chunks"
_BATCH = 200


def write_vectors(folder: Path, chunks: Sequence[Chunk], vectors: Vectors) -> None:
    """Write one vector a chunk into a new collection under ``folder``."""
    # Vectors are given and no embedding function is stored: a stored one would be code to trust.
    collection = _client(folder).create_collection(
        _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    for start in range(0, len(chunks), _BATCH):
        part = chunks[start : start + _BATCH]
        collection.add(
            ids=[chunk.id for chunk in part],
            embeddings=vectors[start : start + _BATCH],
            metadatas=[
                {"ord": start + n, "document_id": c.document_id, "page": c.page, "fiscal_year": c.fiscal_year}
                for n, c in enumerate(part)
            ],
        )


class DenseVectors:
    """Nearest chunks by cosine similarity."""

    def __init__(self, folder: Path, expected: int) -> None:
        try:
            self._collection = _client(folder).get_collection(_COLLECTION, embedding_function=None)
            count = self._collection.count()
        except Exception as error:  # noqa: BLE001 - chromadb raises many kinds for a damaged folder
            raise IndexDamagedError(
                f"ベクトル索引 {folder} を開けません（{error}）。sodan ingest で作り直してください。"
            ) from None
        if count != expected:
            raise IndexDamagedError(
                f"ベクトル索引 {folder} の件数が違います（目録 {expected}件、実物 {count}件）。"
                "sodan ingest で作り直してください。"
            )
        self._count = count

    def nearest(self, query: Vectors, k: int, fiscal_years: Sequence[int] = ()) -> list[tuple[int, float]]:
        """The ``k`` nearest chunks as (place in the index, cosine similarity), best first."""
        where = {"fiscal_year": {"$in": list(fiscal_years)}} if fiscal_years else None
        found = self._collection.query(
            query_embeddings=query, n_results=min(k, self._count), where=where, include=["distances", "metadatas"]
        )
        assert found["metadatas"] is not None
        assert found["distances"] is not None
        pairs = zip(found["metadatas"][0], found["distances"][0], strict=True)
        ranked = [(int(str(metadata["ord"])), 1.0 - distance) for metadata, distance in pairs]
        return sorted(ranked, key=lambda pair: (-round(pair[1], 6), pair[0]))

    def stored(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those of ``ids`` that are stored."""
        if not ids:
            return {}
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        assert found["embeddings"] is not None
        return {id_: np.asarray(row, np.float32) for id_, row in zip(found["ids"], found["embeddings"], strict=True)}


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
