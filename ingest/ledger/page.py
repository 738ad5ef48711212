"""The facts of one page while they are gathered, and what every rule needs to make one."""

import re
from dataclasses import dataclass, field

from ingest.conditions import Vocabulary
from ingest.eras import ERAS
from ingest.facts import Fact, Tied
from ingest.fold import narrow, squeeze
from ingest.layout import PageLayout
from ingest.ledger.clauses import Figure, figures_of
from ingest.ledger.owners import Owner, Owners
from ingest.ledger.scope import Scope, weaker
from ingest.ledger.words import Words, spans_of
from ingest.lexicon import Lexicon
from ingest.quantities import parse_quantities
from ingest.quantity import Quantity
from ingest.types import Document

PATH = "›"
_NO_TITLE = re.compile(r"[、。：:]|^[ぁ-ん]|^.{,3}$|.{41}")
_AND_SO_ON = re.compile(r"[\s\u3000]+など$")


@dataclass(frozen=True, slots=True)
class Tie:
    """How a value is tied to its subject, and why."""

    tied: Tied
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """What a line adds to its scope: the words of its key, an item, conditions, a fiscal year of its own."""

    key: Words | None = None
    item: tuple[str, ...] = ()
    conditions: frozenset[str] = frozenset()
    year: Quantity | None = None


_PLAIN = Detail()


@dataclass
class PageLedger:
    """One page: its layout, the names that it uses as divisions, and the facts found so far.

    ``divisions`` maps squeezed names to conditions (ハイブリッド -> 区分:ハイブリッド), ``numbered`` the
    numbers before such names (Ⅰ -> 区分:競争力強化).
    """

    document: Document
    layout: PageLayout
    owners: Owners
    lexicon: Lexicon
    vocabulary: Vocabulary
    divisions: dict[str, str] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)

    @property
    def era(self) -> str:
        """The era that a year without one is of."""
        return next(era.name for era in ERAS if era.labels <= self.document.fiscal_year)

    def figures(self, words: Words) -> list[Figure]:
        """The figures of ``words`` with their conditions."""
        return figures_of(words, self.vocabulary, self.divisions, self.era)

    def divide(self, division: str, words: Words) -> str:
        """The condition that ``words`` name, remembered for the rest of the page."""
        name = narrow(words.bare.text)
        condition = f"{division}:{name}"
        self.divisions[squeeze(name)] = condition
        if mark := words.mark.strip(" .．、"):
            self.numbered[mark] = condition
        return condition

    def add(self, scope: Scope, attribute: str, value: str, words: Words, tie: Tie, detail: Detail = _PLAIN) -> None:
        """One fact; ``words`` are the value's own."""
        owner, page = scope.owner, self.layout.page
        spans = spans_of(words, page.text)
        guessed = self.layout.read_by == "automatic"
        if owner is None or not spans or (guessed and not _is_title(owner)):
            return
        fiscal_year, stated = self._year(detail.year or scope.year)
        parts = dict.fromkeys((*scope.path, *detail.item))
        fact = Fact(
            id=f"{page.document_id}-p{page.number:02d}-{len(self.facts) + 1:03d}",
            programme=owner.programme.id,
            name=narrow(owner.name.text),
            attribute=attribute,
            value=value,
            text=narrow(words.text),
            conditions=tuple(sorted(scope.conditions | detail.conditions | stated)),
            item=PATH.join(part for part in parts if part),
            fiscal_year=fiscal_year,
            document_id=page.document_id,
            page=page.number,
            spans=spans,
            key_spans=spans_of(detail.key, page.text) if detail.key else (),
            owner_spans=spans_of(owner.name, page.text),
            tied=tie.tied,
            reason=tie.reason,
        )
        if not any(_same(fact, other) for other in self.facts):
            self.facts.append(fact)

    def add_text(self, scope: Scope, attribute: str, words: Words, tie: Tie, detail: Detail = _PLAIN) -> None:
        """A fact whose value is wording: without the mark in front of it and 「 など」 behind it."""
        bare = words.bare
        if cut := _AND_SO_ON.search(bare.text):
            bare = bare.part(0, cut.start())
        if len(squeeze(bare.text)) > 1:
            self.add(scope, attribute, bare.value, bare, tie, detail)

    def _year(self, stated: Quantity | None) -> tuple[int, frozenset[str]]:
        """The fact's year, and the condition 「年度:…」 where it is not simply the document's own."""
        if stated is None:
            return self.document.fiscal_year, frozenset()
        if stated.kind != "fiscal_year":
            return int(stated.canonical.partition(":")[2]), frozenset()
        if stated.year == self.document.fiscal_year and not self.document.year_is_approximate:
            return stated.year, frozenset()
        return stated.year, frozenset([f"年度:{narrow(stated.text)}"])


def _is_title(owner: Owner) -> bool:
    """Whether a guessed heading can be a subject's name: no torn sentence, no figure."""
    own = owner.programme.id.startswith("p-")
    return not own or (not _NO_TITLE.search(owner.name.text) and not parse_quantities(owner.name.text))


def _same(one: Fact, other: Fact) -> bool:
    """Whether both say the same of the same words."""
    ours = (one.programme, one.attribute, one.value, one.conditions, one.item)
    return ours == (other.programme, other.attribute, other.value, other.conditions, other.item)


def tie_of(layout: PageLayout, scope: Scope, tied: str, reason: str) -> Tie:
    """The tie of a line below ``scope``: the weaker of its own and that of the headings."""
    if layout.read_by == "automatic":
        return Tie("order", "自動で読み取った行の並びによる対応")
    own: Tied = "order" if tied == "order" else "confirmed" if tied == "confirmed" else "printed"
    weakest = weaker(own, scope.tied)
    return Tie(weakest, reason if weakest == own else scope.reason)
