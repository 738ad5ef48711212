"""``/v1/programmes``: the subjects of the ledger, and one with all its facts."""

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query

from api.chat import ChainDep
from api.contract import subject_detail, subject_object
from api.schemas import ProgrammeDetailOut, ProgrammeOut, ProgrammesOut
from ingest.registry import Kind
from rag.programmes import search_subjects, unknown_text

router = APIRouter(prefix="/v1")


@router.get("/programmes")
def programmes(
    chain: ChainDep,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
    q: Annotated[str, Query(max_length=1_000)] = "",
    kind: Literal[Kind, "all"] = "all",
) -> ProgrammesOut:
    """The subjects that ``q`` finds by name or alias, best first; without it all, in the registry's order."""
    ledger = chain.index.store.ledger
    found = search_subjects(ledger.subjects(None if kind == "all" else kind), q)
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
