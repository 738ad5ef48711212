"""The runner: asks every item, judges what was given, writes each result down at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.cache import AnswerCache
from eval.engines import Engine
from eval.given import Address, Given
from eval.items import Item
from eval.judging import judge
from eval.reference import Reference
from eval.results import Result, digest
from eval.runs import OpenRun
from eval.variants import variants

Progress = Callable[[str, int, int], None]
"""Called with a step's name, what is done of it and its whole."""


@dataclass(frozen=True)
class Runner:
    """Measures an engine; with ``repeat`` above one every item is asked so often, and nothing is taken from a cache."""

    engine: Engine
    reference: Reference
    cache: AnswerCache | None = None
    repeat: int = 1

    def run(self, items: Sequence[Item], into: OpenRun, progress: Progress) -> tuple[Result, ...]:
        """The results of ``items``, in their order; those that ``into`` has already are not asked again."""
        for place, item in enumerate(items):
            progress("測定", place, len(items))
            if item.id not in into.done:
                into.add(self.measured(item))
        progress("測定", len(items), len(items))
        return tuple(into.done[item.id] for item in items)

    def measured(self, item: Item) -> Result:
        given = self._given(item)
        digests = [digest(given)]
        digests += [digest(self.engine.ask(item.turns)) for _ in range(self.repeat - 1)]
        return Result(item, given, judge(item, given, self.reference), tuple(digests))

    def _given(self, item: Item) -> Given:
        if self.cache is None or self.repeat > 1:
            return self.engine.ask(item.turns)
        known = self.cache.get(item.turns)
        if known is None:
            known = self.engine.ask(item.turns)
            self.cache.put(item.turns, known)
        return known


def with_variants(items: Iterable[Item]) -> tuple[Item, ...]:
    """``items``, each followed by its variants."""
    return tuple(one for item in items for one in (item, *variants(item).values()))


def pages_told(results: Iterable[Result], reference: Reference) -> dict[Address, str]:
    """The text of the pages that ``results`` cite or expect."""
    wanted: set[Address] = set()
    for result in results:
        wanted |= {(result.item.document, page) for page in result.item.pages}
        wanted |= set(cited(result.given))
    return {address: text for address, text in reference.pages.items() if address in wanted}


def cited(given: Given) -> tuple[Address, ...]:
    """The pages cited, each once, in order; none for citations that cannot be read."""
    try:
        return tuple(dict.fromkeys(citation.address for citation in given.citations))
    except (KeyError, TypeError, ValueError):
        return ()
