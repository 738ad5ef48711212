"""Rows of a key and its values: 「助成限度額›一般 | 2,000万円」."""

import re
from dataclasses import dataclass, replace

from ingest.fold import narrow, squeeze
from ingest.ledger.clauses import Figure
from ingest.ledger.page import Detail, PageLedger, Tie
from ingest.ledger.phrases import add_figures, add_free
from ingest.ledger.scope import Scope
from ingest.ledger.texts import add_audience, add_label, add_places, add_statement, add_tagged
from ingest.ledger.words import Words, joined, tidy
from ingest.lexicon import Attribute
from ingest.quantities import parse_quantities
from ingest.quantity import Quantity

_LISTED = re.compile(r"[\s\u3000]*(?:[①-⑳]|[・※])")
_DIVIDED = re.compile(r"[【［\[]([^】］\]]{1,12})[】］\]]")
_POSTCODE = re.compile(r"〒[\s0-9０-９\-－‐―−]+")
_IN_BRACKET = re.compile(r"[（(]([^（()）]{1,15})[）)]$")
_CLOSES = re.compile(r"[^（(]*[）)]")
_BY_THEN = re.compile(
    r"^[\s\u3000]*(?:まで(?:に|の)?|(?:度)?末(?:まで)?(?:に|の)?|における?|、)[\s\u3000]*"
)  # behind a year
_LONGEST_CONDITION = 12
_ITEMISED = ("count", "date", "percent")


@dataclass(frozen=True, slots=True)
class Key:
    """What a key says: the attribute, where it is known, and what else narrows the value."""

    words: Words
    attribute: Attribute | None
    conditions: frozenset[str]
    year: Quantity | None
    item: tuple[str, ...]


def add_row(page: PageLedger, scope: Scope, key: list[Words], values: list[Words], tie: Tie, own: Tie) -> None:
    """The facts of one key-value row; ``key`` is its path, ``values`` the lines of its cells.

    ``own`` is the row's tie without that of the headings: a row whose key names a subject hangs on it alone.
    """
    owner = page.owners.named(key[0], scope.within)
    if owner is None or scope.owner is None or _attribute(page, key[0])[0]:
        add_values(page, scope, read_key(page, key), values, tie)
    elif owner.programme.id == scope.owner.programme.id:
        add_values(page, scope, read_key(page, key[1:]), values, tie)
    else:
        _add_owned(page, scope.owned(owner), key[0], read_key(page, key[1:], names=True), values, own)


def _add_owned(page: PageLedger, scope: Scope, name: Words, key: Key, values: list[Words], tie: Tie) -> None:
    """A row whose key is a subject: an amount is what that subject pays."""
    amount = any(figure.kind == "money" for words in values for figure in page.figures(words))
    attribute = next((a for a in page.lexicon.attributes if a.name == "助成限度額"), None) if amount else key.attribute
    add_values(page, scope, replace(key, words=name, attribute=attribute), values, tie)


def read_key(page: PageLedger, parts: list[Words], names: bool = False) -> Key:
    """What the path ``parts`` says; ``names``: whatever is no attribute names a division."""
    attribute: Attribute | None = None
    conditions, item = frozenset[str](), list[str]()
    year: Quantity | None = None
    division = ""
    for part in [inner for whole in parts for inner in _parts(page, whole)]:
        found, stated = _attribute(page, part)
        year = stated or year
        rest = part.bare.text if stated is None else part.bare.text.replace(stated.text, "").strip("のに ")
        head = page.vocabulary.head(rest)
        if found and attribute is None:
            attribute, division = found, head.name if head else "区分"
            item += [tidy(rest)] if _says_more(found, squeeze(rest)) else []
        elif named := _conditions(page, rest):
            conditions |= named
        elif rest and (attribute or names):
            conditions |= {page.divide(division or "区分", part)}
            item += [part.mark.strip()] if part.mark.strip().isalpha() else []
        elif head:
            division = head.name
        elif rest:
            item.append(tidy(rest))
    return Key(joined(parts, "・"), attribute, conditions, year, tuple(item))


def _parts(page: PageLedger, key: Words) -> tuple[Words, ...]:
    """「助成率（小規模企業）」: the attribute, and what its bracket narrows it to."""
    bracket = _IN_BRACKET.search(key.text)
    if bracket is None or _attribute(page, key)[0] or not _attribute(page, key.part(0, bracket.start()))[0]:
        return (key,)
    return key.part(0, bracket.start()), key.part(*bracket.span(1))


