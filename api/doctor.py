"""``sodan doctor``: what is installed, which index there is, what is missing, in words a person can act on."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from ingest.build import corpus_hashes
from ingest.catalogue import load_document, read_catalogue, unlisted_files
from ingest.embedder import load_embedder
from ingest.errors import SodanError
from ingest.index import open_index
from ingest.library import Library
from ingest.tokens import dictionary_version, lemmas
from rag.settings import ChainSettings

_PACKAGES = (
    "bm25s",
    "chromadb",
    "fastapi",
    "fugashi",
    "langchain-core",
    "sentence-transformers",
    "unidic-lite",
    "uvicorn",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``text`` says what was found and, where it is not well, what to do."""

    name: str
    is_well: bool
    text: str


def run_doctor(settings: ChainSettings, as_json: bool) -> int:
    findings = examine(settings)
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(f"{'良好' if finding.is_well else '要対応'}  {finding.name}: {finding.text}")
    return 0 if all(finding.is_well for finding in findings) else 1


def examine(settings: ChainSettings) -> list[Finding]:
    """Look at Python, the packages, the dictionary, the corpus, the embedder and the index."""
    checks: list[tuple[str, Callable[[ChainSettings], str]]] = [
        ("Python", _python),
        ("部品", _packages),
        ("辞書", _dictionary),
        ("文書", _corpus),
        ("埋め込みモデル", _embedder),
        ("索引", _index),
    ]
    return [_finding(name, check, settings) for name, check in checks]


def _finding(name: str, check: Callable[[ChainSettings], str], settings: ChainSettings) -> Finding:
    try:
        return Finding(name, True, check(settings))
    except (SodanError, PackageNotFoundError, ImportError, OSError, RuntimeError) as error:
        return Finding(name, False, str(error))


def _python(_: ChainSettings) -> str:
    return ".".join(map(str, sys.version_info[:3]))


def _packages(_: ChainSettings) -> str:
    return "、".join(f"{name} {version(name)}" for name in _PACKAGES)


def _dictionary(_: ChainSettings) -> str:
    if lemmas("走った") != ["走る"]:
        raise RuntimeError("辞書 unidic-lite が正しく読めません。pip で入れ直してください。")
    return dictionary_version()


def _corpus(settings: ChainSettings) -> str:
    entries = read_catalogue(settings.corpus)
    pages = sum(len(load_document(settings.corpus, entry).pages) for entry in entries)
    more = unlisted_files(settings.corpus, entries)
    return f"{len(entries)}件、{pages}ページ（{settings.corpus}）" + (
        f"。目録にないファイル: {'、'.join(more)}" if more else ""
    )


def _embedder(settings: ChainSettings) -> str:
    embedder = load_embedder(settings.embedder)
    return f"{embedder.fingerprint}（{embedder.dimension}次元）"


def _index(settings: ChainSettings) -> str:
    index = open_index(settings.index, load_embedder(settings.embedder))
    library = Library(settings.library) if settings.library else None
    if index.manifest.recipe.corpus != corpus_hashes(settings.corpus, library):
        raise RuntimeError(f"{index.version} は今の文書と違います。sodan ingest を実行してください。")
    return f"{index.version}、文書 {index.manifest.documents}件、{index.manifest.pages}ページ（{settings.index}）"
