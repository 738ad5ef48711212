"""Purging once a day while the server runs, so that retention times hold on one that is never restarted."""

import logging
import threading
from datetime import timedelta

from desk.clock import Clock, now
from desk.current import CurrentDatabase
from desk.errors import DeskError
from desk.retention import purge

log = logging.getLogger("sodan.desk")
DAY = timedelta(days=1)


def purge_daily(current: CurrentDatabase, clock: Clock = now, every: timedelta = DAY) -> threading.Event:
    """Purge after each ``every``, in a thread that ends with the program or when the event is set."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(every.total_seconds()):
            try:
                purge(current.get(), clock())
            except DeskError as error:  # a database that is away today is purged tomorrow
                log.warning("not purged: %s", error)

    threading.Thread(target=run, name="purging", daemon=True).start()
    return stop
