"""The walk over a page's layout, and the ledger of a document made of its pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.conditions import Vocabulary
from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.layout import PageLayout
from ingest.ledger.beside import with_words_beside
from ingest.ledger.cases import add_case
from ingest.ledger.headed import Line, add_table
from ingest.ledger.keyed import add_row
from ingest.ledger.lines import add_line, add_note, add_paragraph, stem
from ingest.ledger.owners import Owner, Owners
from ingest.ledger.page import PATH, PageLedger, Tie, tie_of
from ingest.ledger.phrases import add_figures
from ingest.ledger.scope import Level, Scope, level_of, scope_of
from ingest.ledger.words import Words, joined, words_of
from ingest.lexicon import Lexicon
from ingest.reading import Atom, Item, Table
from ingest.registry import Registry
from ingest.types import Document

_SINGLE = ("助成限度額", "助成率", "予算額", "下限額", "開設", "実施主体")
_WARD = re.compile(r"[（(]([^（()）]{1,8})[）)]$")

_PARTICLES = ("場合", "とき", "時", "際")


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
        own = walk.page.facts if layout.read_by == "reading" else _uncontested(walk.page.facts)
        facts += [with_words_beside(_without_particles(fact), layout.page.text) for fact in own]
    return _surveyed(facts, registry)


def _without_particles(fact: Fact) -> Fact:
    """An item of nothing but 「場合」 names nothing."""
    parts = [part for part in fact.item.split(PATH) if squeeze(part) not in _PARTICLES]
    return replace(fact, item=PATH.join(parts))


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
        word in level.words.text for level in walk.levels for word in walk.page.vocabulary.roles.get("survey", ())
    )
    return replace(scope, survey=kind == "survey" or (asked and kind != "programme"))


def _take_heading(walk: _Walk, item: Item) -> None:
    page = walk.page
    walk.levels = [level for level in walk.levels if level.depth < item.depth]
    walk.last = walk.money = None
    outer = _scope(walk)
    level = level_of(item, page.layout, walk.levels, page.owners, page.lexicon, page.vocabulary)
    walk.levels.append(level)
    inner = _scope(walk)
    if inner.silent or inner.owner is None or item.tied == "untied":
        return
    # How a heading is tied says how what stands below it is; its own words stand under the headings around it.
    words, tie = level.words, tie_of(page.layout, Scope() if level.owner else outer, "printed", "")
    for condition in level.conditions:
        page.divisions.setdefault(squeeze(condition.partition(":")[2]), condition)
    ward = _WARD.search(words.text) if inner.owner.programme.kind == "company" else None
    if ward and ward[1].endswith(page.vocabulary.places.get("wards", ())):
        page.add_text(inner, "所在地", words.part(*ward.span(1)), tie)
    # A heading's own figures are of what it names; those of a subject's title are of the subject around it.
    scope = replace(inner, path=outer.path if not level.owner else (), year=outer.year)
    titled = level.year is None or "（" in words.text
    figured = titled and add_figures(page, scope, words.bare, tie, "title")
    bracketed = all(figure.bracket >= 0 for figure in page.figures(words.bare))
    if words.mark.strip() and level.item and not (figured and bracketed):
        page.add_text(scope, "内容", words, tie)  # a numbered heading is an entry of its subject's list


def _take_line(walk: _Walk, item: Item) -> None:
    page, scope = walk.page, _scope(walk)
    words = joined([words_of(page.layout, atom) for atom in item.atoms if not atom.is_label], "")
    if scope.silent or not words.placed:
        return
    tie = tie_of(page.layout, scope, item.tied, item.reason)
    if page.layout.read_by == "file" and tie.tied == "printed":
        tie = Tie("order", "表の外の行で、見出しの下に並ぶことによる対応")
    if item.kind == "bullet":
        _take_bullet(walk, scope, item, words, tie)
    elif item.kind == "note":
        add_note(page, walk.last or scope, words, tie, walk.money)
    else:
        add_paragraph(page, scope, words, tie)


def _take_bullet(walk: _Walk, scope: Scope, item: Item, words: Words, tie: Tie) -> None:
    page = walk.page
    walk.bullets = [bullet for bullet in walk.bullets if bullet.depth < item.depth]
    bare = words.bare
    owner = next((bullet.owner for bullet in reversed(walk.bullets) if bullet.owner), None)
    scope = scope.owned(owner) if owner else scope
    scope = scope.under(*(bullet.stem for bullet in walk.bullets if not bullet.owner and not bullet.condition))
    named = frozenset(bullet.condition for bullet in walk.bullets if bullet.condition)
    scope = replace(scope, conditions=scope.conditions | named)
    if scope.owner and scope.owner.programme.kind == "company":
        add_case(page, scope, words, tie)
        return
    own = _own(page, scope, bare)
    short = stem(bare.text)
    walk.bullets.append(_Bullet(item.depth, short, page.vocabulary.division_named(short), own))
    if own and own.programme.kind != "strategy":
        # A line that names its own subject does not hang on how the headings above it are tied.
        scope, tie = scope.owned(own), tie_of(page.layout, Scope(), item.tied, item.reason)
    add_line(page, scope, item, bare, tie)


def _own(page: PageLedger, scope: Scope, words: Words) -> Owner | None:
    """The subject that a bullet is about: below a programme or survey a part of it of which the bullet tells more."""
    named, begun = page.owners.named(words, scope.within), page.owners.begun(words, scope.within)
    outer = scope.owner.programme if scope.owner else None
    if outer is None or outer.kind not in ("programme", "survey") or outer.id.startswith("p-"):
        return named or begun
    part = begun and (begun.programme.within == outer.id or begun.programme.id in outer.parts)
    return begun if part and not named else None


def _take_table(walk: _Walk, table: Table) -> None:
    page, scope = walk.page, _scope(walk)
    if scope.silent:
        return
    walk.last = scope
    rows = [row for row in table.rows if row.tied != "untied"]
    heads = [joined(_cell(page, cell)) for cell in table.header.cells] if table.header else []
    # A row that names its own subject does not hang on how the headings above it are tied.
    named = any(page.vocabulary.is_role("owner", head.text) for head in heads)
    ties = [tie_of(page.layout, Scope() if named else scope, row.tied, row.reason) for row in rows]
    lines = [Line(tuple(_cell(page, cell) for cell in row.cells), tie) for row, tie in zip(rows, ties, strict=True)]
    if table.header is not None:
        add_table(page, scope, heads, lines)
        return
    for line, row in zip(lines, rows, strict=True):
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
            own = tie_of(page.layout, Scope(), row.tied, row.reason)
            add_row(page, scope, list(line.cells[0]), values, line.tie, own)
        new = [fact for fact in page.facts[before:] if fact.value.startswith("yen:")]
        walk.money = new[-1] if new else walk.money


def _cell(page: PageLedger, cell: tuple[Atom, ...]) -> tuple[Words, ...]:
    return tuple(words_of(page.layout, atom) for atom in cell)


def _uncontested(facts: list[Fact]) -> list[Fact]:
    """Without values that stand by their place alone and contradict others: some of them are another's."""
    values = dict[tuple[object, ...], set[str]]()
    for fact in facts:
        values.setdefault(_question(fact), set()).add(fact.value)
    return [
        fact
        for fact in facts
        if fact.tied != "order" or fact.attribute not in _SINGLE or len(values[_question(fact)]) == 1
    ]


def _question(fact: Fact) -> tuple[object, ...]:
    return fact.programme, fact.attribute, fact.conditions


def _surveyed(facts: list[Fact], registry: Registry) -> list[Fact]:
    """Facts of a survey and its questions are about the year in which it asked, where they state none themselves."""
    asked = dict[str, int]()
    for fact in facts:
        programme = registry.get(fact.programme)
        if programme and programme.kind == "survey" and fact.value.startswith("date:2"):
            year, month = int(fact.value[5:9]), int(fact.value[10:12] or "4")
            asked |= dict.fromkeys((programme.id, *programme.parts), year if month >= 4 else year - 1)
    return [
        replace(fact, fiscal_year=asked[fact.programme])
        if fact.programme in asked and not any(c.startswith("年度:") for c in fact.conditions)
        else fact
        for fact in facts
    ]
