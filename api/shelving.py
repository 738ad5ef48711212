"""Taking documents in and out while the server runs: one after another, in a thread of its own.

The index is switched only once the new one is whole; what fails leaves library and index as they were.
"""

import logging
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from api.jobs import Job, JobFile
from desk.clock import now
from desk.tokens import new_id
from ingest.build import ingest
from ingest.catalogue import read_catalogue
from ingest.embedder import load_embedder
from ingest.errors import SodanError
from ingest.lexicon import load_lexicon
from ingest.library import Added, Library
from rag.settings import ChainSettings

log = logging.getLogger("sodan.api")
_KEPT = 20


class Shelving:
    """The jobs over one library and index; their list lies beside the index. Safe from several threads."""

    def __init__(self, settings: ChainSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._file = JobFile(settings.index.absolute().parent / "jobs.json")
        self._jobs = {job.id: job for job in self._file.read()}
        self._worker: ThreadPoolExecutor | None = None

    def add(self, path: Path, actor: str, over: Callable[[Job], None]) -> Job:
        """Take in the file ``path``, whose folder is removed afterwards; ``over`` is called with the end."""
        return self._start(Job(new_id(), path.name, "add", actor, now()), path, over)

    def withdraw(self, document_id: str, title: str, actor: str, over: Callable[[Job], None]) -> Job:
        job = Job(new_id(), title, "withdraw", actor, now(), document_id=document_id)
        return self._start(job, None, over)

    def jobs(self) -> list[Job]:
        """The newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def library(self) -> Library | None:
        return Library(self._settings.library) if self._settings.library else None

    def _start(self, job: Job, path: Path | None, over: Callable[[Job], None]) -> Job:
        with self._lock:
            if self._worker is None:
                self._worker = ThreadPoolExecutor(1, "shelving")
            self._jobs[job.id] = job
            for old in [one.id for one in self._jobs.values() if one.is_over][:-_KEPT]:
                del self._jobs[old]
            self._file.write(self._jobs.values())
        self._worker.submit(self._run, job, path, over)
        return job

    def _run(self, job: Job, path: Path | None, over: Callable[[Job], None]) -> None:
        try:
            job = self._done(job, path)
        except SodanError as error:
            job = replace(job, state="failed", messages=(*job.messages, str(error)))
        except Exception:
            log.exception("shelving %s", job.name)
            job = replace(job, state="failed", messages=("内部で問題が起きました。索引は前のままです。",))
        finally:
            if path:
                shutil.rmtree(path.parent, ignore_errors=True)
        self._tell(job)
        try:
            over(job)
        except SodanError as error:
            log.error("the end of %s could not be recorded: %s", job.name, error)

    def _done(self, job: Job, path: Path | None) -> Job:
        library = self.library()
        if library is None:
            raise SodanError("文書を保存するフォルダーが設定されていません（SODAN_LIBRARY）。")
        before = library.records()
        if path:
            job = self._tell(replace(job, state="reading"))
            added = self._read(library, path)
            job = replace(job, document_id=added.document_id, outcome=added.outcome, messages=added.messages)
            if added.outcome == "refused":
                return replace(job, state="failed")
        else:
            library.withdraw(job.document_id)
        job = self._tell(replace(job, state="building"))
        try:
            self._build(library)
        except BaseException:
            library.restore(before)
            raise
        return replace(job, state="done")

    def _read(self, library: Library, path: Path) -> Added:
        taken = {entry.sha256: entry.id for entry in read_catalogue(self._settings.corpus)}
        return library.add([path], load_lexicon(self._settings.corpus), taken, None)[0]

    def _build(self, library: Library) -> None:
        embedder = load_embedder(self._settings.embedder)
        ingest(self._settings.corpus, self._settings.index, embedder, lambda step, done, whole: None, False, library)

    def _tell(self, job: Job) -> Job:
        with self._lock:
            self._jobs[job.id] = job
            self._file.write(self._jobs.values())
        return job
