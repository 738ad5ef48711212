"""The manifest of an index version: of what, with what and how large it was built."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.errors import IndexDamagedError

SCHEMA = 7
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an index is made of; two equal recipes give equal indexes."""

    corpus: dict[str, str]
    """Corpus file (relative) -> sha256: the catalogue, sources, readings and lexicon."""
    embedder: str
    dictionary: str
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Manifest:
    """The recipe, and what came of it; ``files`` maps each file that must not change to its size in bytes."""

    recipe: Recipe
    documents: int
    pages: int
    blocks: int
    chunks: int
    built_at: str
    files: dict[str, int]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the version at ``folder``; raises IndexDamagedError."""
    try:
        table = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Manifest(**{**table, "recipe": Recipe(**table["recipe"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(
            f"索引 {folder} の manifest.json を読めません（{error}）。sodan ingest で作り直してください。"
        ) from None


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raise IndexDamagedError where a file is missing or has another size."""
    for name, size in manifest.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size:
            raise IndexDamagedError(
                f"索引のファイル {path} がないか、壊れています。sodan ingest で作り直してください。"
            )
