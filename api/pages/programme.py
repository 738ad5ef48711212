"""One programme: every fact with its place, its years, and what it is related to."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.browsing import LONGEST
from api.catalogue import CatalogueDep
from api.chat import ChainDep
from api.contract import fact_objects
from api.exports import FORMATS, download
from api.labels import KINDS
from api.pages.budget_chart import budget_chart
from api.pages.figures import (
    View,
    attributes,
    card,
    linked,
    name_source,
    page_address,
    stated,
)
from api.pages.questions import questions_about
from api.pages.rendering import render
from api.programmes_text import FACT_HEADER, fact_row
from ingest.facts import Fact
from ingest.fold import narrow, squeeze
from ingest.store import Store
from rag.catalogue import FIGURES, Catalogue, Entry
from rag.chain import AnswerChain
from rag.comparison import newest_facts

router = APIRouter(include_in_schema=False)
_SENTENCE = 8  # characters that words need to say something by themselves
_RELATIONS = {
    "predecessors": ("前身", "この前に資料に載っていたものです。"),
    "successors": ("後継", "これを前身とするものです。"),
    "parts": ("構成する事業・施設", ""),
    "wholes": ("上位の事業・機関", ""),
    "look_alikes": ("名称が似ている、別のもの", "お間違いのないよう、ご確認ください。"),
}


@router.get("/programmes/{programme_id}", response_class=HTMLResponse)
def programme_page(request: Request, chain: ChainDep, catalogue: CatalogueDep, programme_id: str) -> Response:
    """A subject of the ledger; 404 with the nearest names for an unknown id."""
    entry = catalogue.by_id.get(programme_id)
    if entry is None:
        return unknown_programme(request, chain, catalogue, programme_id)
    store = chain.index.store
    facts = store.ledger.facts(programme_id)
    form = request.query_params.get("format", "")
    if form in FORMATS:
        quoted = zip(facts, fact_objects(store, facts), strict=True)
        return download(FACT_HEADER, [fact_row(fact, str(one["quote"])) for fact, one in quoted], programme_id, form)
    history = _history(catalogue, entry, facts)
    context: View = {
        "programme": card(catalogue, entry),
        "aliases": [narrow(name) for name in entry.subject.names[1:]],
        "names": [name_source(catalogue, name) for name in entry.printed],
        "kind": KINDS[entry.subject.kind],
        "classes": _classes(catalogue, entry),
        "groups": _groups(chain, catalogue, store, facts),
        "fact_count": len(facts),
        "by_order": any(fact.tied == "order" for found in entry.card.values() for fact in found),
        "history": history,
        "chart": budget_chart(catalogue, entry, facts),
        "relations": _relations(catalogue, entry),
        "questions": questions_about(entry.subject.name, facts),
    }
    return render(request, chain, "programme.html", context)


def unknown_programme(request: Request, chain: AnswerChain, catalogue: Catalogue, given: str) -> HTMLResponse:
    """The page for an id or name that the ledger does not have."""
    near = [card(catalogue, catalogue.by_id[one.id]) for one in catalogue.names.nearest(given)]
    return render(request, chain, "programme_unknown.html", {"given": given[:LONGEST], "near": near}, 404)


def _groups(chain: AnswerChain, catalogue: Catalogue, store: Store, facts: Sequence[Fact]) -> list[View]:
    """The facts by attribute and year, each with every place that proves it."""
    quotes = dict(zip((id(fact) for fact in facts), fact_objects(store, facts), strict=True))
    order = [attribute.name for attribute in chain.lexicon.attributes]
    groups: list[View] = []

    def told(own: Sequence[Fact], year: int) -> list[View]:
        return [_told(catalogue, fact, quotes[id(fact)]["spans"]) for fact in own if fact.fiscal_year == year]

    for name, own in attributes(facts, order).items():
        years = dict.fromkeys(fact.fiscal_year for fact in own)
        plain = [fact for fact in own if not _is_scrap(fact)]
        scraps = [fact for fact in own if _is_scrap(fact)]
        groups.append(
            {
                "name": name,
                "by_order": any(fact.tied == "order" for fact in own),
                "years": [
                    {
                        "label": catalogue.year_label(year),
                        "facts": told(plain, year),
                        "scraps": told(scraps, year),
                    }
                    for year in years
                ],
            }
        )
    return groups


def _is_scrap(fact: Fact) -> bool:
    """A short word of a drawing, which says little outside of it."""
    return fact.attribute == "内容" and not fact.is_figure and len(squeeze(fact.text)) < _SENTENCE


def _told(catalogue: Catalogue, fact: Fact, spans: object) -> View:
    """A fact with the page's own words where they differ from its wording, and how it was tied to its subject."""
    assert isinstance(spans, list)
    places = [
        {"url": page_address(fact.document_id, fact.page, (one["start"], one["end"])), "quote": one["quote"]}
        for one in spans
    ]
    whole = "".join(str(one["quote"]) for one in spans)
    quote = " … ".join(" ".join(str(one["quote"]).split()) for one in spans)
    return {
        **stated(catalogue, fact, fact.fiscal_year),
        "places": places,
        "quote": "" if squeeze(whole) in squeeze(fact.text) else quote,
        "reason": fact.reason if fact.tied == "order" else "",
    }


def _history(catalogue: Catalogue, entry: Entry, facts: Sequence[Fact]) -> View | None:
    """The figures by year, the oldest first; None for a subject of one year."""
    years = sorted({*entry.subject.fiscal_years, *(fact.fiscal_year for fact in facts)})
    if len(years) < 2:
        return None
    by_year = {year: [fact for fact in facts if fact.fiscal_year == year] for year in years}
    columns = [name for name in ("区分", *FIGURES) if any(fact.attribute == name for fact in facts)]
    rows = [
        {
            "year": catalogue.year_label(year),
            "names": [
                name_source(catalogue, name) for name in entry.printed if _of_year(catalogue, name.document_id, year)
            ],
            "cells": [[stated(catalogue, f, year) for f in newest_facts(by_year[year], name)] for name in columns],
        }
        for year in years
    ]
    by_order = any(fact.tied == "order" for fact in facts if fact.attribute in columns)
    return {"columns": columns, "rows": rows, "by_order": by_order}


def _of_year(catalogue: Catalogue, document_id: str, year: int) -> bool:
    return catalogue.documents[document_id].fiscal_year == year


def _classes(catalogue: Catalogue, entry: Entry) -> list[View]:
    """What the subject is sorted under, and why."""
    found: list[View] = []
    for facet, name in catalogue.facet_names.items():
        labels = {choice.id: choice.name for choice in catalogue.facets[facet]}
        members = [
            {
                "name": labels[member.id],
                "url": f"/programmes?{urlencode({facet: member.id})}",
                "place": member.proof.place,
                "text": narrow(" ".join(member.text.split())),
                "fact": stated(catalogue, member.fact) if member.fact else None,
            }
            for member in entry.classes.get(facet, ())
            if member.id in labels
        ]
        if facet in entry.classes:
            found.append({"name": name, "members": members, "none": f"/programmes?{urlencode({facet: 'none'})}"})
    return found


def _relations(catalogue: Catalogue, entry: Entry) -> list[View]:
    subject = entry.subject
    ids = {
        "predecessors": subject.predecessors,
        "successors": entry.successors,
        "parts": subject.parts,
        "wholes": entry.wholes,
        "look_alikes": subject.look_alikes,
    }
    return [
        {"name": name, "note": note, "entries": found, "comparable": key in ("look_alikes", "predecessors")}
        for key, (name, note) in _RELATIONS.items()
        if (found := linked(catalogue, ids[key]))
    ]
