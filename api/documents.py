"""``/v1/documents``, their pages, and ``/v1/search``."""

from fastapi import APIRouter, HTTPException

from api.chat import ChainDep
from api.schemas import DocumentOut, DocumentsOut, PageOut, PassageOut, SearchIn, SearchOut
from ingest.store import DocumentSummary
from rag.chain import AnswerChain
from rag.conversation import check

router = APIRouter(prefix="/v1")


@router.get("/documents")
def documents(chain: ChainDep) -> DocumentsOut:
    items = [DocumentOut.of(document) for document in chain.index.store.documents()]
    return DocumentsOut(items=items, total=len(items))


@router.get("/documents/{document_id}")
def document(document_id: str, chain: ChainDep) -> DocumentOut:
    return DocumentOut.of(find_document(chain, document_id))


@router.get("/documents/{document_id}/pages/{number}")
def page(document_id: str, number: int, chain: ChainDep) -> PageOut:
    found = find_document(chain, document_id)
    text = page_text(chain, found, number)
    return PageOut(
        document_id=found.id, page=number, pages=found.pages, title=found.title,
        publisher=found.publisher, fiscal_year=found.fiscal_year, text=text,
    )  # fmt: skip


@router.post("/search")
def search(asked: SearchIn, chain: ChainDep) -> SearchOut:
    check(asked.query)
    items = [PassageOut.of(p) for p in chain.search(asked.query, asked.k, tuple(asked.fiscal_years))]
    return SearchOut(items=items, total=len(items))


def find_document(chain: AnswerChain, document_id: str) -> DocumentSummary:
    for one in chain.index.store.documents():
        if one.id == document_id:
            return one
    raise HTTPException(404, f"文書「{document_id[:64]}」はありません。")


def page_text(chain: AnswerChain, document: DocumentSummary, number: int) -> str:
    if not 1 <= number <= document.pages:
        raise HTTPException(404, f"「{document.title}」は{document.pages}ページまでです。{number}ページはありません。")
    page = chain.index.store.page(document.id, number)
    assert page is not None
    return page.text