def _conditions(page: PageLedger, part: str) -> frozenset[str]:
    """The conditions that a part of a key names: 小規模企業, ものづくり区分."""
    stated = page.vocabulary.stated(part).conditions
    if stated and len(squeeze(part)) <= _LONGEST_CONDITION:
        return stated - page.vocabulary.plain
    named = page.vocabulary.division_named(narrow(part))
    return frozenset([named]) if named else frozenset()


def _says_more(attribute: Attribute, key: str) -> bool:
    """Whether a key names more than its attribute: 計画件数 for 規模; not 対象期間 for 期間."""
    if attribute.kind in _ITEMISED or attribute.name == "費用":
        return key != attribute.name
    return attribute.kind == "text" and attribute.name not in key


def add_values(page: PageLedger, scope: Scope, key: Key, values: list[Words], tie: Tie) -> None:
    """The facts of the cells under ``key``."""
    scope = replace(scope, conditions=scope.conditions | key.conditions, year=key.year or scope.year)
    if key.attribute is None:
        _add_unknown(page, scope.under(*key.item), key, values, tie)
    elif key.attribute.kind == "text":
        _add_texts(page, scope.under(*key.item), key, values, tie)
    else:
        found = [_add_typed(page, scope, key, key.attribute, words, tie) for words in values]
        if not any(found):
            page.add_text(scope.under(*key.item), key.attribute.name, joined(values), tie, Detail(key=key.words))


def _attribute(page: PageLedger, part: Words) -> tuple[Attribute | None, Quantity | None]:
    """The attribute that a key means, and the fiscal year in it (「令和7年度予算額」)."""
    text = part.bare.text
    years = [q for q in parse_quantities(text, page.era) if q.kind == "fiscal_year"]
    rest = text.replace(years[0].text, "") if years else text
    return page.lexicon.attribute_by_key.get(squeeze(rest)), years[0] if years else None


def _add_typed(page: PageLedger, scope: Scope, key: Key, attribute: Attribute, words: Words, tie: Tie) -> bool:
    """Facts of one line under an attribute whose values are figures; whether it gave any of that kind."""
    divided = _DIVIDED.match(words.text)
    if divided:
        scope = replace(scope, conditions=scope.conditions | {page.divide("区分", words.part(*divided.span(1)))})
    figures = page.figures(words)
    given = False
    for index, figure in enumerate(figures):
        name = _name(page, attribute, figure)
        if not name or _criterion(figure):
            continue
        given = given or name == attribute.name
        value = _completed(figure, figures[:index])
        item, conditions = _item(page, attribute, figure, name, words), figure.conditions | _numbered(page, words)
        detail = Detail(key.words, item, conditions, figure.year)
        own = scope.under(*key.item) if name == attribute.name else scope
        page.add(own, name, value, words.part(figure.start, figure.end), tie, detail)
    if attribute.kind == "time" and figures:
        page.add_text(scope, attribute.name, words.part(0, figures[0].start), tie, Detail(key=key.words))
    add_free(page, scope, words, tie, key.words if attribute.name == "費用" else None)
    add_label(page, scope, words, tie)
    add_audience(page, scope, words, tie)
    return given or (bool(figures) and attribute.kind == "money" and "無料" in words.text)


def _name(page: PageLedger, attribute: Attribute, figure: Figure) -> str:
    """Whose value a figure is, in a row of ``attribute``."""
    labelled = page.lexicon.attribute_by_key.get(squeeze(figure.before)) if figure.bracket >= 0 else None
    if labelled and labelled.kind == figure.kind:
        return labelled.name
    if attribute.name == "目標":
        return attribute.name if figure.kind in ("percent", "count", "rate", "money") else ""
    if figure.kind == attribute.kind or (attribute.kind == "date" and figure.kind == "fiscal_year"):
        return attribute.name if not (figure.kind == "rate" and figure.quantity.is_range) else ""
    if attribute.name == "費用" and figure.kind == "rate":
        return attribute.name
    return (
        {"rate": "助成率", "duration": "期間", "count": "規模"}.get(figure.kind, "") if attribute.kind != "date" else ""
    )


def _criterion(figure: Figure) -> bool:
    return figure.kind == "count" and figure.bracket >= 0 and "以上" in figure.quantity.qualifiers


