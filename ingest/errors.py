"""The errors of ingest, each with a message for the person who runs it.

SodanError
+-- CorpusError          a document, the catalogue or a reading is not as it should be
|   +-- ReadingError     a reading says what its page does not
+-- IndexMissingError    there is no index yet
+-- IndexDamagedError    the index's files are not what its manifest says
+-- IndexMismatchError   the index was built with other settings
+-- IndexLockedError     another process is building
+-- EmbedderError        the embedding model cannot be loaded
"""


class SodanError(Exception):
    """Base of every error that Sodan raises on purpose; its text is polite Japanese."""


class CorpusError(SodanError):
    """A document, the catalogue or a reading is not as it should be."""


class ReadingError(CorpusError):
    """A reading holds text that its page does not."""

    def __init__(self, file: str, line: int, text: str, problem: str) -> None:
        super().__init__(f"{file}:{line}: 「{text}」{problem}")
        self.file, self.line, self.text = file, line, text


class IndexMissingError(SodanError):
    """There is no index yet."""


class IndexDamagedError(SodanError):
    """The index's files are not what its manifest says."""


class IndexMismatchError(SodanError):
    """The index was built with other settings."""


class IndexLockedError(SodanError):
    """Another process is building the index."""


class EmbedderError(SodanError):
    """The embedding model cannot be loaded."""
