"""When a ledger fact says what a gold fact says: value, conditions, item and subject.

Document, page and attribute (申請要件 is 要件) are the same, and the set of conditions (NFKC). The value is the
same (``AS_SUCH``), or the gold's words, item included, stand inside a longer wording of the ledger (``INSIDE``):
gold cuts a sentence to what matters, the ledger keeps sentences. Of wording, white space, width, a last full
stop and a last など do not count; か国 and か所 have one spelling.

The subject is the same by ``NAME`` (one subject of the registry, or names equal white space and width aside; where
both name an item, one contains the other), by ``PART`` (the gold names the whole and its part as the item, and
the ledger a registered part of that whole), or by ``HEADING`` (the registry has no such subject, and the ledger has
its name in the path of the item, or in the longer wording).
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from ingest.facts import Fact
from ingest.fold import squeeze
from ingest.quantities import parse_quantities
from ingest.registry import Programme, Registry

_SAME_ATTRIBUTE = {"申請要件": "要件"}
_SEPARATORS = str.maketrans("", "", "›・「」『』")


class By(IntEnum):
    """How a fact's subject is the gold's; the larger, the stricter."""

    HEADING = 1
    PART = 2
    NAME = 3


class Said(IntEnum):
    """How a fact's value is the gold's."""

    INSIDE = 1
    AS_SUCH = 2


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold fact; the fields are those of ``Fact``, by name and not by id."""

    id: str
    document: str
    page: int
    subject: str
    attribute: str
    value: str
    conditions: tuple[str, ...]
    item: str
    fiscal_year: int
    quote: str
    tied: str

    @property
    def is_figure(self) -> bool:
        """Whether the value is a quantity and not wording."""
        return not self.value.startswith("text:")


@dataclass(frozen=True, slots=True)
class Match:
    """A gold fact and a ledger fact that says the same, with how it does."""

    gold: Gold
    fact: Fact
    by: By
    said: Said


def load_gold(path: Path) -> list[Gold]:
    """The gold facts of a JSONL file; raises KeyError or ValueError for a malformed line."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Gold(
            row["id"], row["document"], row["page"], row["subject"], row["attribute"], row["value"],
            tuple(row["conditions"]), row["item"], row["fiscal_year"], row["quote"], row["tied"],
        )
        for row in rows
    ]  # fmt: skip


def attribute_of(name: str) -> str:
    """The attribute under which ``name`` is counted."""
    return _SAME_ATTRIBUTE.get(name, name)


def match(gold: Gold, fact: Fact, registry: Registry) -> Match | None:
    """The match of the two, or None where ``fact`` does not say what ``gold`` says."""
    ours = (fact.document_id, fact.page, attribute_of(fact.attribute), _conditions(fact.conditions))
    if (gold.document, gold.page, attribute_of(gold.attribute), _conditions(gold.conditions)) != ours:
        return None
    if _value(gold.value) == _value(fact.value):
        by = _by(gold, fact, gold.item, registry)
        return Match(gold, fact, by, Said.AS_SUCH) if by else None
    if gold.is_figure or fact.is_figure or _value(gold.value)[5:] not in _value(fact.value):
        return None
    # The item and the subject, too, may stand in the longer wording.
    item = "" if _path(gold.item) in _path(fact.value) else gold.item
    by = _by(gold, fact, gold.item, registry) or _by(gold, fact, item, registry, fact.value)
    return Match(gold, fact, by, Said.INSIDE) if by else None


def _by(gold: Gold, fact: Fact, item: str, registry: Registry, said: str = "") -> By | None:
    known = registry.find(gold.subject, gold.document)
    if (known and known.id == fact.programme) or squeeze(gold.subject) == squeeze(fact.name):
        return By.NAME if _same_item(item, fact.item) else None
    path = _path(fact.name + fact.item)
    if known is not None:
        named = bool(item) and (_path(item) in path or _same_item(item, fact.name))
        return By.PART if named and fact.programme in _parts(known, registry) else None
    within = not item or _path(item) in path or _same_item(item, fact.item)
    return By.HEADING if within and _path(gold.subject) in path + _path(said) else None


def _same_item(gold: str, ours: str) -> bool:
    if not gold or not ours:
        return True
    wanted, whole, last = _path(gold), _path(ours), _path(ours.rpartition("›")[2])
    return wanted in whole or whole in wanted or (bool(last) and last in wanted)


def _parts(programme: Programme, registry: Registry) -> set[str]:
    """Ids of all parts of a subject, and of their parts."""
    inner = {p.id for p in registry.programmes if p.within == programme.id} | set(programme.parts)
    children = [child for id in inner if (child := registry.get(id)) and id != programme.id]
    return inner.union(*(_parts(child, registry) for child in children)) if children else inner


def _path(text: str) -> str:
    return squeeze(text).translate(_SEPARATORS)


def _value(value: str) -> str:
    if value.startswith("text:"):
        return squeeze(value).rstrip("。").removesuffix("など")
    said = parse_quantities(value.removeprefix("count:")) if value.startswith("count:") else ()
    return said[0].canonical + value[6 + said[0].end :] if said and said[0].start == 0 else value


def _conditions(conditions: Iterable[str]) -> frozenset[str]:
    return frozenset("".join(unicodedata.normalize("NFKC", condition).split()) for condition in conditions)
