"""Candidates for the evaluation: proposed, reviewed with an expected answer, written into the office's own set."""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.access import DatabaseDep, UserDep
from api.chat import ChainDep
from api.forms import FieldsDep
from api.pages.desk import go, page
from api.pages.staff import MaskerDep, moment
from api.problems import status_of
from desk.candidates import FILE, ORIGINS, Review, propose, take_up
from desk.clean import clean_text
from desk.clock import now
from desk.errors import ConflictError, InputError, NotFoundError
from desk.store import Candidate, Database, Feedback, Work
from eval.items import KINDS, STATUSES
from eval.labels import KIND_LABELS
from ingest.fold import squeeze
from ingest.quantities import parse_quantities
from rag.chain import AnswerChain
from rag.errors import QuestionError
from rag.types import Message

router = APIRouter(prefix="/evaluation/candidates", include_in_schema=False)
_NEWEST = 100
STATES = {"proposed": "確認待ち", "taken": "問題集に入れました", "declined": "見送り"}
STATUS_LABELS = {
    "answered": "答える",
    "partial": "一部だけ答える",
    "clarify": "聞き返す",
    "not_found": "資料にないと答える",
}
VERDICTS = {"wrong_figure": "数字が違う", "wrong_source": "根拠が違う", "unclear": "分かりにくい", "": "よくない"}
_DONE = {"proposed": "候補にしました。", "taken": "問題集に入れました。", "declined": "見送りました。"}


def set_path(request: Request) -> Path:
    """The office's own set, in the data folder beside the index."""
    index: Path = request.app.state.settings.index
    return index.absolute().parent / "sets" / FILE


@router.get("")
def candidates_page(request: Request, database: DatabaseDep, done: str = "") -> Response:
    return _list(request, database, done=_DONE.get(done, ""))


@router.post("")
def add(request: Request, database: DatabaseDep, user: UserDep, masker: MaskerDep, form: FieldsDep) -> Response:
    """Make a candidate of feedback (``feedback``: its id) or of a question that is typed."""
    try:
        with database.begin() as work:
            found = _feedback(work, form["feedback"]) if form.get("feedback") else None
            question = found.question if found else clean_text(form.get("question", ""))
            note = f"{VERDICTS.get(found.reason, '')} {found.comment}".strip() if found else ""
            origin = "feedback" if found else "typed"
            propose(work, user.id, masker.masked(question), origin, found.id if found else "", note, now())
    except (InputError, ConflictError) as error:
        return _list(request, database, notice=str(error), question=form.get("question", ""), status=status_of(error))
    return go("/evaluation/candidates?done=proposed")


@router.get("/{candidate_id}")
def review_page(request: Request, candidate_id: str, database: DatabaseDep, chain: ChainDep) -> Response:
    with database.read() as work:
        candidate = work.candidates.get(candidate_id)
    return _review(request, chain, candidate, _suggested(chain, candidate))


@router.post("/{candidate_id}")
def take(
    request: Request, candidate_id: str, database: DatabaseDep, user: UserDep, chain: ChainDep, form: FieldsDep
) -> Response:
    with database.read() as work:
        candidate = work.candidates.get(candidate_id)
    given = {one.name: clean_text(form.get(one.name, "")) for one in fields(Review)}
    try:
        _check_evidence(chain, Review(**given))
        take_up(database, candidate_id, Review(**given), user, now(), set_path(request))
    except (InputError, ConflictError) as error:
        return _review(request, chain, candidate, given, str(error), status_of(error))
    return go("/evaluation/candidates?done=taken")


@router.post("/{candidate_id}/decline")
def decline(candidate_id: str, database: DatabaseDep, user: UserDep, form: FieldsDep) -> Response:
    with database.begin() as work:
        if work.candidates.get(candidate_id).state != "proposed":
            raise ConflictError("この候補は、すでに確かめられています。")
        work.candidates.decide(candidate_id, "declined", clean_text(form.get("note", ""))[:500])
        work.audit.record(now(), user.id, "candidate.decline", candidate_id)
    return go("/evaluation/candidates?done=declined")


def _feedback(work: Work, id: str) -> Feedback:
    found = next((one for one in work.feedback.newest(_NEWEST, verdict="bad") if one.id == id), None)
    if found is None:
        raise NotFoundError("この評価はありません。")
    return found


def _check_evidence(chain: AnswerChain, review: Review) -> None:
    """Raises InputError where the words of the evidence do not stand on its pages."""
    pages = [chain.index.store.page(review.document, int(one)) for one in review.page.split() if one.isdecimal()]
    text = squeeze("".join(page.text for page in pages if page))
    for quote in review.quote.splitlines():
        if squeeze(quote) not in text:
            raise InputError(f"根拠の言葉「{quote.strip()[:40]}」が、資料のそのページにありません。")


def _suggested(chain: AnswerChain, candidate: Candidate) -> dict[str, str]:
    """What the form begins with: today's answer, to be put right by a person."""
    try:
        answer = chain.answer([Message("user", candidate.question)])
    except QuestionError:
        return {"question": candidate.question, "note": candidate.note}
    figures = dict.fromkeys(one.canonical for one in parse_quantities(answer.text) if one.kind in ("money", "rate"))
    first = answer.citations[0] if answer.citations else None
    return {
        "question": candidate.question, "kind": "passage" if answer.status == "answered" else "unanswerable",
        "status": answer.status, "figures": "\n".join(figures), "document": first.document_id if first else "",
        "page": str(first.page) if first else "", "quote": first.quote if first else "", "note": candidate.note,
        "answer": answer.text,
    }  # fmt: skip


def _review(
    request: Request, chain: AnswerChain, candidate: Candidate, form: Mapping[str, str], notice: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    answer = form.get("answer") or _suggested(chain, candidate).get("answer", "")
    documents = [(one.id, one.title) for one in chain.index.store.documents()]
    context = {
        "one": candidate, "form": form, "answer": answer, "notice": notice, "state": STATES[candidate.state],
        "kinds": [(kind, KIND_LABELS.get(kind, kind)) for kind in KINDS], "documents": documents,
        "statuses": [(one, STATUS_LABELS[one]) for one in STATUSES], "origin": ORIGINS.get(candidate.origin, ""),
    }  # fmt: skip
    return page(request, "evaluation_candidate.html", context, status)


def _list(
    request: Request, database: Database, *, notice: str = "", done: str = "", question: str = "", status: int = 200
) -> Response:
    with database.read() as work:
        found = work.candidates.all()
        bad = work.feedback.newest(_NEWEST, verdict="bad")
    made = {one.origin_id for one in found if one.origin == "feedback"}
    waiting = [(one, moment(one.at), VERDICTS.get(one.reason, one.reason)) for one in bad if one.id not in made]
    rows = [(one, STATES[one.state], ORIGINS.get(one.origin, one.origin), moment(one.created_at)) for one in found]
    context = {
        "rows": rows,
        "feedback": [one for one in waiting if one[0].question], "unsaid": sum(not one[0].question for one in waiting),
        "notice": notice, "done": done, "question": question, "file": FILE,
    }  # fmt: skip
    return page(request, "evaluation_candidates.html", context, status)
