"""``/v1/calculations``: what a cost is granted under chosen conditions, step by step."""

from typing import Annotated

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field

from api.chat import ChainDep
from api.schemas import CitationOut, Strict
from rag.calculating import Calculation
from rag.comparison import condition_text

router = APIRouter(prefix="/v1")
LARGEST = 1_000_000_000_000  # yen; no programme of the field is near it
_NOTE = "実際の額は、対象と認められる経費によって変わります。窓口でお確かめください。"


class CalculationIn(Strict):
    """Without ``amount_yen`` only the conditions that can be chosen are given."""

    programme: Annotated[str, Field(min_length=1, max_length=100)]
    amount_yen: Annotated[int | None, Field(ge=1, le=LARGEST)] = None
    conditions: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50, default_factory=list)]


class ConditionOut(BaseModel):
    """``name`` is what is sent, ``label`` what people read."""

    name: str
    label: str
    chosen: bool


class CaseOut(BaseModel):
    """``steps`` carry the marks of ``citations``; the sums are null where the cost is not eligible."""

    conditions: list[str]
    steps: list[str]
    granted_yen: int | None
    own_yen: int | None


class CalculationOut(BaseModel):
    programme: str
    name: str
    title: str
    fiscal_year: int
    amount_yen: int | None
    conditions: list[ConditionOut]
    cases: list[CaseOut]
    unused: list[str]
    note: str
    citations: list[CitationOut]


@router.post("/calculations")
def calculations(asked: CalculationIn, chain: ChainDep) -> CalculationOut:
    made = chain.calculate(asked.programme, asked.amount_yen, asked.conditions)
    if made is None:
        raise HTTPException(404, "この事業の助成率は、計算できる形では資料に載っていません。")
    if unknown := [condition for condition in asked.conditions if condition not in made.offered]:
        raise HTTPException(422, f"この事業の条件にないものがあります: {unknown[0][:50]}")
    return _out(asked, made)


def _out(asked: CalculationIn, made: Calculation) -> CalculationOut:
    conditions = [
        ConditionOut(name=name, label=condition_text(name), chosen=name in asked.conditions) for name in made.offered
    ]
    cases = [
        CaseOut(
            conditions=[condition_text(condition) for condition in case.conditions],
            steps=list(case.steps),
            granted_yen=case.granted,
            own_yen=case.remaining,
        )
        for case in made.cases
    ]
    return CalculationOut(
        programme=asked.programme,
        name=made.name,
        title=made.title,
        fiscal_year=made.document.fiscal_year,
        amount_yen=asked.amount_yen,
        conditions=conditions,
        cases=cases,
        unused=[condition_text(condition) for condition in made.unused],
        note=_NOTE,
        citations=[CitationOut.of(citation) for citation in made.draft.citations],
    )
