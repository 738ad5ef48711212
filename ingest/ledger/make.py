"""The walk over a page's layout, and the ledger of a document made of its pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.conditions import Vocabulary
from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.layout import PageLayout
from ingest.ledger.cases import add_case
from ingest.ledger.headed import Line, add_table
from ingest.ledger.keyed import Key, add_row, add_values
from ingest.ledger.owners import Owner, Owners
from ingest.ledger.page import PATH, PageLedger, Tie, tie_of
from ingest.ledger.phrases import add_figures
from ingest.ledger.scope import Level, Scope, level_of, scope_of
from ingest.ledger.texts import add_done_by, add_label, add_places, add_required, add_statement
from ingest.ledger.words import Words, joined, words_of
from ingest.lexicon import Lexicon
from ingest.quantities import parse_quantities
from ingest.reading import Atom, Item, Table
from ingest.registry import Registry
from ingest.types import Document

_TAXED = re.compile(r"税込|税抜|税別")
_WARD = re.compile(r"[（(]([^（()）]{1,8})[）)]$")
_BRACKET = re.compile(r"[（(〔][^（()）〔〕]*[）)〕]")
_BUREAU = re.compile(r"[一-鿿]{2,10}(?:局|庁|課|公社|協会|機構)")


@dataclass(frozen=True, slots=True)
class _Bullet:
    """A bullet above the next: a part of its path, a condition that it names, or its subject."""

    depth: int
    stem: str
    condition: str
    owner: Owner | None


@dataclass
class _Walk:
    """Where the walk over a page stands: the headings, the bullets and the row that lead to the next line."""

    page: PageLedger
    levels: list[Level] = field(default_factory=list)
    bullets: list[_Bullet] = field(default_factory=list)
    last: Scope | None = None
    money: Fact | None = None


def make_ledger(
    document: Document,
    layouts: Sequence[PageLayout],
    registry: Registry,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
) -> list[Fact]:
    """The facts of ``document``, in the order of its pages; the same for the same arguments."""
    facts = list[Fact]()
    for layout in layouts:
        owners = Owners(registry, document.id, layout.page.number)
        walk = _Walk(PageLedger(document, layout, owners, lexicon, vocabulary))
        for node in layout.nodes:
            _take(walk, node)
        facts += walk.page.facts
    return _surveyed(facts, registry)


def _take(walk: _Walk, node: Item | Table) -> None:
    if isinstance(node, Table):
        walk.bullets.clear()
        _take_table(walk, node)
    elif node.kind == "heading":
        walk.bullets.clear()
        _take_heading(walk, node)
    elif node.kind != "debris" and node.tied != "untied":
        _take_line(walk, node)


def _scope(walk: _Walk) -> Scope:
    scope = scope_of(walk.levels, walk.page.owners)
    kind = scope.owner.programme.kind if scope.owner else ""
    asked = any(
        word in level.words.text
        for level in walk.levels
        for word in walk.page.vocabulary.roles.get("survey", ())
    )
    return replace(scope, survey=kind == "survey" or (asked and kind != "programme"))


def _take_heading(walk: _Walk, item: Item) -> None:
    page = walk.page
    walk.levels = [level for level in walk.levels if level.depth < item.depth]
    outer = _scope(walk)
    level = level_of(item, page.layout, walk.levels, page.owners, page.lexicon, page.vocabulary)
    walk.levels.append(level)
    inner = _scope(walk)
    if inner.silent or inner.owner is None or item.tied == "untied":
        return
    words, tie = level.words, tie_of(page.layout, outer, item.tied, item.reason)
    for condition in level.conditions:
        page.divisions.setdefault(squeeze(condition.partition(":")[2]), condition)
    if ward := _WARD.search(words.text):
        if (
            ward[1].endswith(page.vocabulary.places.get("wards", ()))
            and inner.owner.programme.kind == "company"
        ):
            page.add_text(inner, "所在地", words.part(*ward.span(1)), tie)
    # A heading's own figures are of what it names; those of a subject's title are of the subject around it.
    scope = replace(inner, path=outer.path if not level.owner else (), year=outer.year)
    figured = (not level.year or "（" in words.text) and add_figures(
        page, scope, words.bare, tie, dates=False
    )
    if (
        words.mark.strip() and level.item and not figured
    ):  # a numbered heading is an entry of its subject's list
        page.add_text(scope, "内容", words, tie)


def _take_line(walk: _Walk, item: Item) -> None:
    page, scope = walk.page, _scope(walk)
    words = joined([words_of(page.layout, atom) for atom in item.atoms if not atom.is_label], "")
    if scope.silent or not words.placed:
        return
    tie = tie_of(page.layout, scope, item.tied, item.reason)
    if item.kind == "bullet":
        _take_bullet(walk, scope, item, words, tie)
    elif item.kind == "note":
        _take_note(walk, walk.last or scope, words, tie)
    else:
        _take_paragraph(page, scope, words, tie)


def _take_paragraph(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> None:
    whole = [q for q in parse_quantities(words.text) if squeeze(q.text) == squeeze(words.text)]
    if whole and whole[0].kind == "date":
        page.add(scope, "日付", whole[0].canonical, words, tie)
        return
    if _BUREAU.fullmatch(squeeze(words.text)):
        page.add(scope, "実施主体", "text:" + squeeze(words.text), words, tie)
        return
    if words.text[:1] in "（(" and add_required(page, scope, words, tie):
        return
    if scope.owner and scope.owner.programme.kind == "company":
        add_case(page, scope, words, tie)
        return
    add_figures(page, scope, words, tie, sentence=True)
    add_statement(page, scope, words, tie)


def _take_bullet(walk: _Walk, scope: Scope, item: Item, words: Words, tie: Tie) -> None:
    page = walk.page
    walk.bullets = [bullet for bullet in walk.bullets if bullet.depth < item.depth]
    bare = words.bare
    owner = next((bullet.owner for bullet in reversed(walk.bullets) if bullet.owner), None)
    scope = scope.owned(owner) if owner else scope
    scope = scope.under(
        *(bullet.stem for bullet in walk.bullets if not bullet.owner and not bullet.condition)
    )
    named = frozenset(bullet.condition for bullet in walk.bullets if bullet.condition)
    scope = replace(scope, conditions=scope.conditions | named)
    kind = scope.owner.programme.kind if scope.owner else ""
    if kind == "company":
        add_case(page, scope, words, tie)
        return
    own = None
    if kind not in ("programme", "survey") or (scope.owner and scope.owner.programme.id.startswith("p-")):
        own = page.owners.named(bare, scope.within) or page.owners.begun(bare, scope.within)
    stem = _stem(bare.text)
    walk.bullets.append(_Bullet(item.depth, stem, page.vocabulary.division_named(stem), own))
    inner = scope.owned(own) if own and own.programme.kind != "strategy" else scope
    _add_line(page, inner, item, bare, tie)


def _add_line(page: PageLedger, scope: Scope, item: Item, words: Words, tie: Tie) -> None:
    """A bullet's facts: what a label in it says, a place, its figures, or else its wording."""
    if any(atom.is_label for atom in item.atoms):
        _add_labelled(page, scope, item, tie)
        return
    labelled = add_label(page, scope, words, tie)
    figured = add_figures(page, scope, words, tie)
    if (
        add_places(page, scope, words, tie)
        or add_done_by(page, scope, words, tie)
        or (figured and not labelled)
    ):
        return
    if not labelled:
        add_statement(page, scope, words, tie)


