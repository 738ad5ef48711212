"""The stamp of a run: versions, hashes and settings, so that two runs can be told apart, and a cache trusted."""

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from eval.given import Json
from eval.loading import set_files
from ingest.build import corpus_hashes
from ingest.manifest import Manifest
from rag.settings import ChainSettings

PACKAGES = Path(__file__).resolve().parent.parent
ENGINE = ("ingest", "rag", "rag/models/answering.json", "api/contract.py")
"""What makes an answer, relative to the folder of the packages."""
_LIBRARIES = ("bm25s", "chromadb", "fugashi", "langchain-core", "numpy", "sentence-transformers", "unidic-lite")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was asked to do, beside the items: it decides which unfinished run is the same one."""

    selection: Mapping[str, object]
    repeat: int = 1
    variants: bool = False
    url: str = ""
    fault: str = ""


def environment(settings: ChainSettings, manifest: Manifest, index_version: str) -> Json:
    """Everything that an answer of this process hangs on."""
    return {
        "sodan": _version("sodan"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cores": os.cpu_count(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "engine": tree_hash(ENGINE),
        "index": {"version": index_version, "recipe": asdict(manifest.recipe), "chunks": manifest.chunks},
        # The chain reads the lexicon when it starts, not from the index.
        "corpus": hash_of(corpus_hashes(settings.corpus)),
        "embedder": settings.embedder,
    }


def surroundings(stamp: Mapping[str, object], fault: str) -> str:
    """The hash of all of ``environment`` that can change an answer."""
    telling = {key: stamp[key] for key in ("python", "libraries", "engine", "corpus", "embedder")}
    index = stamp["index"]
    assert isinstance(index, Mapping)
    return hash_of([telling, index["recipe"], fault])


def sets_hashes(folder: Path) -> dict[str, str]:
    """The hash of each question set."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in set_files(folder)}


def tree_hash(parts: Iterable[str], root: Path = PACKAGES) -> str:
    """One hash over the source files of ``parts`` (packages, or files) under ``root``."""
    whole = hashlib.sha256()
    for part in parts:
        path = root / part
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            whole.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()


def hash_of(value: object) -> str:
    """The hash of a value of JSON, the order of its keys aside."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
