"""Lines that are no rows: bullets, paragraphs and notes."""

import re
from dataclasses import replace

from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.ledger.cases import add_case
from ingest.ledger.keyed import Key, add_values
from ingest.ledger.page import PATH, Detail, PageLedger, Tie
from ingest.ledger.phrases import add_figures
from ingest.ledger.scope import Scope
from ingest.ledger.texts import add_done_by, add_label, add_places, add_required, add_statement
from ingest.ledger.words import Words, joined, words_of
from ingest.quantities import parse_quantities
from ingest.reading import Item

_TAXED = re.compile(r"税込|税抜|税別")
_BUREAU = re.compile(r"[一-鿿]{2,10}(?:局|庁|課|公社|協会|機構)")
_BRACKET = re.compile(r"[（(〔][^（()）〔〕]*[）)〕]")


def add_paragraph(page: PageLedger, scope: Scope, words: Words, tie: Tie) -> None:
    """A paragraph's facts: a date or bureau that stands alone, a requirement, or what its sentences say."""
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
    add_figures(page, scope, words, tie, "sentence")
    add_statement(page, scope, words, tie)


def add_line(page: PageLedger, scope: Scope, item: Item, words: Words, tie: Tie) -> None:
    """A bullet's facts: what a label in it says, a place, its figures, or else its wording."""
    if any(atom.is_label for atom in item.atoms):
        _add_labelled(page, scope, item, tie)
        return
    labelled = add_label(page, scope, words, tie)
    figured = add_figures(page, scope, words, tie, "bullet")
    if add_places(page, scope, words, tie) or add_done_by(page, scope, words, tie) or (figured and not labelled):
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
        add_values(page, scope.under(narrow(said.text)), Key(said, attribute, frozenset(), None, ()), values, tie)


def stem(text: str) -> str:
    """A bullet as a part of a path: without a bracket that holds figures."""
    brackets = [bracket[0] for bracket in _BRACKET.finditer(text) if parse_quantities(bracket[0])]
    return narrow(text.replace(brackets[-1], "").strip() if brackets and brackets[-1] != text else text)


def add_note(page: PageLedger, scope: Scope, words: Words, tie: Tie, money: Fact | None) -> None:
    """A note under a table: a requirement, 税込 of the amounts above (``money``), or figures of its own."""
    if add_required(page, scope, words, tie):
        return
    bare = words.bare
    if money and _TAXED.search(bare.text):
        page.add_text(scope, money.attribute, bare, tie, Detail(item=(money.item.rpartition(PATH)[2],)))
        return
    figures = page.figures(bare)
    named = [a for key, a in page.lexicon.attribute_by_key.items() if len(key) > 2 and key in squeeze(bare.text)]
    attribute = next((a for a in named for figure in figures if a.kind == figure.kind), None)
    if attribute:
        base = replace(scope, conditions=frozenset(), path=())
        add_values(page, base, Key(bare, attribute, frozenset(), None, ()), [words], tie)
    else:
        add_figures(page, scope, bare, tie, "title")
        if not figures:
            add_statement(page, scope, bare, tie)