def _add_labelled(page: PageLedger, scope: Scope, item: Item, tie: Tie) -> None:
    """「防災力を向上させる取組を支援 [[区分]]新規」: the label is the key of the words behind it."""
    first = next(index for index, atom in enumerate(item.atoms) if atom.is_label)
    said = joined([words_of(page.layout, atom) for atom in item.atoms[:first]]).bare
    attribute = page.lexicon.attribute_by_key.get(squeeze(item.atoms[first].text))
    values = [words_of(page.layout, atom) for atom in item.atoms[first + 1 :]]
    if said.text:
        add_statement(page, scope, said, tie)
    if attribute and values:
        add_values(
            page, scope.under(narrow(said.text)), Key(said, attribute, frozenset(), None, ()), values, tie
        )


def _stem(text: str) -> str:
    """A bullet as a part of a path: without a bracket that holds figures."""
    brackets = [bracket[0] for bracket in _BRACKET.finditer(text) if parse_quantities(bracket[0])]
    return narrow(text.replace(brackets[-1], "").strip() if brackets and brackets[-1] != text else text)


def _take_note(walk: _Walk, scope: Scope, words: Words, tie: Tie) -> None:
    page = walk.page
    if add_required(page, scope, words, tie):
        return
    bare = words.bare
    if walk.money and _TAXED.search(bare.text):
        page.add_text(scope, walk.money.attribute, bare, tie, item=(walk.money.item.rpartition(PATH)[2],))
        return
    figures = page.figures(bare)
    named = [
        a for key, a in page.lexicon.attribute_by_key.items() if len(key) > 2 and key in squeeze(bare.text)
    ]
    attribute = next((a for a in named for figure in figures if a.kind == figure.kind), None)
    if attribute:
        base = replace(scope, conditions=frozenset(), path=())
        add_values(page, base, Key(bare, attribute, frozenset(), None, ()), [words], tie)
    else:
        add_figures(page, scope, bare, tie, dates=False)
        if not figures:
            add_statement(page, scope, bare, tie)


def _take_table(walk: _Walk, table: Table) -> None:
    page, scope = walk.page, _scope(walk)
    if scope.silent:
        return
    walk.last = scope
    lines = [Line(tuple(_cell(page, cell) for cell in row.cells), tie_of(page.layout, scope, row.tied, row.reason)) for row in table.rows
             if row.tied != "untied"]  # fmt: skip
    if table.header is not None:
        add_table(page, scope, [joined(_cell(page, cell)) for cell in table.header.cells], lines)
        return
    for line in lines:
        before = len(page.facts)
        values = [words for cell in line.cells[1:] for words in cell]
        if scope.owner and scope.owner.programme.kind == "company":
            for words in values:
                add_case(
                    page,
                    scope.under(*(narrow(part.text) for part in line.cells[0])),
                    words,
                    line.tie,
                    joined(line.cells[0]),
                )
        elif line.cells[0] and values:
            add_row(page, scope, list(line.cells[0]), values, line.tie)
        new = [fact for fact in page.facts[before:] if fact.value.startswith("yen:")]
        walk.money = new[-1] if new else walk.money


def _cell(page: PageLedger, cell: tuple[Atom, ...]) -> tuple[Words, ...]:
    return tuple(words_of(page.layout, atom) for atom in cell)


def _surveyed(facts: list[Fact], registry: Registry) -> list[Fact]:
    """Facts of a survey are about the year in which it asked, where they state none themselves."""
    asked = dict[str, int]()
    for fact in facts:
        programme = registry.get(fact.programme)
        if programme and programme.kind == "survey" and fact.value.startswith("date:2"):
            year, month = int(fact.value[5:9]), int(fact.value[10:12] or "4")
            asked[fact.programme] = year if month >= 4 else year - 1
    return [
        replace(fact, fiscal_year=asked[fact.programme])
        if fact.programme in asked and not any(c.startswith("年度:") for c in fact.conditions)
        else fact
        for fact in facts
    ]
