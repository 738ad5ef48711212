"""One inquiry: the mail, its questions, past ones like it, and beside them the reply with its evidence."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.access import DatabaseDep, UserDep
from api.forms import FieldsDep
from api.pages.audit import ACTIONS
from api.pages.desk import go, page
from api.pages.staff import DeskDep, masker, moment, names_of_all, staff_names
from desk.bootstrap import Desk
from desk.candidates import LONGEST as LONGEST_QUESTION
from desk.candidates import masked_question, propose
from desk.clean import clean_text
from desk.clock import now
from desk.errors import ConflictError, InputError
from desk.flow.closing import check_open, close, reopen
from desk.flow.drafting import make_draft
from desk.flow.exporting import FORM_LABELS
from desk.flow.letters import PART_LABELS, TONE_LABELS, shared_detail, texts_of
from desk.flow.looking import general_remarks, looks
from desk.flow.states import EDITABLE, INQUIRY_STATES, authors, steps_from
from desk.kept_answers import looked_at
from desk.office import read_office
from desk.similar import similar
from desk.store import Asked, Assignment, Comment, Database, Draft, Inquiry, User, Work
from desk.tokens import new_id

router = APIRouter(prefix="/desk/inquiries", include_in_schema=False)
_PAST = 300  # newest other inquiries that are looked through for similar ones
_SHOWN = 5
_LONGEST_COMMENT = 2_000
_DONE = {
    "saved": "保存しました。", "review": "確認に回しました。", "approve": "承認しました。",
    "send": "送信済みにしました。", "return": "下書きに戻しました。", "regenerate": "その部分を書き直しました。",
    "rewrite": "全体を書き直しました。", "insert": "差し込みました。", "assign": "担当を変えました。",
    "comment": "メモを残しました。", "close": "終了にしました。", "reopen": "再開しました。",
    "propose": "評価の候補に出しました。",
    "known": "このメールは、すでに取り込まれています。",
    "unread": "質問が見つかりませんでした。回答は手で書いてください。",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says besides what is stored: a notice, and texts that were typed and are not stored."""

    notice: str = ""
    done: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    comment: str = ""


@router.get("/{inquiry_id}")
def inquiry_page(
    request: Request, inquiry_id: str, database: DatabaseDep, user: UserDep, desk: DeskDep,
    done: Annotated[str, Query(max_length=20)] = "", known: bool = False,
) -> Response:  # fmt: skip
    told = Told(done=_DONE.get("known" if known else done, ""))
    return show(request, database, desk, user, inquiry_id, told)


@router.post("/{inquiry_id}/draft/make")
def make(request: Request, inquiry_id: str, database: DatabaseDep, user: UserDep, desk: DeskDep) -> Response:
    with database.read() as work:
        check_open(work.inquiries.get(inquiry_id))
    told = make_draft(database, desk, inquiry_id, user.id, now())
    return show(request, database, desk, user, inquiry_id, Told(told)) if told else go(f"/desk/inquiries/{inquiry_id}")


@router.post("/{inquiry_id}/assign")
def assign(inquiry_id: str, database: DatabaseDep, user: UserDep, form: FieldsDep) -> Response:
    to = form.get("who", "")
    with database.begin() as work:
        work.inquiries.get(inquiry_id)
        if to and to not in staff_names(work):
            raise InputError("担当にできるのは、利用中の職員と管理者です。")
        if to:
            work.inquiries.assign(Assignment(inquiry_id, to, user.id, now()))
        else:
            work.inquiries.release(inquiry_id)
        work.audit.record(now(), user.id, "inquiry.assign", inquiry_id, to=to)
    return go(f"/desk/inquiries/{inquiry_id}?done=assign")


@router.post("/{inquiry_id}/close")
def end(inquiry_id: str, database: DatabaseDep, user: UserDep) -> Response:
    with database.begin() as work:
        close(work, work.inquiries.get(inquiry_id), user, now())
    return go(f"/desk/inquiries/{inquiry_id}?done=close")


@router.post("/{inquiry_id}/reopen")
def take_up(inquiry_id: str, database: DatabaseDep, user: UserDep) -> Response:
    with database.begin() as work:
        reopen(work, work.inquiries.get(inquiry_id), user, now())
    return go(f"/desk/inquiries/{inquiry_id}?done=reopen")


@router.post("/{inquiry_id}/comments")
def comment(
    request: Request, inquiry_id: str, database: DatabaseDep, user: UserDep, desk: DeskDep, form: FieldsDep
) -> Response:
    text = clean_text(form.get("text", "")).strip()
    if not 1 <= len(text) <= _LONGEST_COMMENT:
        notice = f"メモは1文字以上{_LONGEST_COMMENT:,}文字以内で入力してください。"
        return show(request, database, desk, user, inquiry_id, Told(notice, comment=text), 422)
    with database.begin() as work:
        work.inquiries.get(inquiry_id)
        work.inquiries.add_comment(Comment(new_id(), inquiry_id, user.id, text, now()))
        work.audit.record(now(), user.id, "inquiry.comment", inquiry_id)
    return go(f"/desk/inquiries/{inquiry_id}?done=comment")


