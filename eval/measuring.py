"""Measuring: from a selection of questions to a run folder that holds everything about the answers."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from eval.cache import AnswerCache
from eval.engines import ChainEngine, Engine, Told
from eval.faults import seeded
from eval.given import Json
from eval.items import Item
from eval.lint import lint
from eval.loading import Selection, SetError, load_sets
from eval.reference import Reference, reference_of
from eval.runner import Progress, Runner, pages_told, with_variants
from eval.runs import Run, find_run, open_run, read_run
from eval.server import ServerEngine
from eval.stamp import environment, hash_of, sets_hashes, surroundings, tree_hash
from ingest.errors import SodanError
from rag.bootstrap import build_chain
from rag.chain import AnswerChain
from rag.settings import ChainSettings

SETS = Path(__file__).parent / "sets"
_SHOWN = 20  # faults of the sets in one message


class MeasureError(SodanError):
    """There is nothing to measure, or not with these questions."""


@dataclass(frozen=True, slots=True)
class Folders:
    """``sets``: the question sets; ``runs``: where run folders and the cache are kept."""

    sets: Path
    runs: Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to measure. ``failed_in`` limits it to what failed in that run; None for no such limit."""

    selection: Selection = field(default_factory=Selection)
    failed_in: str | None = None
    repeat: int = 1
    variants: bool = False
    url: str = ""
    seconds: float = 30.0
    fault: str = ""
    uses_cache: bool = True
    is_new: bool = False


def measure(settings: ChainSettings, folders: Folders, wanted: Wanted, told: Told, progress: Progress) -> Run:
    """Measure, and read back the run. An interrupted run of the same kind is taken up where it stopped.

    Raises MeasureError, SetError and the errors of an index that cannot be opened.
    """
    if wanted.repeat < 1:
        raise ValueError("--repeat は1以上にしてください。")
    began = time.monotonic()
    chain = build_chain(settings)
    reference = reference_of(chain.index.store, settings.corpus)
    items = _selected(folders, wanted, reference)
    engine = _engine(chain, wanted, told, reference)
    stamp = environment(settings, chain.index.manifest, chain.index.version)
    head = _head(stamp, folders, wanted, items, engine)
    cache = None
    if wanted.uses_cache and not wanted.url and wanted.repeat == 1:
        cache = AnswerCache(folders.runs / "cache", surroundings(stamp, wanted.fault))
    into = open_run(folders.runs, hash_of(head), head, wanted.is_new)
    try:
        taken_up = len(into.done)
        results = Runner(engine, reference, cache, wanted.repeat).run(items, into, progress)
        seconds = round(time.monotonic() - began, 1)
        into.finish({"seconds": seconds, "taken_up": taken_up}, pages_told(results, reference))
    finally:
        into.close()
        if cache:
            cache.close()
    return read_run(into.folder)


def checked_items(sets: Path, selection: Selection, reference: Reference) -> tuple[Item, ...]:
    """The selected items; raises SetError for a malformed set and MeasureError for one that the pages contradict."""
    items = load_sets(sets, selection)
    if faults := lint(items, reference):
        raise MeasureError(_listed(faults))
    return items


def _selected(folders: Folders, wanted: Wanted, reference: Reference) -> tuple[Item, ...]:
    items = checked_items(folders.sets, wanted.selection, reference)
    if wanted.failed_in is not None:
        before = find_run(folders.runs, wanted.failed_in)
        failed = {result.origin for result in before.results if not result.verdict.passed}
        items = tuple(item for item in items if item.id in failed)
    if not items:
        raise MeasureError("条件に合う設問がありません。--set、--kind、--filter などを確かめてください。")
    return with_variants(items) if wanted.variants else items


def _engine(chain: AnswerChain, wanted: Wanted, told: Told, reference: Reference) -> Engine:
    if wanted.url:
        if wanted.fault:
            raise ValueError("--fault は --url と一緒には使えません。")
        return ServerEngine(wanted.url, wanted.seconds)
    if not wanted.fault:
        return ChainEngine(chain, told)
    known = seeded(reference.vocabulary)
    if wanted.fault not in known:
        names = "、".join(f"{one.name}（{one.told}）" for one in known.values())
        raise ValueError(f"--fault「{wanted.fault}」はありません。使えるもの: {names}")
    return ChainEngine(chain, told, known[wanted.fault].fault)


def _head(stamp: Json, folders: Folders, wanted: Wanted, items: Sequence[Item], engine: Engine) -> Json:
    """What ``run.json`` tells: two runs with equal heads measure the same."""
    asked = {key: value for key, value in asdict(wanted).items() if key not in ("is_new", "selection", "failed_in")}
    selection = {key: sorted(v) if isinstance(v, frozenset) else v for key, v in asdict(wanted.selection).items()}
    return {
        "items": len(items),
        "asked": {**asked, "selection": selection, "ids": hash_of([item.id for item in items])},
        "sets": sets_hashes(folders.sets),
        "judge": tree_hash(["eval"]),
        "environment": stamp,
        **({"server": engine.ready()} if isinstance(engine, ServerEngine) else {}),
    }


def _listed(faults: Sequence[SetError]) -> str:
    more = [f"ほかに{len(faults) - _SHOWN}件"] if len(faults) > _SHOWN else []
    return "\n".join(["設問集に誤りがあります。", *map(str, faults[:_SHOWN]), *more])
