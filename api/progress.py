"""A progress bar on the terminal, one a step; silent where standard error is no terminal."""

import sys


class ProgressBar:
    """Shows the progress of an ingest while its ``with`` block runs."""

    def __enter__(self) -> "ProgressBar":
        from tqdm import tqdm

        self._bar: tqdm[None] | None = None
        self._make = tqdm
        self._step = ""
        return self

    def show(self, step: str, done: int, whole: int) -> None:
        if step != self._step or self._bar is None:
            self._close()
            self._step = step
            self._bar = self._make(total=whole, desc=step, file=sys.stderr, disable=None, leave=False)
        self._bar.n = done
        self._bar.refresh()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __exit__(self, *_: object) -> None:
        self._close()
