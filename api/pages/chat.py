"""The chat page."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.chat import ChainDep, ask
from api.pages.rendering import render
from api.problems import status_of
from api.reasons import WHYS, window_of
from api.schemas import ChatIn, MessageIn
from rag.errors import QuestionError

router = APIRouter(include_in_schema=False)


@router.get("/", response_class=HTMLResponse)
def chat_page(request: Request, chain: ChainDep, q: str | None = None) -> HTMLResponse:
    """The chat; with ``q`` the answer is written into the page, so that asking works without JavaScript."""
    context: dict[str, object] = {
        "question": q,
        "answer": None,
        "notice": None,
        "examples": chain.lexicon.examples,
        "whys": WHYS,
        "window": window_of(chain.index.store),
    }
    status = 200
    if q is not None:
        try:
            context["answer"] = ask(chain, ChatIn(messages=[MessageIn(role="user", content=q)])).model_dump()
        except QuestionError as error:
            context["notice"], status = str(error), status_of(error)
    return render(request, chain, "chat.html", context, status)
