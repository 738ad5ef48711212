"""What the tests of added files share: a library, files to add to it, and the index of both."""

import pytest

from ingest.build import ingest
from ingest.lexicon import load_lexicon
from ingest.library import Library
from tests.fakes import HashEmbedder
from tests.ingest.shelves import SHISAKU


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "library")


@pytest.fixture
def small_lexicon(small_corpus):
    return load_lexicon(small_corpus)


@pytest.fixture
def add(library, small_lexicon):
    return lambda *paths, taken=None, ask=None: library.add(paths, small_lexicon, taken or {}, ask)


@pytest.fixture
def inbox(tmp_path):
    """A folder to put files in: ``inbox(name, text)`` gives the path."""

    def put(name, text=SHISAKU):
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return put


@pytest.fixture
def index(small_corpus, library, tmp_path, silent):
    """Bring the index of the small corpus and the library up to date, in ``tmp_path / "index"``."""
    return lambda: ingest(small_corpus, tmp_path / "index", HashEmbedder(), silent, library=library)
