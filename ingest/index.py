"""An index version opened for reading. Versions never change, so readers need no lock."""

from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.errors import IndexMismatchError, IndexMissingError
from ingest.keywords import Keywords
from ingest.manifest import SCHEMA, Manifest, check_files, read_manifest
from ingest.store import Store
from ingest.tokens import dictionary_version
from ingest.types import Embedder
from ingest.vectors import DenseVectors
from ingest.versions import current_version


class Index:
    """Store, keywords and vectors of one version, with the embedder that made the vectors."""

    def __init__(self, folder: Path, manifest: Manifest, embedder: Embedder) -> None:
        self.folder = folder
        self.manifest = manifest
        self.embedder = embedder
        self.store = Store(folder / "corpus.sqlite")
        self.keywords = Keywords(folder / "keywords")
        self.vectors = DenseVectors(folder / "vectors", manifest.chunks)

    @cached_property
    def years(self) -> npt.NDArray[np.int32]:
        """The fiscal year of each chunk, shape (chunks,)."""
        return np.asarray(self.store.chunk_years(), np.int32)

    @property
    def version(self) -> str:
        return self.folder.name


def open_index(root: Path, embedder: Embedder) -> Index:
    """Open the current version; raises IndexMissingError, IndexDamagedError or IndexMismatchError."""
    folder = current_version(root)
    if folder is None:
        raise IndexMissingError(f"索引がまだありません（{root}）。sodan ingest を実行してください。")
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    expected = {"schema": SCHEMA, "embedder": embedder.fingerprint, "dictionary": dictionary_version()}
    for name, value in expected.items():
        built = getattr(manifest.recipe, name)
        if built != value:
            raise IndexMismatchError(
                f"索引は別の設定で作られています（{name}: 索引 {built}、現在 {value}）。"
                "sodan ingest で作り直してください。"
            )
    return Index(folder, manifest, embedder)
