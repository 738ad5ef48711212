"""Rendering: templates with what every page shows."""

import os
from functools import cache
from importlib.metadata import version
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.today import freshness
from ingest.eras import year_label
from ingest.store import DocumentSummary
from rag.chain import AnswerChain

API = Path(__file__).parent.parent


def render(
    request: Request, chain: AnswerChain | None, name: str, context: dict[str, object], status: int = 200
) -> HTMLResponse:
    """The page of template ``name``; ``documents``, ``fresh`` and ``version`` are there for every template.

    Without a chain (an error page) there are no documents.
    """
    summaries = chain.index.store.documents() if chain else []
    shared = {
        "documents": [described(document) for document in summaries],
        "fresh": freshness(request.app.state.today(), summaries),
        "version": version("sodan"),
    }
    return templates().TemplateResponse(request, name, {**shared, **context}, status_code=status)


def described(document: DocumentSummary) -> dict[str, object]:
    """A document as templates show it."""
    label = year_label(document.fiscal_year) + ("ごろ" if document.year_is_approximate else "")
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "fiscal_year": document.fiscal_year,
        "year_label": label,
        "pages": document.pages,
    }


@cache
def templates() -> Jinja2Templates:
    """The templates, read once."""
    return Jinja2Templates(directory=os.fspath(API / "templates"))
