"""The library: documents that were added by their path, beside those of the catalogue.

Each has a folder of its own under the library's (see ``ingest.shelf``).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.adding import Added, Adding, files_of
from ingest.description import Ask
from ingest.errors import CorpusError, IndexLockedError
from ingest.layout import PageLayout
from ingest.lexicon import Lexicon
from ingest.shelf import Record, parts_of, places_of, put_back, read_document, records_of, sweep, take_out
from ingest.types import Document

__all__ = ["Added", "Library"]


@dataclass(frozen=True)
class Library:
    """The library in one folder."""

    folder: Path

    def documents(self) -> list[tuple[Document, list[PageLayout]]]:
        """Every document with its layouts, by id; raises CorpusError naming the folder that cannot be read."""
        return [read_document(place) for place in places_of(self.folder)]

    def hashes(self) -> dict[str, str]:
        """What the recipe of an index keeps of the library."""
        return {
            f"library/{part.parent.name}/{part.name}": hashlib.sha256(part.read_bytes()).hexdigest()
            for part in parts_of(self.folder)
        }

    def add(self, paths: Sequence[Path], lexicon: Lexicon, taken: dict[str, str], ask: Ask | None) -> list[Added]:
        """Add files and folders of files, each for itself; ``taken``: sha256 -> id of the catalogue's documents.

        Raises IndexLockedError while another process adds, CorpusError where the library cannot be written at all.
        """
        with self._only_writer():
            adding = Adding(self.folder, lexicon, taken, ask, records_of(self.folder))
            return [adding.add(path) for path in files_of(paths)]

    def records(self) -> dict[str, Record]:
        """What is known of each document, by id."""
        return records_of(self.folder)

    def withdraw(self, id: str) -> None:
        """Take a document out; raises CorpusError where the library has none of that id."""
        with self._only_writer():
            if id not in records_of(self.folder):
                raise CorpusError(f"文書「{id}」は、取り込んだ文書の中にありません。")
            take_out(self.folder, id)

    def restore(self, before: Mapping[str, Record]) -> None:
        """Bring the library back to the records that it had before what was added or withdrawn since."""
        with self._only_writer():
            present = records_of(self.folder)
            for id in present.keys() - before.keys():
                take_out(self.folder, id)
            for id, record in before.items():
                if present.get(id) != record:
                    put_back(self.folder, record)

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        lock = FileLock(self.folder / "writer.lock")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            raise IndexLockedError("別の取り込みが実行中です。終わってからもう一度実行してください。") from None
        except (OSError, NotImplementedError) as error:
            raise CorpusError(f"フォルダー {self.folder} に書き込めません（{error}）。") from None
        try:
            sweep(self.folder)
            yield
        finally:
            lock.release()
