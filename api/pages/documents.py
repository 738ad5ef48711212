"""The list of the documents, and a page of one as text, with the cited words marked."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.chat import ChainDep
from api.documents import find_document, page_text
from api.pages.rendering import described, render

router = APIRouter(include_in_schema=False)


@router.get("/documents", response_class=HTMLResponse)
def document_list(request: Request, chain: ChainDep) -> HTMLResponse:
    """Every document that answers come from, newest first."""
    return render(request, chain, "documents.html", {})


@router.get("/documents/{document_id}", response_class=HTMLResponse)
def document_start(document_id: str, chain: ChainDep) -> RedirectResponse:
    """A document's address alone leads to its first page."""
    document = find_document(chain, document_id)
    return RedirectResponse(f"/documents/{document.id}/pages/1", 307)


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
        "document": described(document),
        "page_number": number,
        "page_count": document.pages,
        "before": text[:first],
        "marked": text[first:last],
        "after": text[last:],
    }
    return render(request, chain, "page.html", context)
