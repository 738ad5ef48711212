"""Whom to ask and where: what the newest documents print of offices' telephones, places and hours."""

from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.catalogue import CatalogueDep
from api.chat import ChainDep
from api.pages.figures import View, linked, programme_address, source
from api.pages.rendering import render
from ingest.facts import Fact
from ingest.fold import narrow
from rag.catalogue import Catalogue

router = APIRouter(include_in_schema=False)
_ATTRIBUTES = ("電話", "所在地", "時間")
_KINDS = ("organisation", "facility")


@router.get("/help/windows", response_class=HTMLResponse)
def windows_page(request: Request, chain: ChainDep, catalogue: CatalogueDep) -> HTMLResponse:
    """Offices and facilities of the newest fiscal year that has any, in the order of the documents."""
    facts = [fact for fact in chain.index.store.ledger.all_facts() if _is_stated(catalogue, fact)]
    newest = max((fact.fiscal_year for fact in facts), default=0)
    rows = windows_of(catalogue, [fact for fact in facts if fact.fiscal_year == newest])
    return render(request, chain, "windows.html", {"windows": rows, "attributes": _ATTRIBUTES})


def windows_of(catalogue: Catalogue, facts: Iterable[Fact]) -> list[View]:
    """One row a subject: its name and address, and its facts by attribute; those with a telephone first."""
    rows: dict[str, View] = {}
    for fact in sorted(facts, key=lambda each: (each.document_id, each.page)):
        row = rows.setdefault(
            fact.programme,
            {
                "name": narrow(fact.name),
                "url": programme_address(fact.programme),
                "wholes": linked(catalogue, catalogue.by_id[fact.programme].wholes),
                **{each: [] for each in _ATTRIBUTES},
            },
        )
        stated = row[fact.attribute]
        assert isinstance(stated, list)
        stated.append({"text": fact.text, "item": fact.item, "source": source(catalogue, fact)})
    return sorted(rows.values(), key=lambda row: not row["電話"])


def _is_stated(catalogue: Catalogue, fact: Fact) -> bool:
    entry = catalogue.by_id.get(fact.programme)
    return (
        fact.attribute in _ATTRIBUTES
        and entry is not None
        and (entry.subject.kind in _KINDS or fact.attribute != "所在地")
    )
