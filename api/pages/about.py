"""Pages about the site: how to use it, and how accessible it is."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.chat import ChainDep
from api.pages.rendering import render
from api.reasons import window_of

router = APIRouter(include_in_schema=False)


@router.get("/help", response_class=HTMLResponse)
def help_page(request: Request, chain: ChainDep) -> HTMLResponse:
    context: dict[str, object] = {"examples": chain.lexicon.examples, "window": window_of(chain.index.store)}
    return render(request, chain, "help.html", context)


@router.get("/accessibility", response_class=HTMLResponse)
def accessibility_page(request: Request, chain: ChainDep) -> HTMLResponse:
    return render(request, chain, "accessibility.html", {"window": window_of(chain.index.store)})
