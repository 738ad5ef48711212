"""The database, opened when it is first needed: while it is down, what does not need it works."""

import threading

from desk.store import Database, open_database


class CurrentDatabase:
    """Opens the database at ``url`` once; safe from several threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._database: Database | None = None

    def get(self) -> Database:
        """The open database; raises DatabaseError, and tries again at the next call."""
        with self._lock:
            if self._database is None:
                self._database = open_database(self._url)
            return self._database

    def close(self) -> None:
        with self._lock:
            if self._database:
                self._database.close()
            self._database = None
