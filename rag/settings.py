"""What the answer chain needs to know, as values; the entry points read them from their surroundings."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ChainSettings:
    """``corpus``: the corpus folder; ``index``: the folder of index versions; ``embedder``: "default" or a model;
    ``library``: the folder of documents added by their path, None for none."""

    corpus: Path
    index: Path
    embedder: str = "default"
    library: Path | None = None
