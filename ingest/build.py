"""Building an index: a folder of its own, checked, then made current by one atomic rename."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ingest.catalogue import load_document, read_catalogue, unlisted_files
from ingest.chunks import chunks_of
from ingest.errors import CorpusError, IndexDamagedError, IndexLockedError
from ingest.index import CURRENT, Index, current_version, open_index
from ingest.keywords import write_keywords
from ingest.layout import PageLayout, blocks_of
from ingest.lexicon import Lexicon, load_lexicon
from ingest.manifest import Manifest, Recipe, check_files, read_manifest, write_manifest
from ingest.plain_text import read_plain_text
from ingest.readings import Readings, load_readings
from ingest.store import StoreWriter
from ingest.tokens import dictionary_version
from ingest.types import Chunk, Document, Embedder, Vectors
from ingest.vectors import write_vectors

Progress = Callable[[str, int, int], None]
"""Called with a step's name, what is done of it and its whole."""
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Summary:
    """What an ingest did; ``embedded`` counts the chunks whose vectors were computed anew."""

    version: str
    is_new: bool
    documents: int
    pages: int
    blocks: int
    chunks: int
    embedded: int
    seconds: float
    unlisted: tuple[str, ...]


def ingest(corpus: Path, root: Path, embedder: Embedder, progress: Progress, force: bool = False) -> Summary:
    """Bring the index under ``root`` up to date with ``corpus``.

    Whatever fails leaves the version that was current. Raises CorpusError for what is wrong with
    the corpus and IndexLockedError while another process builds.
    """
    began = time.perf_counter()
    entries = read_catalogue(corpus)
    unlisted = tuple(unlisted_files(corpus, entries))
    with _only_writer(root):
        _remove_leftovers(root)
        recipe = Recipe(corpus_hashes(corpus), embedder.fingerprint, dictionary_version())
        current = None if force else _unchanged(root, recipe)
        embedded = 0
        is_new = current is None
        if current is None:
            documents = [load_document(corpus, entry) for entry in entries]
            current, embedded = _build(corpus, root, documents, recipe, embedder, progress)
        manifest = read_manifest(current)
    return Summary(
        current.name, is_new, manifest.documents, manifest.pages, manifest.blocks, manifest.chunks, embedded,
        time.perf_counter() - began, unlisted,
    )  # fmt: skip


@contextmanager
def _only_writer(root: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / "writer.lock", timeout=0):
            yield
    except Timeout:
        raise IndexLockedError(f"別の取り込みが実行中です（{root}）。終わってからもう一度実行してください。") from None
    except PermissionError as error:
        raise IndexLockedError(f"索引のフォルダー {root} に書き込めません（{error.strerror}）。") from None


def corpus_hashes(corpus: Path) -> dict[str, str]:
    """Hashes of all that an index is made of; sources are hashed by the catalogue's own check when read."""
    files = [corpus / "catalogue.toml"]
    for folder in ("sources", "readings", "lexicon"):
        files += sorted(path for path in (corpus / folder).rglob("*") if path.is_file())
    return {f.relative_to(corpus).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def _unchanged(root: Path, recipe: Recipe) -> Path | None:
    """The current version if it is whole and made by the same recipe."""
    folder = current_version(root)
    if folder is None:
        return None
    try:
        manifest = read_manifest(folder)
        check_files(folder, manifest)
    except IndexDamagedError:
        return None
    return folder if manifest.recipe == recipe else None


def _build(
    corpus: Path, root: Path, documents: list[Document], recipe: Recipe, embedder: Embedder, progress: Progress
) -> tuple[Path, int]:
    # A name of its own each time: Chroma keeps what it opened in this process by its path.
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=root))
    work.chmod(0o755)
    blocks, pages, chunks = _write_store(corpus, work, documents, progress)
    progress("キーワード索引", 0, 1)
    write_keywords(work / "keywords", [chunk.text for chunk in chunks])
    progress("キーワード索引", 1, 1)
    vectors, embedded = _vectors(root, chunks, embedder, progress)
    write_vectors(work / "vectors", chunks, vectors)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    # Chroma may touch its own files when it opens them; the others must stay as they are.
    fixed = [work / "corpus.sqlite", *sorted(p for p in (work / "keywords").rglob("*") if p.is_file())]
    sizes = {path.relative_to(work).as_posix(): path.stat().st_size for path in fixed}
    write_manifest(work, Manifest(recipe, len(documents), pages, blocks, len(chunks), stamp, sizes))
    version = root / f"v{stamp}"
    _sync(work)
    work.rename(version)
    before = current_version(root)
    _make_current(root, version)
    _remove_old(root, {version, before})
    return version, embedded


