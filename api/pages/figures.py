"""Facts, sources and subjects as the pages of the programme browser show them: plain dicts for templates."""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from api.labels import KINDS
from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.registry import ProgrammeName
from ingest.store import DocumentSummary
from ingest.wording import render_money
from rag.catalogue import CARD, Catalogue, Entry
from rag.comparison import condition_text

View = dict[str, object]
"""What a template reads."""
ORDER_TIE = "資料の並び順による対応"
_TIES = {"order": ORDER_TIE, "confirmed": "資料の別の箇所でも確認", "printed": ""}
_MARK = re.compile(r"^[○◯〇◎●◇◆□■・]\s*(?=\S)")  # a list's mark before the words
_MARKS = re.compile(r"[○◯〇◎●◇◆□■△▲×✓\s]*")
_COARSE = re.compile(r"[百千]万?円|[百千]円")  # units that people have to convert in their heads


def programme_address(id_: str) -> str:
    return f"/programmes/{quote(id_, safe='')}"


def page_address(document_id: str, page: int, span: tuple[int, int] | None) -> str:
    """The page of a document, with the span marked where there is one."""
    path = f"/documents/{quote(document_id, safe='')}/pages/{page}"
    return f"{path}?start={span[0]}&end={span[1]}#cited" if span else path


def source(catalogue: Catalogue, fact: Fact, own_year: int | None = None) -> View:
    """Where a fact stands; the document's year is left out where a heading has told ``own_year``."""
    document = catalogue.documents[fact.document_id]
    span = fact.spans[0] if fact.spans else None
    return {
        "url": page_address(fact.document_id, fact.page, span),
        "label": f"{fact.page}ページ" if document.fiscal_year == own_year else _place(catalogue, document, fact.page),
        "title": document.title,
    }


def name_source(catalogue: Catalogue, name: ProgrammeName) -> View:
    """Where a name is printed."""
    document = catalogue.documents[name.document_id]
    return {
        "url": page_address(name.document_id, name.page, None),
        "label": _place(catalogue, document, name.page),
        "title": document.title,
        "name": narrow(name.name),
        "year": catalogue.year_label(document.fiscal_year),
    }


def _place(catalogue: Catalogue, document: DocumentSummary, page: int) -> str:
    return f"{catalogue.year_label(document.fiscal_year)}の資料 {page}ページ"


def money_reading(fact: Fact) -> str:
    """「15億6,300万円」 for 「1,563百万円」; empty where the source's own wording is as plain."""
    amount = fact.value.removeprefix("yen:")
    if amount == fact.value or not amount.isdecimal() or not _COARSE.search(squeeze(fact.text)):
        return ""
    return render_money(int(amount))


def stated(catalogue: Catalogue, fact: Fact, own_year: int | None = None) -> View:
    """A fact in a cell or a line: wording, what it is of, conditions, and where it stands.

    The year is told where it is another than ``own_year``, or than the document's where that is None.
    """
    expected = catalogue.documents[fact.document_id].fiscal_year if own_year is None else own_year
    year = catalogue.year_label(fact.fiscal_year) if fact.fiscal_year != expected else ""
    return {
        "text": _MARK.sub("", " ".join(fact.text.split())),
        "reading": money_reading(fact),
        "item": " › ".join(part for part in narrow(fact.item).split("›") if not _MARKS.fullmatch(part)),
        "conditions": [condition_text(condition) for condition in fact.conditions],
        "year": year,
        "tie": _TIES[fact.tied],
        "by_order": fact.tied == "order",
        "source": source(catalogue, fact, own_year),
    }


def card(catalogue: Catalogue, entry: Entry) -> View:
    """A subject in a list."""
    subject = entry.subject
    names = {choice.id: choice.name for choice in catalogue.facets.get("kind", ())}
    return {
        "id": subject.id,
        "url": programme_address(subject.id),
        "name": narrow(subject.name),
        "kind": KINDS[subject.kind],
        "years": [catalogue.year_label(year) for year in reversed(subject.fiscal_years)],
        "classes": [names[member.id] for member in entry.classes.get("kind", ()) if member.id in names],
        "gist": stated(catalogue, entry.gist) if entry.gist else None,
        "figures": [
            {"name": name, "facts": [stated(catalogue, fact) for fact in entry.card[name]]}
            for name in CARD
            if name in entry.card
        ],
    }


def linked(catalogue: Catalogue, ids: Iterable[str]) -> list[View]:
    """The subjects of ``ids`` that a document names, each with its line."""
    entries = [catalogue.by_id[id_] for id_ in ids if id_ in catalogue.by_id]
    return [card(catalogue, entry) for entry in entries]


def attributes(facts: Sequence[Fact], order: Sequence[str]) -> Mapping[str, list[Fact]]:
    """The facts by attribute, those of ``order`` first, each the newest year first."""
    found: dict[str, list[Fact]] = {name: [] for name in order}
    for fact in sorted(facts, key=lambda fact: -fact.fiscal_year):
        found.setdefault(fact.attribute, []).append(fact)
    return {name: own for name, own in found.items() if own}
