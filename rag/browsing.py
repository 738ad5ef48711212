"""Browsing the catalogue: search, filters that count, order and pages of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.fold import squeeze
from rag.catalogue import Catalogue, Entry

UNSTATED = "none"
"""The value of a facet for what the documents do not say."""
_LONGEST = 100  # characters of a search text that are looked at, as for names


@dataclass(frozen=True, slots=True)
class Browse:
    """What is asked for. ``filters``: values by facet: any of one facet's, and every facet."""

    q: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "new"


@dataclass(frozen=True, slots=True)
class Listed:
    """The entries found, best first, and how many each value of each facet would give beside the other filters."""

    entries: tuple[Entry, ...]
    counts: Mapping[str, Mapping[str, int]]


def browse(catalogue: Catalogue, asked: Browse, texts: bool = True) -> Listed:
    """Find entries by name, alias and (with ``texts``) by all words of their facts; ids of no value find nothing."""
    ranked = _ranked(catalogue, asked, texts)
    found = _bits(ranked)
    chosen = {facet: _any_of(catalogue, facet, values) for facet, values in asked.filters.items() if values}
    counts = {facet: _counts(catalogue, facet, found & _all_but(chosen, facet)) for facet in catalogue.facets}
    kept = found & _all_but(chosen, None)
    return Listed(tuple(catalogue.entries[at] for at in ranked if kept >> at & 1), counts)


def _ranked(catalogue: Catalogue, asked: Browse, texts: bool) -> list[int]:
    """Places of what the text finds: by rank of the name, then by the words; in the order asked for without a text."""
    order = catalogue.orders.get(asked.order, catalogue.orders["new"])
    if not squeeze(asked.q):
        return list(order)
    named = [catalogue.by_id[subject.id].at for subject in catalogue.names.search(asked.q)]
    told = _told(catalogue, asked.q[:_LONGEST]) if texts else []
    found = list(dict.fromkeys([*named, *told]))
    if asked.order == "new":
        return found
    rank = {at: place for place, at in enumerate(order)}
    return sorted(found, key=rank.__getitem__)


def _told(catalogue: Catalogue, text: str) -> list[int]:
    words = [word for word in map(squeeze, text.split()) if word]
    return [entry.at for entry in catalogue.entries if words and all(word in entry.text for word in words)]


def _any_of(catalogue: Catalogue, facet: str, values: Iterable[str]) -> int:
    found = 0
    for value in values:
        found |= _holders(catalogue, facet, value)
    return found


def _holders(catalogue: Catalogue, facet: str, value: str) -> int:
    members = catalogue.members.get(facet, {})
    if value != UNSTATED:
        return members.get(value, 0)
    stated = 0
    for bits in members.values():
        stated |= bits
    return _everything(catalogue) & ~stated


def _all_but(chosen: Mapping[str, int], facet: str | None) -> int:
    found = -1  # all bits
    for other, bits in chosen.items():
        if other != facet:
            found &= bits
    return found


def _counts(catalogue: Catalogue, facet: str, among: int) -> dict[str, int]:
    values = [choice.id for choice in catalogue.facets[facet]]
    return {value: (_holders(catalogue, facet, value) & among).bit_count() for value in (*values, UNSTATED)}


def _everything(catalogue: Catalogue) -> int:
    return (1 << len(catalogue.entries)) - 1


def _bits(places: Iterable[int]) -> int:
    """The places as bits of one number, made in one go: setting ten thousand bits one by one copies it each time."""
    digits = bytearray()
    for at in places:
        byte, bit = divmod(at, 8)
        if byte >= len(digits):
            digits.extend(bytes(byte + 1 - len(digits)))
        digits[byte] |= 1 << bit
    return int.from_bytes(digits, "little")
