"""Changes: what the documents of two fiscal years say differently about their subjects, figure by figure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ingest.facts import Fact
from ingest.quantity import decimal
from ingest.registry import ProgrammeName, name_key
from ingest.wording import render_money, render_months, render_rate
from rag.catalogue import FIGURES, Catalogue, Entry
from rag.comparison import newest_facts

KINDS = ("programme", "facility", "event", "organisation")
"""The kinds of subject that are support; what surveys or committees said is of their year only."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in both years. ``difference`` says how much more or less, empty where that cannot be worked out."""

    attribute: str
    before: tuple[Fact, ...]
    after: tuple[Fact, ...]
    difference: str = ""

    @property
    def is_same(self) -> bool:
        return {_key(fact) for fact in self.before} == {_key(fact) for fact in self.after}


@dataclass(frozen=True, slots=True)
class Pair:
    """A subject of both years; ``earlier`` is another entry where it follows a predecessor.

    ``names`` are the printed names of the two years. ``changes`` hold every attribute that both years state.
    """

    earlier: Entry
    later: Entry
    names: tuple[ProgrammeName | None, ProgrammeName | None]
    changes: tuple[Change, ...]

    @property
    def changed(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if not change.is_same)

    @property
    def is_renamed(self) -> bool:
        """Whether the later year's documents call it otherwise; a name that only loses or gains a part counts."""
        before, after = self.names
        return before is not None and after is not None and name_key(before.name) != name_key(after.name)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two years (Western, ``first`` before ``last``). A pair may be changed and renamed."""

    first: int
    last: int
    changed: tuple[Pair, ...] = ()
    renamed: tuple[Pair, ...] = ()
    added: tuple[Entry, ...] = ()
    absent: tuple[Entry, ...] = ()
    unchanged: tuple[Pair, ...] = ()
    incomparable: tuple[Pair, ...] = ()


@lru_cache(maxsize=16)
def changes_between(catalogue: Catalogue, first: int, last: int) -> Changes:
    """What the documents of ``last`` say otherwise than those of ``first``; kept, since a catalogue never changes."""
    before = [entry for entry in catalogue.entries if _is_support(entry) and first in entry.subject.fiscal_years]
    after = [entry for entry in catalogue.entries if _is_support(entry) and last in entry.subject.fiscal_years]
    pairs = [_pair(catalogue, earlier, later, first, last) for earlier, later in _follow(before, after)]
    earlier_ids = {pair.earlier.subject.id for pair in pairs}
    later_ids = {pair.later.subject.id for pair in pairs}
    same = [pair for pair in pairs if not pair.changed and not pair.is_renamed]
    return Changes(
        first,
        last,
        changed=tuple(pair for pair in pairs if pair.changed),
        renamed=tuple(pair for pair in pairs if pair.is_renamed),
        added=tuple(entry for entry in after if entry.subject.id not in later_ids),
        absent=tuple(entry for entry in before if entry.subject.id not in earlier_ids),
        unchanged=tuple(pair for pair in same if pair.changes),
        incomparable=tuple(pair for pair in same if not pair.changes),
    )


def difference_text(before: str, after: str) -> str:
    """「7,800万円の増（約17.4%増）」 for two canonical values of one kind; empty where there is no one difference."""
    kind, _, old = before.partition(":")
    other, _, new = after.partition(":")
    render = {"yen": _money, "months": _months, "rate": _rate}.get(kind)
    if kind != other or render is None or "-" in old + new:
        return ""
    first, last = Fraction(old), Fraction(new)
    if first == last:
        return "増減なし"
    direction = "増" if last > first else "減"
    share = f"（約{decimal(round(abs(last - first) / first * 100, 1))}%{direction}）" if kind == "yen" and first else ""
    return f"{render(abs(last - first))}の{direction}{share}"


def _is_support(entry: Entry) -> bool:
    return entry.subject.kind in KINDS and not entry.aside


def _follow(before: Sequence[Entry], after: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Each entry of the later year with itself in the earlier one, else with its predecessors there."""
    earlier = {entry.subject.id: entry for entry in before}
    for entry in after:
        same = earlier.get(entry.subject.id)
        known = [same] if same else [earlier[id_] for id_ in entry.subject.predecessors if id_ in earlier]
        for one in known:
            yield one, entry


def _pair(catalogue: Catalogue, earlier: Entry, later: Entry, first: int, last: int) -> Pair:
    old = catalogue.figures.get((earlier.subject.id, first), ())
    new = catalogue.figures.get((later.subject.id, last), ())
    changes = [_change(name, newest_facts(old, name), newest_facts(new, name)) for name in FIGURES]
    stated = tuple(change for change in changes if change.before and change.after)
    return Pair(earlier, later, (_name(catalogue, earlier, first), _name(catalogue, later, last)), stated)


def _name(catalogue: Catalogue, entry: Entry, year: int) -> ProgrammeName | None:
    """The name that a document of the year prints first."""
    return next((name for name in entry.printed if catalogue.documents[name.document_id].fiscal_year == year), None)


def _change(attribute: str, before: tuple[Fact, ...], after: tuple[Fact, ...]) -> Change:
    """The difference is told where each year states one figure, under the same conditions and of the same thing."""
    alike = len(before) == len(after) == 1 and before[0].conditions == after[0].conditions
    told = alike and before[0].item == after[0].item
    return Change(attribute, before, after, difference_text(before[0].value, after[0].value) if told else "")


def _key(fact: Fact) -> tuple[object, ...]:
    return fact.value, fact.conditions, fact.item


def _money(amount: Fraction) -> str:
    return render_money(int(amount))


def _months(amount: Fraction) -> str:
    return render_months(int(amount)) if amount.denominator == 1 else f"{decimal(amount)}か月"


def _rate(amount: Fraction) -> str:
    return render_rate(amount)
