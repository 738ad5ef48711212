"""Thresholds: what a run must reach, from one file (``eval/thresholds.toml``)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.figures import Figure
from ingest.errors import SodanError

FILE = Path(__file__).parent / "thresholds.toml"


class ThresholdError(SodanError):
    """The file of thresholds is malformed."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure by its key, and the least or the most that it may be."""

    figure: str
    least: float | None = None
    most: float | None = None

    def is_met(self, figure: Figure) -> bool:
        """Whether ``figure`` is within; one that nothing was measured for is."""
        if figure.value is None:
            return True
        enough = self.least is None or figure.value >= self.least
        return enough and (self.most is None or figure.value <= self.most)


@dataclass(frozen=True, slots=True)
class Missed:
    """A threshold that a run did not reach."""

    threshold: Threshold
    figure: Figure

    def __str__(self) -> str:
        limits = ((self.threshold.least, "以上"), (self.threshold.most, "以下"))
        told = "、".join(f"{self.figure.text(limit)}{word}" for limit, word in limits if limit is not None)
        return f"{self.figure.label}: {self.figure.told}（基準 {told}）"


def load_thresholds(path: Path = FILE) -> tuple[Threshold, ...]:
    """The thresholds of ``path``; raises ThresholdError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ThresholdError(f"基準のファイル {path} を読めません（{error.strerror}）。") from None
    except ValueError as error:
        raise ThresholdError(f"基準のファイル {path} の書き方が違います（{error}）。") from None
    return tuple(_threshold(path, key, row) for key, row in table.items())


def missed(thresholds: Sequence[Threshold], figures: Mapping[str, Figure]) -> tuple[Missed, ...]:
    """The thresholds that ``figures`` do not reach; raises ThresholdError for one of an unknown figure."""
    unknown = [one.figure for one in thresholds if one.figure not in figures]
    if unknown:
        raise ThresholdError(f"基準の「{unknown[0]}」という指標はありません。あるもの: {'、'.join(figures)}")
    return tuple(Missed(one, figures[one.figure]) for one in thresholds if not one.is_met(figures[one.figure]))


def _threshold(path: Path, key: str, row: Any) -> Threshold:
    numbers = isinstance(row, dict) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in row.values()
    )
    if not numbers or not row or set(row) - {"min", "max"}:
        raise ThresholdError(f"{path}: [{key}] には min か max を数で書いてください。")
    return Threshold(key, row.get("min"), row.get("max"))