def _write_store(
    corpus: Path, work: Path, documents: list[Document], progress: Progress
) -> tuple[int, int, list[Chunk]]:
    lexicon, readings = load_lexicon(corpus), load_readings(corpus)
    writer = StoreWriter(work / "corpus.sqlite")
    chunks: list[Chunk] = []
    blocks = 0
    for done, document in enumerate(documents):
        progress("文書を読む", done, len(documents))
        layouts = lay_out(document, readings, lexicon)
        own = [block for layout in layouts for block in blocks_of(layout)]
        if not own:
            raise CorpusError(f"{document.id}: 文書から文字を取り出せませんでした。")
        parts = list(chunks_of(document, own, blocks))
        writer.add_document(document, [layout.read_by for layout in layouts])
        writer.add_blocks(blocks, own)
        writer.add_chunks(len(chunks), parts)
        chunks += parts
        blocks += len(own)
    writer.close()
    progress("文書を読む", len(documents), len(documents))
    return blocks, sum(len(document.pages) for document in documents), chunks


def lay_out(document: Document, readings: Readings, lexicon: Lexicon) -> list[PageLayout]:
    """The layout of each page: by its reading where there is one, else read automatically."""
    layouts = readings.layouts(document)
    return [layouts.get(page.number) or read_plain_text(page, lexicon) for page in document.pages]


def _vectors(root: Path, chunks: list[Chunk], embedder: Embedder, progress: Progress) -> tuple[Vectors, int]:
    """The vectors of ``chunks``: taken from the current version where it has them, else computed."""
    known = _known_vectors(root, chunks, embedder)
    new = [chunk for chunk in chunks if chunk.id not in known]
    for start in range(0, len(new), _BATCH):
        progress("埋め込み", start, len(new))
        batch = new[start : start + _BATCH]
        rows = embedder.embed_passages([chunk.text for chunk in batch])
        known |= {chunk.id: row for chunk, row in zip(batch, rows, strict=True)}
    progress("埋め込み", len(new), len(new))
    return np.stack([known[chunk.id] for chunk in chunks]), len(new)


def _known_vectors(root: Path, chunks: list[Chunk], embedder: Embedder) -> dict[str, Vectors]:
    try:
        old: Index = open_index(root, embedder)
    except Exception:  # noqa: BLE001 - an index that cannot be opened has nothing to give
        return {}
    return old.vectors.stored([chunk.id for chunk in chunks])


def _sync(folder: Path) -> None:
    """Force every file of ``folder`` to the disk, so that a power cut cannot leave a current version half written."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _make_current(root: Path, version: Path) -> None:
    pointer = root / f".{CURRENT}-{os.getpid()}"
    with pointer.open("w", encoding="utf-8") as file:
        file.write(version.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(pointer, root / CURRENT)


def _remove_leftovers(root: Path) -> None:
    """Remove what a killed build left; only the holder of the lock may."""
    for leftover in root.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for pointer in root.glob(f".{CURRENT}-*"):
        pointer.unlink(missing_ok=True)


def _remove_old(root: Path, kept: set[Path | None]) -> None:
    """Remove versions but the current and the one before, which a reader may still have open."""
    for folder in root.glob("v*"):
        if folder.is_dir() and folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
