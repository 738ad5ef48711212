"""The two halves of the questions: one to develop with, one frozen for reports.

The split is worked out and never stored, so that it cannot be edited towards a better figure. Questions of one
programme (or, where an item names none, of one topic: its id without the number) and kind stay together, so
that what is learnt from one half does not answer the other. A group that is added may move its neighbours.
Sets named ``open…`` have been read by those who write the engine: all of them are for development.
"""

import hashlib
from collections.abc import Iterable

from eval.items import Item, Split
from ingest.fold import squeeze

OPEN = "open"


def split_of(items: Iterable[Item]) -> dict[str, Split]:
    """The half of each item by its id: within a kind the groups, in the order of their hash, go to the lesser half."""
    halves: dict[str, Split] = {}
    kinds: dict[str, dict[str, list[Item]]] = {}
    for item in items:
        if item.set_name.startswith(OPEN):
            halves[item.id] = "dev"
            continue
        kinds.setdefault(item.kind, {}).setdefault(_group(item), []).append(item)
    for kind, groups in kinds.items():
        counts: dict[Split, int] = {"dev": 0, "frozen": 0}
        for name in sorted(groups, key=lambda name: hashlib.sha256(f"{kind}\n{name}".encode()).hexdigest()):
            half: Split = "frozen" if counts["frozen"] < counts["dev"] else "dev"
            counts[half] += len(groups[name])
            halves |= {item.id: half for item in groups[name]}
    return halves


def _group(item: Item) -> str:
    return squeeze(item.programme) or item.id.rpartition("-")[0]
