"""``/v1/shares``: a link to an answer. The link itself holds the questions; the server keeps nothing.

A token is base64url of zlib of JSON: ``{"q": [the user's turns], "c": the corpus, "d": the answer, "s": the style}``,
where ``c`` and ``d`` are short digests by which a later reader learns whether the answer is still the same.
"""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from api.chat import ChainDep, ask
from api.schemas import AnswerOut, ChatIn, MessageIn, Strict
from rag.chain import AnswerChain

router = APIRouter(prefix="/v1")
TURNS = 30
LONGEST = 6_000  # characters of a token; addresses much longer are cut by mail programs and servers
_UNPACKED = 60_000  # bytes; a small token could unpack to any size
_DIGEST = 16  # hexadecimal digits
_TOO_LONG = "質問が長いため、リンクにできません。「回答をコピー」をお使いください。"
_ANOTHER = (
    "この回答は、今の資料と設定では同じものを作り直せないため、リンクにできません。"
    "もう一度お尋ねになるか、「回答をコピー」をお使いください。"
)

Style = Literal["standard", "plain"]
Questions = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=10_000)]], Field(min_length=1, max_length=TURNS)
]


class Shared(BaseModel):
    """What a token holds."""

    q: Questions
    c: Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}$")]
    d: Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}$")]
    s: Style = "standard"


class ShareIn(Strict):
    """The user's turns up to the answer that is shared, and that answer's id where it is to be the very same."""

    questions: Questions
    style: Style = "standard"
    answer_id: Annotated[str | None, Field(max_length=64)] = None


class ShareOut(BaseModel):
    url: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """An answer given again: ``is_same`` as when it was shared, ``documents_changed`` since."""

    question: str
    earlier: tuple[str, ...]
    answer: AnswerOut
    is_same: bool
    documents_changed: bool


_shared = TypeAdapter(Shared)


@router.post("/shares")
def share(asked: ShareIn, chain: ChainDep) -> ShareOut:
    """The address that shows the last answer again. 409 where it is another today, 413 where it would be too long."""
    answer = _replay(chain, asked.questions, asked.style)
    if asked.answer_id not in (None, answer.answer_id):
        raise HTTPException(409, _ANOTHER)
    held = Shared(q=asked.questions, c=_corpus(chain), d=_digest(answer), s=asked.style)
    token = encode(held)
    if len(token) > LONGEST:
        raise HTTPException(413, _TOO_LONG)
    return ShareOut(url=f"/a/{token}")


def encode(shared: Shared) -> str:
    packed = zlib.compress(shared.model_dump_json().encode("utf-8"), 9)
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode(token: str) -> Shared:
    """What ``token`` holds; raises ValueError for everything that ``encode`` did not make."""
    if len(token) > LONGEST:
        raise ValueError("token too long")
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, _UNPACKED)
        if not unpacker.eof or unpacker.unused_data:
            raise ValueError("token does not end where it should")
        return _shared.validate_python(json.loads(text), strict=True)
    except (binascii.Error, zlib.error, UnicodeDecodeError, json.JSONDecodeError, ValidationError) as error:
        raise ValueError(str(error)) from None


def replay(chain: AnswerChain, shared: Shared) -> Replayed:
    """The answer of today to the shared questions, and whether it is the one that was shared."""
    answer = _replay(chain, shared.q, shared.s)
    same = _digest(answer) == shared.d
    return Replayed(shared.q[-1], tuple(shared.q[:-1]), answer, same, _corpus(chain) != shared.c)


def _replay(chain: AnswerChain, questions: Sequence[str], style: Style) -> AnswerOut:
    messages: list[MessageIn] = []
    for question in questions:
        messages.append(MessageIn(role="user", content=question))
        answer = ask(chain, ChatIn(messages=messages, style=style))
        messages.append(MessageIn(role="assistant", content=answer.answer))
    return answer


def _corpus(chain: AnswerChain) -> str:
    """A digest of the documents; the same for two builds of the same documents."""
    recipe = json.dumps(chain.index.manifest.recipe.corpus, sort_keys=True)
    return hashlib.sha256(recipe.encode()).hexdigest()[:_DIGEST]


def _digest(answer: AnswerOut) -> str:
    """A digest of the words and of the sources."""
    sources = [[c.document_id, c.page, c.start, c.end, c.quote] for c in answer.citations]
    told = json.dumps([answer.answer, answer.status, sources], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
