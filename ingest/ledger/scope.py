"""Under which headings a line stands: whose it is, what narrows it, which year and conditions they state."""

import re
from dataclasses import dataclass, replace

from ingest.conditions import Division, Vocabulary
from ingest.facts import Tied
from ingest.fold import narrow, squeeze
from ingest.layout import PageLayout
from ingest.ledger.owners import Owner, Owners
from ingest.ledger.words import Words, joined, words_of
from ingest.lexicon import Attribute, Lexicon
from ingest.quantities import parse_quantities
from ingest.quantity import Quantity
from ingest.reading import Item

_BRACKET = re.compile(r"[（(〔][^（()）〔〕]*[）)〕]")
_WESTERN = re.compile(r"number:20[0-9]{2}")
_WEAKEST: tuple[Tied, ...] = ("order", "confirmed", "printed")


@dataclass(frozen=True, slots=True)
class Level:
    """One heading. ``division``: it heads the names of divisions; ``attribute``: it heads values of one.

    ``titled``: it ends as the names of programmes do.
    """

    depth: int
    words: Words
    tied: str
    reason: str
    owner: Owner | None = None
    item: str = ""
    conditions: frozenset[str] = frozenset()
    year: Quantity | None = None
    attribute: Attribute | None = None
    division: Division | None = None
    silent: bool = False
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What the headings above a line say. ``within``: ids of all subjects around, outermost first."""

    owner: Owner | None = None
    path: tuple[str, ...] = ()
    conditions: frozenset[str] = frozenset()
    year: Quantity | None = None
    attribute: Attribute | None = None
    division: Division | None = None
    silent: bool = False
    survey: bool = False
    tied: Tied = "printed"
    reason: str = ""
    within: tuple[str, ...] = ()

    def under(self, *path: str) -> "Scope":
        """The scope of what stands below ``path``."""
        return replace(self, path=(*self.path, *filter(None, path)))

    def owned(self, owner: Owner) -> "Scope":
        """The scope of ``owner``, whose path begins anew."""
        return replace(self, owner=owner, path=(owner.aspect,) if owner.aspect else (), attribute=None)


def level_of(
    item: Item,
    layout: PageLayout,
    above: list[Level],
    owners: Owners,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
) -> Level:
    """What the heading ``item`` below ``above`` says."""
    words = joined([words_of(layout, atom) for atom in item.atoms], " ")
    bare = words.bare
    level = Level(item.depth, words, item.tied, item.reason)
    outer = scope_of(above, owners)
    if vocabulary.is_role("silent", bare.text):
        return replace(level, silent=True)
    year = _year(bare)
    if year and len(squeeze(_without(bare.text, year))) <= 6 and year.kind == "fiscal_year":
        return replace(level, year=year)
    level = replace(level, year=year)
    attribute = lexicon.attribute_by_key.get(squeeze(bare.text))
    division = vocabulary.head(bare.text) if squeeze(bare.text) != "区分" else None
    if division or attribute:
        return replace(level, attribute=attribute, division=division, item=narrow(bare.text) if division else "")
    if outer.division:
        return replace(level, conditions=frozenset([f"{outer.division.name}:{narrow(bare.text)}"]))
    if condition := vocabulary.condition_named(bare.text):
        return replace(level, conditions=frozenset([condition.name]), item=narrow(bare.text))
    if owner := owners.named(words, outer.within) or owners.begun(bare, outer.within):
        return replace(level, owner=owner)
    stated = frozenset(name for name in vocabulary.stated(bare.text).conditions if ":" in name)
    plain = vocabulary.is_role("plain", bare.text) or bool(stated)
    titled = squeeze(_BRACKET.sub("", narrow(bare.text))).endswith(vocabulary.roles.get("programme", ("\n",)))
    return replace(level, conditions=stated, item="" if plain else _title(bare.text), titled=titled and not plain)


def scope_of(levels: list[Level], owners: Owners) -> Scope:
    """The scope below ``levels``, outermost first."""
    known = [index for index, level in enumerate(levels) if level.owner]
    named = [i for i, level in enumerate(levels) if level.item and not level.silent]
    # Above the programmes of a brochure stands its own title, which names none.
    titled = [i for i in named if levels[i].titled]
    first = known[-1] if known else next(iter(titled or named), None)
    if first is None:
        return Scope(silent=any(level.silent for level in levels))
    owner = levels[first].owner or owners.own(levels[first].words.bare)
    below = levels[first + 1 :]
    weakest = min(levels[first:], key=lambda level: _WEAKEST.index(_tied(level)))
    return Scope(
        owner=owner,
        path=tuple(filter(None, (owner.aspect, *(level.item for level in below)))),
        conditions=frozenset().union(*(level.conditions for level in below)),
        year=next((level.year for level in reversed(levels[first:]) if level.year), None),
        attribute=levels[-1].attribute or (levels[-2].attribute if len(levels) > 1 and levels[-1].conditions else None),
        division=levels[-1].division,
        silent=any(level.silent for level in levels),
        tied=_tied(weakest),
        reason=weakest.reason,
        within=tuple(levels[index].owner.programme.id for index in known if levels[index].owner),  # type: ignore[union-attr]
    )


def _tied(level: Level) -> Tied:
    return next((tied for tied in _WEAKEST if tied == level.tied), "order")


def weaker(one: Tied, other: Tied) -> Tied:
    """The weaker of two ties."""
    return min(one, other, key=_WEAKEST.index)


def _title(text: str) -> str:
    """A heading as a part of a path: without brackets that hold figures."""
    title = narrow(text)
    for bracket in _BRACKET.finditer(title):
        if parse_quantities(bracket[0]) and bracket[0] != title:
            return title.replace(bracket[0], "").strip()
    return title


def _year(words: Words) -> Quantity | None:
    """The year that a heading states for what stands below it; one inside a bracket only when alone there."""
    for quantity in parse_quantities(words.text):
        before, after = words.text[: quantity.start].rstrip(), words.text[quantity.end :].lstrip()
        inside = sum(before.count(mark) for mark in "（(") > sum(before.count(mark) for mark in "）)")
        alone = before.endswith(("（", "(")) and after.startswith(("）", ")"))
        if (alone and _WESTERN.fullmatch(quantity.canonical)) or (
            quantity.kind == "fiscal_year" and (alone or not inside)
        ):
            return quantity
    return None


def _without(text: str, quantity: Quantity) -> str:
    return text[: quantity.start] + text[quantity.end :]
