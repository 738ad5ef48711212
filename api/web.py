"""The pages for people: the chat, and a page of a document with the cited words marked."""

import os
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.chat import ChainDep, ask
from api.documents import find_document, page_text
from api.problems import status_of
from api.schemas import ChatIn, MessageIn
from ingest.eras import year_label
from ingest.store import DocumentSummary
from rag.chain import AnswerChain
from rag.errors import QuestionError

router = APIRouter(include_in_schema=False)
HERE = Path(__file__).parent


@router.get("/", response_class=HTMLResponse)
def chat_page(request: Request, chain: ChainDep, q: str | None = None) -> HTMLResponse:
    """The chat; with ``q`` the answer is written into the page, so that asking works without JavaScript."""
    context: dict[str, object] = {"question": q, "answer": None, "notice": None, "examples": chain.lexicon.examples}
    status = 200
    if q is not None:
        try:
            context["answer"] = ask(chain, ChatIn(messages=[MessageIn(role="user", content=q)])).model_dump()
        except QuestionError as error:
            context["notice"], status = str(error), status_of(error)
    return _page(request, chain, "chat.html", context, status)


@router.get("/documents/{document_id}/pages/{number}", response_class=HTMLResponse)
def document_page(
    request: Request,
    chain: ChainDep,
    document_id: str,
    number: int,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
) -> HTMLResponse:
    """A page's source text; ``start`` and ``end`` mark the cited words and are cut to the page."""
    document = find_document(chain, document_id)
    text = page_text(chain, document, number)
    first = min(start or 0, len(text))
    last = max(first, min(end or 0, len(text)))
    context: dict[str, object] = {
        "document": _document(document),
        "page_number": number,
        "page_count": document.pages,
        "before": text[:first],
        "marked": text[first:last],
        "after": text[last:],
    }
    return _page(request, chain, "page.html", context, 200)


def _page(request: Request, chain: AnswerChain, name: str, context: dict[str, object], status: int) -> HTMLResponse:
    documents = [_document(document) for document in chain.index.store.documents()]
    shared = {"documents": documents, "version": version("sodan")}
    return _templates().TemplateResponse(request, name, {**shared, **context}, status_code=status)


def _document(document: DocumentSummary) -> dict[str, object]:
    label = year_label(document.fiscal_year) + ("ごろ" if document.year_is_approximate else "")
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "fiscal_year": document.fiscal_year,
        "year_label": label,
        "pages": document.pages,
    }


@cache
def _templates() -> Jinja2Templates:
    return Jinja2Templates(directory=os.fspath(HERE / "templates"))
