"""Putting the parts together: one chain for the command line, the server and the evaluation."""

import threading

from ingest.conditions import load_vocabulary
from ingest.embedder import load_embedder
from ingest.index import open_index
from ingest.lexicon import load_lexicon
from ingest.versions import current_version
from rag.chain import AnswerChain
from rag.settings import ChainSettings


def build_chain(settings: ChainSettings) -> AnswerChain:
    """A chain over the current index; raises the index and corpus errors of ``ingest.errors``."""
    index = open_index(settings.index, load_embedder(settings.embedder))
    return AnswerChain(index, load_lexicon(settings.corpus), load_vocabulary(settings.corpus))


class CurrentChain:
    """The chain over whichever index version is current; safe from several threads."""

    def __init__(self, settings: ChainSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._chain: AnswerChain | None = None

    def get(self) -> AnswerChain:
        """The chain; reopened when another version has been made current since."""
        with self._lock:
            current = current_version(self._settings.index)
            if self._chain is None or self._chain.index.folder != current:
                self._chain = build_chain(self._settings)
            return self._chain
