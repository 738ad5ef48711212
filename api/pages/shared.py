"""``/a/{token}``: an answer that somebody shared, given again from today's documents."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from api.chat import ChainDep
from api.pages.rendering import render
from api.reasons import WHYS, window_of
from api.shares import decode, replay
from rag.errors import QuestionError

router = APIRouter(include_in_schema=False)
_BROKEN = "このリンクは途中で切れているか、形が正しくありません。送った方に、もう一度リンクをお尋ねください。"


@router.get("/a/{token}", response_class=HTMLResponse)
def shared_answer(request: Request, chain: ChainDep, token: str) -> HTMLResponse:
    """The same answer with the same sources, or today's with a notice that it is another."""
    try:
        replayed = replay(chain, decode(token))
    except (ValueError, QuestionError):
        raise HTTPException(404, _BROKEN) from None
    context: dict[str, object] = {
        "question": replayed.question,
        "earlier": replayed.earlier,
        "answer": replayed.answer.model_dump(),
        "is_same": replayed.is_same,
        "documents_changed": replayed.documents_changed,
        "whys": WHYS,
        "window": window_of(chain.index.store),
    }
    return render(request, chain, "shared.html", context)
