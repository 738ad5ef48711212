"""``/v1/programmes``: the subjects of the ledger, and one with all its facts."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from api.browsing import LEDGER_KINDS, strict_filters
from api.catalogue import CatalogueDep
from api.chat import ChainDep
from api.contract import subject_detail, subject_object
from api.schemas import ProgrammeDetailOut, ProgrammeOut, ProgrammesOut
from rag.browsing import Browse, browse
from rag.programmes import unknown_text

router = APIRouter(prefix="/v1")
Values = Annotated[list[str], Query(max_length=50)]


@router.get("/programmes")
def programmes(  # noqa: PLR0913, PLR0917  the parameters are the contract's
    catalogue: CatalogueDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
    q: Annotated[str, Query(max_length=1_000)] = "",
    kind: Values = ["all"],  # noqa: B006  FastAPI copies the default
    purpose: Values = [],  # noqa: B006
    size: Values = [],  # noqa: B006
    industry: Values = [],  # noqa: B006
    year: Values = [],  # noqa: B006
    strategy: Values = [],  # noqa: B006
) -> ProgrammesOut:
    """The subjects that ``q`` finds by name or alias, best first; without it all, in the registry's order.

    ``kind`` is of the ledger (programme, facility …, all), a kind of support (grant, loan …), or both; the other
    filters take the values of their facet, ``none`` for what the documents do not say. Values of one filter
    are alternatives, the filters must all hold.
    """
    support = [value for value in kind if value != "all" and value not in LEDGER_KINDS]
    given = {
        "purpose": purpose,
        "kind": support,
        "size": size,
        "industry": industry,
        "year": year,
        "strategy": strategy,
    }
    try:
        filters = strict_filters(catalogue, {facet: values for facet, values in given.items() if values})
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    found = catalogue.registered.search(q)
    kinds = LEDGER_KINDS.intersection(kind)
    if filters:
        kept = {entry.subject.id for entry in browse(catalogue, Browse(filters=filters)).entries}
        found = [subject for subject in found if subject.id in kept]
    if kinds:
        found = [subject for subject in found if subject.kind in kinds]
    items = [ProgrammeOut.model_validate(subject_object(subject)) for subject in found[offset : offset + limit]]
    return ProgrammesOut(items=items, total=len(found))


@router.get("/programmes/{programme_id}")
def programme(programme_id: str, chain: ChainDep) -> ProgrammeDetailOut:
    store = chain.index.store
    subject = store.ledger.subject(programme_id)
    if subject is None:
        raise HTTPException(404, unknown_text(store.ledger.subjects(), programme_id))
    detail = subject_detail(store, subject, store.ledger.facts(subject.id))
    return ProgrammeDetailOut.model_validate(detail)
