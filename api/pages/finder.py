"""The guided finder: a short form, and the verdict for every programme of the newest documents."""

import re
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.chat import ChainDep
from api.finder import VERDICTS, FinderDep
from api.pages.questions import questions_about
from api.pages.rendering import render
from ingest.eras import year_label
from ingest.fold import narrow
from ingest.ledger_store import Ledger
from rag.draft import ORDER_NOTE, Draft
from rag.eligibility.finding import Clause, EligibilityFinder, Finding, Fit
from rag.eligibility.form import FIELDS, Filled, question_of, read_form, told
from rag.eligibility.situation import State
from rag.types import Citation

router = APIRouter(include_in_schema=False)
_MARK = re.compile(r"\[(\d+)\]")
_SHOWN = 12  # programmes of a verdict that are seen at once; the others open under them
_SAID = {"met": "当てはまります", "unknown": "確認が必要です", "unmet": "当てはまりません"}
_NOTHING = "条件を1つ以上入れてください。"


@router.get("/finder", response_class=HTMLResponse)
def finder_page(request: Request, chain: ChainDep, finder: FinderDep) -> HTMLResponse:
    """The form; once it is sent (by GET, so that the address can be kept) also the verdicts."""
    given = {name: request.query_params.get(name, "") for name in FIELDS}
    sent = any(name in request.query_params for name in FIELDS)
    filled = read_form(given, finder.vocabulary)
    nothing = sent and not filled.errors and filled.situation.is_blank
    context: dict[str, object] = {
        "given": given,
        "errors": filled.errors,
        "notice": _NOTHING if nothing else "",
        "choices": finder.vocabulary.choices,
        "asks_capital": finder.asks_capital,
        "result": None,
    }
    if sent and not filled.errors and not nothing:
        context["result"] = _result(finder, filled, chain.index.store.ledger)
    return render(request, chain, "finder.html", context, 422 if filled.errors or nothing else 200)


def _result(finder: EligibilityFinder, filled: Filled, ledger: Ledger) -> dict[str, object]:
    finding = finder.find(filled.situation)
    return {
        "told": told(filled.situation, finder.vocabulary),
        "wants": filled.situation.wish,
        "purpose": filled.situation.purpose,
        "total": len(finding.fits),
        "older": finding.older,
        "year_label": year_label(finding.fiscal_year),
        "ask": _address(question_of(filled.situation, finder.vocabulary)),
        "groups": [_group(finding, state, ledger) for state in VERDICTS],
    }


def _group(finding: Finding, state: State, ledger: Ledger) -> dict[str, object]:
    fits = finding.of(state)
    near = [fit for fit in fits if fit.is_near or state == "unmet"][:_SHOWN]
    rest = [fit for fit in fits if fit not in near]
    return {
        "state": state,
        "label": VERDICTS[state],
        "count": len(fits),
        "near": [_card(fit, ledger) for fit in near],
        "rest": [_card(fit, ledger) for fit in rest],
    }


def _card(fit: Fit, ledger: Ledger) -> dict[str, object]:
    name = narrow(fit.subject.name)
    questions = questions_about(name, ledger.facts(fit.subject.id))
    return {
        "id": fit.subject.id,
        "name": name,
        "state": fit.state,
        "clauses": [_clause(clause, fit) for clause in fit.clauses],
        "asks": fit.asks,
        "grant": [_line(line, fit.grant) for line in fit.grant.text.split("\n")[1:-1]] if fit.grant else [],
        "ask": questions[0]["url"] if questions else "",
    }


def _clause(clause: Clause, fit: Fit) -> dict[str, object]:
    cited = [citation for citation in fit.citations if citation.n in clause.numbers]
    return {
        "about": clause.about,
        "of": clause.of,
        "quote": clause.phrase if clause.decides and clause.phrase in clause.quote else clause.quote,
        "said": _SAID[clause.state],
        "state": clause.state,
        "note": ORDER_NOTE if clause.tied == "order" else "",
        "sources": [_source(citation) for citation in cited],
    }


def _line(line: str, grant: Draft) -> dict[str, object]:
    """A line of the calculation, its marks gathered behind it, each once."""
    numbers = dict.fromkeys(int(number) for number in _MARK.findall(line))
    sources = [_source(citation) for citation in grant.citations if citation.n in numbers]
    return {"text": _MARK.sub("", line).removeprefix("・"), "sources": sources}


def _source(citation: Citation) -> dict[str, object]:
    return {"url": citation.url, "title": citation.title, "page": citation.page}


def _address(question: str) -> str:
    return "/?" + urlencode({"q": question}) + "#conversation"
