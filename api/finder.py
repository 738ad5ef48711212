"""``/v1/finder``: for every programme of the newest documents, whether it is for a situation, and by which words."""

from functools import lru_cache
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from api.chat import ChainDep
from api.problems import problem
from api.schemas import CitationOut, Strict
from ingest.facts import Tied
from ingest.fold import narrow
from rag.eligibility.bootstrap import build_finder
from rag.eligibility.finding import EligibilityFinder, Finding, Fit
from rag.eligibility.form import read_form
from rag.eligibility.situation import State

router = APIRouter(prefix="/v1")
VERDICTS: dict[State, str] = {"met": "該当", "unknown": "要確認", "unmet": "非該当"}
_TEXT = 1_000  # characters of a field that are read at all
Verdict = Literal["該当", "要確認", "非該当"]
Text = Annotated[str, Field(max_length=_TEXT)]


def current_finder(request: Request, chain: ChainDep) -> EligibilityFinder:
    """The finder over the current index; its words are read once for an index version."""
    return _finder(chain, request.app.state.settings.corpus)


_finder = lru_cache(maxsize=2)(build_finder)
FinderDep = Annotated[EligibilityFinder, Depends(current_finder)]


class FinderIn(Strict):
    """What is said of a situation; choices by id or name, sums in yen."""

    applicant: Text = ""
    industry: Text = ""
    region: Text = ""
    purpose: Text = ""
    wish: Text = ""
    employees: int | None = None
    capital: int | None = None
    cost: int | None = None


class ClauseOut(BaseModel):
    """``phrase`` is what was judged of ``quote``; ``citations`` are numbers of the programme's citations."""

    verdict: Verdict
    about: str
    phrase: str
    quote: str
    of: str
    decides: bool
    asks: list[str]
    citations: list[int]
    tied: Tied


class GrantOut(BaseModel):
    """What the cost would be granted, a line a case; ``[1]`` marks the grant's own citation."""

    text: str
    citations: list[CitationOut]


class FitOut(BaseModel):
    """``fits_wish``: whether it is near what is wanted; ``asks`` is what has to be known for a verdict."""

    id: str
    name: str
    verdict: Verdict
    share: float
    fits_wish: bool
    clauses: list[ClauseOut]
    asks: list[str]
    citations: list[CitationOut]
    grant: GrantOut | None

    @classmethod
    def of(cls, fit: Fit) -> "FitOut":
        grant = fit.grant
        return cls(
            id=fit.subject.id,
            name=narrow(fit.subject.name),
            verdict=VERDICTS[fit.state],  # type: ignore[arg-type]
            share=round(fit.share, 4),
            fits_wish=fit.is_near,
            clauses=[
                ClauseOut(
                    verdict=VERDICTS[clause.state],  # type: ignore[arg-type]
                    about=clause.about, phrase=clause.phrase, quote=clause.quote, of=clause.of,
                    decides=clause.decides, asks=list(clause.asks), citations=list(clause.numbers), tied=clause.tied,
                )
                for clause in fit.clauses
            ],
            asks=list(fit.asks),
            citations=[CitationOut.model_validate(c, from_attributes=True) for c in fit.citations],
            grant=GrantOut(
                text=grant.text,
                citations=[CitationOut.model_validate(c, from_attributes=True) for c in grant.citations],
            ) if grant else None,
        )  # fmt: skip


class FinderOut(BaseModel):
    """Every programme of ``fiscal_year``, the fitting ones first; ``older`` counts what only older documents name."""

    fiscal_year: int
    counts: dict[Verdict, int]
    older: int
    items: list[FitOut]

    @classmethod
    def of(cls, finding: Finding) -> "FinderOut":
        counts = {label: len(finding.of(state)) for state, label in VERDICTS.items()}
        return cls(
            fiscal_year=finding.fiscal_year,
            counts=counts,  # type: ignore[arg-type]
            older=finding.older,
            items=[FitOut.of(fit) for fit in finding.fits],
        )


@router.post("/finder", response_model=FinderOut)
def find(asked: FinderIn, finder: FinderDep) -> Response:
    """The verdicts for a situation; 422 with the fields where one is wrong or nothing is said."""
    given = {name: str(value) for name, value in asked.model_dump(exclude_none=True).items()}
    filled = read_form(given, finder.vocabulary)
    if filled.errors or filled.situation.is_blank:
        return refused(dict(filled.errors))
    return JSONResponse(FinderOut.of(finder.find(filled.situation)).model_dump())


def refused(errors: dict[str, str]) -> JSONResponse:
    """The problem document for a situation that cannot be read."""
    if not errors:
        return problem(422, "条件が1つもありません。1つ以上指定してください。", errors=[])
    named = [{"field": name, "message": message} for name, message in errors.items()]
    detail = "次の項目を確かめてください: " + "、".join(f"{one['field']}（{one['message']}）" for one in named)
    return problem(422, detail, errors=named)
