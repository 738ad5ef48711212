"""``/v1/chat``: one answer as JSON or as server-sent events."""

import json
import re
import time
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from api.schemas import AnswerOut, ChatIn
from rag.bootstrap import CurrentChain
from rag.chain import AnswerChain
from rag.furigana import furigana
from rag.plain import put_plainly

router = APIRouter(prefix="/v1")
_PIECE = re.compile(r".{1,24}", re.DOTALL)  # characters of one delta: small enough to be seen coming


def current_chain(request: Request) -> AnswerChain:
    """The chain over the current index."""
    chains: CurrentChain = request.app.state.chains
    return chains.get()


ChainDep = Annotated[AnswerChain, Depends(current_chain)]


@router.post("/chat", response_model=AnswerOut)
def chat(asked: ChatIn, chain: ChainDep) -> Response:
    answer = ask(chain, asked)
    if not asked.stream:
        return JSONResponse(answer.model_dump())
    return StreamingResponse(events(answer), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


@router.post("/explain")
def explain(asked: ChatIn, chain: ChainDep) -> Response:
    """How the answer to the same body comes about; nothing is stored, and the same body gives the same bytes."""
    _, trace = chain.explain([message.message() for message in asked.messages])
    return Response(trace.canonical(), media_type="application/json")


def ask(chain: AnswerChain, asked: ChatIn) -> AnswerOut:
    """The answer with its time; raises QuestionError before anything is streamed."""
    began = time.perf_counter()
    answer = chain.answer([message.message() for message in asked.messages])
    worded = put_plainly(chain, answer) if asked.style == "plain" else answer
    rubies = furigana(worded.text, chain.lexicon.furigana) if asked.furigana else []
    elapsed_ms = (time.perf_counter() - began) * 1000
    style = "standard" if worded is answer else "plain"
    return AnswerOut.of(worded, chain.index.store, asked.conversation_id, elapsed_ms, style, rubies)


def events(answer: AnswerOut) -> Iterator[str]:
    """``delta`` events that make up the text, a ``citation`` each, then ``done`` with the whole answer."""
    for piece in _PIECE.findall(answer.answer):
        yield _event("delta", {"text": piece})
    for citation in answer.citations:
        yield _event("citation", citation.model_dump())
    yield _event("done", answer.model_dump())


def _event(name: str, data: dict[str, object]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
