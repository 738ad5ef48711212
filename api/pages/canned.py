"""Canned answers: text, last day, and the figures relied on, checked against today's ledger at every look."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import DatabaseDep, UserDep
from api.forms import FieldsDep
from api.pages.desk import go, page
from api.pages.staff import DeskDep, moment
from desk.bootstrap import Desk
from desk.clean import clean_line, clean_text
from desk.clock import now
from desk.errors import InputError
from desk.kept_answers import looked_at, relied_on, unproved
from desk.store import CannedAnswer, Database, User
from desk.tokens import new_id
from rag.cited import cited_facts
from rag.errors import QuestionError
from rag.types import Message

router = APIRouter(prefix="/desk/canned", include_in_schema=False)
_DONE = {"saved": "保存しました。", "removed": "削除しました。"}
_LONGEST = 10_000


@router.get("")
def canned_page(request: Request, database: DatabaseDep, desk: DeskDep, done: str = "") -> Response:
    return _list(request, database, desk, done=_DONE.get(done, ""))


@router.post("")
def add(request: Request, database: DatabaseDep, user: UserDep, desk: DeskDep, form: FieldsDep) -> Response:
    try:
        answer = _read(form, new_id(), user, desk)
    except InputError as error:
        return _list(request, database, desk, notice=str(error), form=form, status=422)
    return _save(database, user, answer)


@router.get("/{canned_id}")
def one_page(request: Request, canned_id: str, database: DatabaseDep, desk: DeskDep) -> Response:
    return _one(request, database, desk, canned_id)


@router.post("/{canned_id}")
def change(
    request: Request, canned_id: str, database: DatabaseDep, user: UserDep, desk: DeskDep, form: FieldsDep
) -> Response:
    with database.read() as work:
        work.canned_answers.get(canned_id)
    try:
        answer = _read(form, canned_id, user, desk)
    except InputError as error:
        return _one(request, database, desk, canned_id, notice=str(error), form=form, status=422)
    return _save(database, user, answer)


@router.post("/{canned_id}/remove")
def remove(canned_id: str, database: DatabaseDep, user: UserDep) -> Response:
    with database.begin() as work:
        work.canned_answers.get(canned_id)
        work.canned_answers.remove(canned_id)
        work.audit.record(now(), user.id, "canned.remove", canned_id)
    return go("/desk/canned?done=removed")


def _save(database: Database, user: User, answer: CannedAnswer) -> Response:
    with database.begin() as work:
        work.canned_answers.save(answer)
        work.audit.record(now(), user.id, "canned.save", answer.id)
    return go("/desk/canned?done=saved")


def _read(form: Mapping[str, str], id: str, user: User, desk: Desk) -> CannedAnswer:
    """The answer of a form, with the facts that the documents state today; raises InputError."""
    title, question = clean_line(form.get("title", "")), clean_text(form.get("question", "")).strip()
    text = clean_text(form.get("text", "")).strip()
    if not 1 <= len(title) <= 100:
        raise InputError("題名は1文字以上100文字以内で入力してください。")
    if not 1 <= len(text) <= _LONGEST:
        raise InputError(f"本文は1文字以上{_LONGEST:,}文字以内で入力してください。")
    facts, citations = _facts(desk, question, text)
    return CannedAnswer(id, title, question, text, facts, citations, now(), _day(form.get("expires", "")), user.id)


def _facts(desk: Desk, question: str, text: str) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """The figures of ``text`` that the answer to ``question`` proves, and where."""
    if not question:
        return [], []
    chain = desk.drafter.chain
    try:
        answer = chain.answer([Message("user", question)])
    except QuestionError as error:
        raise InputError(str(error)) from None
    facts = relied_on(text, cited_facts(chain.index.store.ledger, answer.citations))
    shown = [{"title": one.title, "page": one.page, "quote": one.quote, "url": one.url} for one in answer.citations]
    return facts, shown if facts else []


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError("期限は 2026-03-31 の形の日付にしてください。") from None


def _list(
    request: Request, database: Database, desk: Desk, *, notice: str = "", done: str = "",
    form: Mapping[str, str] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    ledger, today = desk.drafter.chain.index.store.ledger, now().date()
    with database.read() as work:
        rows = [looked_at(one, ledger, today) for one in work.canned_answers.all()]
    rows.sort(key=lambda one: (one.is_usable, one.answer.title))
    context = {"rows": [(one, unproved(one.answer.text, one.answer.facts)) for one in rows], "notice": notice,
               "done": done, "form": form or {}, "moment": moment}  # fmt: skip
    return page(request, "desk_canned.html", context, status)


def _one(
    request: Request, database: Database, desk: Desk, id: str, *, notice: str = "",
    form: Mapping[str, str] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    with database.read() as work:
        answer = work.canned_answers.get(id)
    looked = looked_at(answer, desk.drafter.chain.index.store.ledger, now().date())
    stored = {"title": answer.title, "question": answer.question, "text": answer.text,
              "expires": answer.expires_on.isoformat() if answer.expires_on else ""}  # fmt: skip
    context = {"one": looked, "unproved": unproved(answer.text, answer.facts), "notice": notice,
               "form": form or stored}  # fmt: skip
    return page(request, "desk_canned_one.html", context, status)
