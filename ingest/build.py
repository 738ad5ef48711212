"""Building an index: a folder of its own, checked, then made current by one atomic rename."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ingest.catalogue import Entry, load_document, read_catalogue, unlisted_files
from ingest.chunks import chunks_of
from ingest.conditions import load_vocabulary
from ingest.errors import CorpusError, IndexDamagedError
from ingest.facts import Fact
from ingest.index import Index, open_index
from ingest.keywords import write_keywords
from ingest.layout import PageLayout, blocks_of
from ingest.ledger import make_ledger
from ingest.ledger_store import subjects_of
from ingest.lexicon import Lexicon, load_lexicon
from ingest.library import Library
from ingest.manifest import Manifest, Recipe, check_files, read_manifest, write_manifest
from ingest.plain_text import read_plain_text
from ingest.readings import Readings, load_readings
from ingest.registry import load_registry, verify_registry
from ingest.store import StoreWriter
from ingest.tokens import dictionary_version
from ingest.types import Chunk, Document, Embedder, Vectors
from ingest.vectors import DenseVectors, write_vectors
from ingest.versions import current_version, make_current, only_writer, remove_old, sync

Progress = Callable[[str, int, int], None]
"""Called with a step's name, what is done of it and its whole."""
LaidOut = tuple[Document, list[PageLayout]]
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


def ingest(
    corpus: Path,
    root: Path,
    embedder: Embedder,
    progress: Progress,
    force: bool = False,
    library: Library | None = None,
) -> Summary:
    """Bring the index under ``root`` up to date with ``corpus`` and the ``library`` of added files.

    Whatever fails leaves the version that was current. Raises CorpusError for what is wrong with
    the corpus and IndexLockedError while another process builds.
    """
    began = time.perf_counter()
    entries = read_catalogue(corpus)
    unlisted = tuple(unlisted_files(corpus, entries))
    with only_writer(root):
        recipe = Recipe(corpus_hashes(corpus, library), embedder.fingerprint, dictionary_version())
        current = None if force else _unchanged(root, recipe)
        embedded = 0
        is_new = current is None
        if current is None:
            documents = list(laid_out(corpus, entries, library, progress))
            verify_registry(load_registry(corpus), [document for document, _ in documents])
            current, embedded = build_version(corpus, root, documents, recipe, embedder, progress)
        manifest = read_manifest(current)
    return Summary(
        current.name, is_new, manifest.documents, manifest.pages, manifest.blocks, manifest.chunks, embedded,
        time.perf_counter() - began, unlisted,
    )  # fmt: skip


def corpus_hashes(corpus: Path, library: Library | None = None) -> dict[str, str]:
    """Hashes of all that an index is made of; sources are hashed by the catalogue's own check when read."""
    files = [corpus / "catalogue.toml"]
    for folder in ("sources", "readings", "lexicon"):
        files += sorted(path for path in (corpus / folder).rglob("*") if path.is_file())
    own = {f.relative_to(corpus).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    return own | (library.hashes() if library else {})


def _unchanged(root: Path, recipe: Recipe) -> Path | None:
    """The current version if it is whole and made by the same recipe."""
    folder = current_version(root)
    if folder is None:
        return None
    try:
        manifest = read_manifest(folder)
        check_files(folder, manifest)
        if manifest.recipe != recipe:
            return None
        DenseVectors(folder / "vectors", manifest.chunks)
    except IndexDamagedError:
        return None
    return folder


def build_version(
    corpus: Path, root: Path, documents: list[LaidOut], recipe: Recipe, embedder: Embedder, progress: Progress
) -> tuple[Path, int]:
    """Write ``documents`` as a new version under ``root``, make it current, and count the chunks embedded anew."""
    # A name of its own each time: Chroma keeps what it opened in this process by its path.
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=root))
    work.chmod(0o755)
    blocks, chunks = _write_store(corpus, work, documents, progress)
    progress("キーワード索引", 0, 1)
    write_keywords(work / "keywords", [chunk.text for chunk in chunks])
    progress("キーワード索引", 1, 1)
    vectors, embedded = _vectors(root, chunks, embedder, progress)
    write_vectors(work / "vectors", chunks, vectors)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
    # Chroma may touch its own files when it opens them; the others must stay as they are.
    fixed = [work / "corpus.sqlite", *sorted(p for p in (work / "keywords").rglob("*") if p.is_file())]
    sizes = {path.relative_to(work).as_posix(): path.stat().st_size for path in fixed}
    pages = sum(len(document.pages) for document, _ in documents)
    write_manifest(work, Manifest(recipe, len(documents), pages, blocks, len(chunks), stamp, sizes))
    version = root / f"v{stamp}"
    sync(work)
    work.rename(version)
    before = current_version(root)
    make_current(root, version)
    remove_old(root, {version, before})
    return version, embedded


def laid_out(
    corpus: Path, entries: tuple[Entry, ...], library: Library | None, progress: Progress
) -> Iterator[LaidOut]:
    """Every document with the layout of its pages: those of the catalogue, then the library's."""
    lexicon, readings = load_lexicon(corpus), load_readings(corpus)
    for done, entry in enumerate(entries):
        progress("文書を読む", done, len(entries))
        document = load_document(corpus, entry)
        yield document, lay_out(document, readings, lexicon)
    progress("文書を読む", len(entries), len(entries))
    yield from library.documents() if library else ()


def _write_store(corpus: Path, work: Path, documents: list[LaidOut], progress: Progress) -> tuple[int, list[Chunk]]:
    lexicon, registry, vocabulary = load_lexicon(corpus), load_registry(corpus), load_vocabulary(corpus)
    writer = StoreWriter(work / "corpus.sqlite")
    chunks: list[Chunk] = []
    facts: list[Fact] = []
    blocks = 0
    for done, (document, layouts) in enumerate(documents):
        progress("台帳を作る", done, len(documents))
        own = [block for layout in layouts for block in blocks_of(layout)]
        if not own:
            raise CorpusError(f"{document.id}: 文書から文字を取り出せませんでした。")
        parts = list(chunks_of(document, own, blocks))
        writer.add_document(document, [layout.read_by for layout in layouts])
        writer.add_blocks(blocks, own)
        writer.add_chunks(len(chunks), parts)
        facts += make_ledger(document, layouts, registry, lexicon, vocabulary)
        chunks += parts
        blocks += len(own)
    years = {document.id: document.fiscal_year for document, _ in documents}
    writer.add_ledger(subjects_of(registry.programmes, facts, years), facts)
    writer.close()
    progress("台帳を作る", len(documents), len(documents))
    return blocks, chunks


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