def _item(page: PageLedger, attribute: Attribute, figure: Figure, name: str, words: Words) -> tuple[str, ...]:
    if attribute.name == "目標" and figure.kind == "percent":
        before = _BY_THEN.sub("", figure.before)
        # 「都内企業（従業員30人以上）の導入率70%」: a bracket that holds another figure belongs to what is aimed at.
        return (narrow(words.text[: figure.start]).strip() if _CLOSES.match(before) else before,)
    if squeeze(figure.before) in page.lexicon.attribute_by_key:
        return ()
    if figure.per:
        return (figure.per,)
    if figure.without:
        return (figure.without,)
    if of := re.search(r"(?:による|の)([^\s、。によるの]{2,12}?)は?$", figure.before):
        return (of[1],) if figure.before.endswith("は") or (attribute.kind == "rate" and figure.conditions) else ()
    if name != attribute.name and figure.bracket >= 0 and (noun := re.match(r"[^\s、。（）()]{2,6}", figure.after)):
        return (narrow(noun[0]),)
    plain = figure.bracket >= 0 and not figure.conditions and not figure.label and figure.kind in ("count", "rate")
    return (figure.before,) if plain or (attribute.name == "費用" and figure.kind == "rate") else ()


def _numbered(page: PageLedger, words: Words) -> frozenset[str]:
    """「区分Ⅰ」 in a note: the division with that number."""
    named = re.findall(r"区分([ⅠⅡⅢⅣⅤⅥA-ZＡ-Ｚ])", words.text)
    return frozenset(page.numbered[narrow(mark)] for mark in named if narrow(mark) in page.numbered)


def _completed(figure: Figure, earlier: list[Figure]) -> str:
    """A date that leaves its year or month to the one before it: 「2024年11月20日～11月22日」."""
    value = figure.value
    before = next((f.value for f in reversed(earlier) if f.value.startswith("date:") and "--" not in f.value), "")
    if not value.startswith("date:-") or not before:
        return value
    given = value.removeprefix("date:").lstrip("-").split("-")
    whole = before.removeprefix("date:").split("-")
    return "date:" + "-".join(
        [*whole[: (1 if value.startswith("date:--") and not value.startswith("date:---") else 2)], *given]
    )


def _add_texts(page: PageLedger, scope: Scope, key: Key, values: list[Words], tie: Tie) -> None:
    assert key.attribute is not None
    name = key.attribute.name
    listed = any(_LISTED.match(words.text) for words in values) and len(values) > 1
    for words in values if listed else [joined(values)]:
        code = _POSTCODE.match(words.text)
        page.add_text(
            scope,
            name,
            words.part(code.end(), len(words.text)) if code else words,
            tie,
            Detail(key=key.words),
        )
    for words in values:
        for figure in page.figures(words):
            if name == "要件" and figure.kind in ("rate", "percent", "money"):
                detail = Detail(key.words, (figure.lead.lstrip("①②③④⑤⑥⑦⑧⑨ "),), figure.conditions)
                page.add(scope, name, figure.value, words.part(figure.start, figure.end), tie, detail)
        if name == "所在地":
            _add_located(page, scope, words, tie)
            _add_postcode(page, scope, words, tie, key)


def _add_located(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> None:
    for figure in page.figures(words):
        if figure.kind == "count" and figure.after.startswith("所在"):
            page.add(
                scope,
                "規模",
                figure.value,
                words.part(figure.start, figure.end),
                tie,
                Detail(conditions=figure.conditions),
            )


def _add_postcode(page: PageLedger, scope: Scope, words: Words, tie: Tie, key: Key) -> None:
    if code := _POSTCODE.match(words.text):
        found = words.part(*code.span())
        page.add(scope, "所在地", found.value, found, tie, Detail(key=key.words))


def _add_unknown(page: PageLedger, scope: Scope, key: Key, values: list[Words], tie: Tie) -> None:
    """Under a key that means no attribute: the figures that measure something, and the wording."""
    for words in values:
        figured = add_figures(page, scope, words, tie, "cell", key.words)
        rest = page.figures(words)
        whole = figured and rest and len(squeeze(words.text)) - len(squeeze(rest[0].quantity.text)) <= 4
        if add_places(page, scope, words, tie) or whole:
            continue
        if add_label(page, scope, words, tie) and figured:
            continue
        if not add_tagged(page, scope, words, tie):
            add_statement(page, scope, words, tie, key=key.words)
