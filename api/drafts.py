"""``POST /v1/drafts``: a reply draft to an inquiry, with its evidence."""

import base64
import binascii
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from api.draft_contract import draft_object
from api.schemas import CitationOut, FactOut, Strict
from desk.bootstrap import CurrentDesk, Desk
from desk.drafting.office import Office
from desk.errors import InquiryError
from desk.inquiry import TEXT_LIMIT, Inquiry
from desk.mail.message import read_message
from desk.mail.reading import inquiry_of
from desk.style.linting import lint_draft

router = APIRouter(prefix="/v1")
Line = Annotated[str, Field(max_length=200)]


class OfficeIn(Strict):
    name: Line = Office().name
    department: Line = ""
    person: Line = ""
    address: Line = ""
    telephone: Line = ""
    hours: Line = ""
    mail: Line = ""


class DraftIn(Strict):
    """An inquiry as ``text``, or as ``message``: the bytes of an ``.eml`` in base64, which then gives the rest."""

    text: Annotated[str, Field(max_length=TEXT_LIMIT)] = ""
    message: str = ""
    subject: Line = ""
    sender_name: Line = ""
    sender_address: Line = ""
    tone: Literal["standard", "short", "plain"] = "standard"
    office: OfficeIn = OfficeIn()

    def inquiry(self) -> Inquiry:
        """The inquiry; raises InquiryError where there is none."""
        if not self.message:
            return inquiry_of(self.text, self.subject, self.sender_name, self.sender_address)
        try:
            data = base64.b64decode(self.message, validate=True)
        except (binascii.Error, ValueError):
            raise InquiryError("message は、メールのファイルをBase64にしたものにしてください。") from None
        return read_message(data)


class SentenceOut(BaseModel):
    """``line`` is the text as it is sent, with its source; ``question`` counts from 1, 0 for the frame."""

    text: str
    line: str
    kind: Literal["frame", "asked", "answer", "source", "office"]
    question: int
    citations: list[CitationOut]


class PartOut(BaseModel):
    name: str
    text: str
    sentences: list[SentenceOut]


class DraftQuestionOut(BaseModel):
    """``turns``: what the chain was asked; ``about``: the programme that the question left out."""

    question: str
    turns: list[str]
    about: str
    answer: str
    status: Literal["answered", "partial", "clarify", "not_found"]
    reason: str | None
    citations: list[CitationOut]
    facts: list[FactOut]
    answer_id: str


class FindingOut(BaseModel):
    rule: str
    start: int
    end: int
    text: str
    why: str
    suggestion: str


class DraftOut(BaseModel):
    subject: str
    text: str
    tone: str
    parts: list[PartOut]
    questions: list[DraftQuestionOut]
    withheld: list[str]
    lint: list[FindingOut]
    attachments: list[str]
    notes: list[str]


def current_desk(request: Request) -> Desk:
    """The desk over the current index."""
    desks: CurrentDesk = request.app.state.desks
    return desks.get()


DeskDep = Annotated[Desk, Depends(current_desk)]


@router.post("/drafts", response_model=DraftOut)
def drafts(asked: DraftIn, desk: DeskDep) -> Response:
    draft = desk.drafter.draft(asked.inquiry(), asked.tone, Office(**asked.office.model_dump()))
    whole = draft_object(draft, desk.drafter.chain.index.store, lint_draft(draft, desk.rules))
    return JSONResponse(DraftOut.model_validate(whole).model_dump())