@router.post("/{inquiry_id}/questions/{question_id}/propose")
def propose_question(
    request: Request, inquiry_id: str, question_id: str, database: DatabaseDep, user: UserDep, desk: DeskDep,
    form: FieldsDep,
) -> Response:  # fmt: skip
    """Hand a question to the evaluators, masked; only with consent."""
    with database.read() as work:
        inquiry = work.inquiries.get(inquiry_id)
        asked = next((one for one in work.inquiries.questions(inquiry_id) if one.id == question_id), None)
        about = _about(work, inquiry_id, asked.position) if asked else ""
    if asked is None:
        raise InputError("この質問はありません。画面を開き直してください。")
    try:
        if form.get("consent") != "yes":
            raise InputError("質問を評価に使ってよいことを確かめて、確認の欄にチェックを入れてください。")
        whole = f"{about}について、{asked.text}" if about else asked.text
        text = masked_question(masker(request), whole, (inquiry.sender, inquiry.sender_email))[:LONGEST_QUESTION]
        with database.begin() as work:
            propose(work, user.id, text, "question", question_id, f"問い合わせ{inquiry.number}番", now())
    except (InputError, ConflictError) as error:
        return show(request, database, desk, user, inquiry_id, Told(str(error)), 422)
    return go(f"/desk/inquiries/{inquiry_id}?done=propose")


def show(
    request: Request, database: Database, desk: Desk, user: User, inquiry_id: str, told: Told, status: int = 200
) -> Response:
    """The page of an inquiry."""
    with database.read() as work:
        inquiry = work.inquiries.get(inquiry_id)
        drafts = work.drafts.of_inquiry(inquiry_id)
        context = {**_around(work, inquiry), **_beside(work, desk)}
        closed = inquiry.state == "closed"
        context |= _reply(work, desk, user, drafts[-1], told, closed) if drafts else {"draft": None}
        past = [one for one in work.inquiries.find(limit=_PAST + 1) if one.id != inquiry_id][:_PAST]
        context["similar"] = _similar(work, inquiry, past)
    context |= {"notice": told.notice, "done": told.done, "comment": told.comment, "parts_labels": PART_LABELS}
    return page(request, "desk_inquiry.html", context, status)


def _around(work: Work, inquiry: Inquiry) -> dict[str, object]:
    names = names_of_all(work)
    assigned = work.inquiries.assignment(inquiry.id)
    events = [
        (moment(one.at), names.get(one.actor, "（システム）"), ACTIONS.get(one.action, one.action),
         one.detail.get("revision", ""))
        for one in work.audit.find(Asked(text=inquiry.id), 100) if one.object == inquiry.id
    ]  # fmt: skip
    comments = [(names.get(one.user_id or "", "（システム）"), moment(one.at), one.text)
                for one in work.inquiries.comments(inquiry.id)]  # fmt: skip
    proposed = {one.origin_id for one in work.candidates.all() if one.origin == "question"}
    return {
        "inquiry": inquiry, "received": moment(inquiry.received_at), "state": INQUIRY_STATES[inquiry.state],
        "assignee": assigned.user_id if assigned else "", "staff": staff_names(work), "comments": comments,
        "events": events, "questions": [(one, one.id in proposed) for one in work.inquiries.questions(inquiry.id)],
    }  # fmt: skip


def _about(work: Work, inquiry_id: str, position: int) -> str:
    """The programme that a question left out, as its draft took it from the mail."""
    drafts = work.drafts.of_inquiry(inquiry_id)
    answers = shared_detail(work.drafts.parts(drafts[-1].id), "answers") if drafts else []
    return str(answers[position]["about"]) if position < len(answers) else ""


def _beside(work: Work, desk: Desk) -> dict[str, object]:
    ledger, today = desk.drafter.chain.index.store.ledger, now().date()
    canned = [looked_at(one, ledger, today) for one in work.canned_answers.all()]
    wordings = [one for one in work.templates.all() if one.is_active]
    return {"canned": [one.answer for one in canned if one.is_usable], "wordings": wordings,
            "unusable": sum(not one.is_usable for one in canned)}  # fmt: skip


def _reply(work: Work, desk: Desk, user: User, draft: Draft, told: Told, closed: bool) -> dict[str, object]:
    parts, revisions = work.drafts.parts(draft.id), work.drafts.revisions(draft.id)
    texts = texts_of(parts) | told.typed
    names = names_of_all(work)
    return {
        "draft": draft,
        "parts": looks(parts, texts, desk.rules),
        "general": general_remarks(parts, texts, desk.rules),
        "withheld": shared_detail(parts, "withheld"),
        "answers": shared_detail(parts, "answers"),
        "editable": draft.state in EDITABLE and not closed,
        "steps": [] if closed else steps_from(draft.state),
        "wrote": user.id in authors(draft, revisions) and read_office(work).second_pair_of_eyes,
        "tones": TONE_LABELS,
        "tone": parts[0].detail.get("tone", "standard"),
        "forms": FORM_LABELS,
        "approved": (names.get(draft.approved_by or "", ""), moment(draft.approved_at)),
        "sent": (names.get(draft.sent_by or "", ""), moment(draft.sent_at)),
        "revisions": [(one, names.get(one.user_id or "", ""), moment(one.at)) for one in reversed(revisions)],
    }


def _similar(work: Work, inquiry: Inquiry, past: list[Inquiry]) -> list[dict[str, object]]:
    found = similar(f"{inquiry.subject}\n{inquiry.body}", [f"{one.subject}\n{one.body}" for one in past], _SHOWN)
    rows = []
    for one in found:
        other = past[one.index]
        drafts = work.drafts.of_inquiry(other.id)
        reply = next((draft.text for draft in reversed(drafts) if draft.state in ("approved", "sent")), "")
        rows.append({"inquiry": other, "state": INQUIRY_STATES[other.state], "reply": reply})
    return rows
