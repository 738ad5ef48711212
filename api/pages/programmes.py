"""The list of programmes: search, filters, cards or a table, and the same as a file."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.browsing import LONGEST, ORDERS, PER_PAGE, VIEWS, ListAddress, list_address
from api.catalogue import CatalogueDep
from api.chat import ChainDep
from api.exports import FORMATS, download
from api.labels import KINDS
from api.pages.figures import View, card
from api.pages.rendering import render
from ingest.eras import year_label
from rag.browsing import UNSTATED, Listed, browse
from rag.catalogue import CARD, Catalogue, Entry
from rag.comparison import AT_MOST, BLANK, value_text

router = APIRouter(include_in_schema=False)


@router.get("/programmes", response_class=HTMLResponse)
def programmes_page(request: Request, chain: ChainDep, catalogue: CatalogueDep) -> Response:
    """The list that the address asks for; with ``format`` all of it as a CSV or Excel file."""
    address = list_address(catalogue, request.query_params)
    listed = browse(catalogue, address.browse)
    form = request.query_params.get("format", "")
    if form in FORMATS:
        return download(*_table(catalogue, listed.entries), "programmes", form)
    last = max(1, -(-len(listed.entries) // PER_PAGE))
    page = min(max(1, address.page), last)
    shown = listed.entries[(page - 1) * PER_PAGE : page * PER_PAGE]
    context: View = {
        "address": address,
        "q": address.browse.q,
        "longest": LONGEST,
        "notices": [*address.notices, *_clamped(address.page, page)],
        "facets": _facets(catalogue, address, listed),
        "chosen": _chosen(catalogue, address),
        "order": address.browse.order,
        "orders": ORDERS,
        "view": address.view,
        "views": VIEWS,
        "cards": [card(catalogue, entry) for entry in shown],
        "columns": CARD,
        "total": len(listed.entries),
        "everything": len(catalogue.entries),
        "first": (page - 1) * PER_PAGE + 1,
        "page": page,
        "last": last,
        "near": [] if listed.entries else _near(catalogue, address.browse.q),
        "at_most": AT_MOST,
    }
    return render(request, chain, "programmes.html", context)


def _facets(catalogue: Catalogue, address: ListAddress, listed: Listed) -> list[View]:
    """The filters with what each value would give; values that would give nothing are left out unless chosen."""
    facets = []
    for facet, name in catalogue.facet_names.items():
        chosen = address.browse.filters.get(facet, ())
        counts = listed.counts[facet]
        values = [(choice.id, choice.name) for choice in catalogue.facets[facet]] + [(UNSTATED, BLANK)]
        options = [
            {"id": id_, "name": label, "count": counts[id_], "chosen": id_ in chosen}
            for id_, label in values
            if _ever(catalogue, facet, id_)
        ]
        if len(options) > 1:
            facets.append({"id": facet, "name": name, "options": options, "chosen": len(chosen)})
    return facets


def _ever(catalogue: Catalogue, facet: str, value: str) -> bool:
    """Whether any entry has the value: what no document ever says is no choice."""
    members = catalogue.members[facet]
    return bool(members[value]) if value != UNSTATED else facet != "year"


def _chosen(catalogue: Catalogue, address: ListAddress) -> list[View]:
    """Each filter in force with the address of the list without it."""
    labels = {(facet, choice.id): choice.name for facet, choices in catalogue.facets.items() for choice in choices} | {
        (facet, UNSTATED): BLANK for facet in catalogue.facets
    }
    return [
        {"facet": catalogue.facet_names[facet], "name": labels[facet, value], "url": address.without(facet, value)}
        for facet, values in address.browse.filters.items()
        for value in values
    ]


def _clamped(asked: int, given: int) -> list[str]:
    return [] if asked == given else [f"{asked}ページはないため、{given}ページを表示しています。"]


def _near(catalogue: Catalogue, text: str) -> list[View]:
    return [card(catalogue, catalogue.by_id[one.id]) for one in catalogue.names.nearest(text)] if text else []


def _table(catalogue: Catalogue, entries: Sequence[Entry]) -> tuple[list[str], list[list[str]]]:
    """The list as header and rows, for a spreadsheet."""
    facets = [facet for facet in catalogue.facet_names if facet != "year"]
    names = {(facet, choice.id): choice.name for facet in facets for choice in catalogue.facets[facet]}
    header = [
        "id",
        "名称",
        "種別",
        "資料の年度",
        "概要",
        *CARD,
        *(catalogue.facet_names[facet] for facet in facets),
        "出典",
    ]
    rows = []
    for entry in entries:
        subject = entry.subject
        told = ["\n".join(map(value_text, entry.card.get(name, ()))) or BLANK for name in CARD]
        classes = ["、".join(names[facet, one.id] for one in entry.classes.get(facet, ())) or BLANK for facet in facets]
        years = "、".join(map(year_label, subject.fiscal_years))
        gist = entry.gist.text if entry.gist else BLANK
        rows.append([subject.id, subject.name, KINDS[subject.kind], years, gist, *told, *classes, _sources(entry)])
    return header, rows


def _sources(entry: Entry) -> str:
    """The pages of what the row says, else those that print the name."""
    facts = [fact for found in entry.card.values() for fact in found] + ([entry.gist] if entry.gist else [])
    pages = [(fact.document_id, fact.page) for fact in facts] or [(n.document_id, n.page) for n in entry.printed]
    return "、".join(f"{document} p{page}" for document, page in dict.fromkeys(pages))
