"""The reply to an inquiry: saved, merged, written anew in parts, led from step to step, exported.

One form holds the whole reply. Every button of it saves what was typed before it does anything else.
"""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from api.access import DatabaseDep, UserDep
from api.forms import FieldsDep
from api.pages.account import download
from api.pages.desk import go, page
from api.pages.inquiry import Told, show
from api.pages.staff import DeskDep, moment, names_of_all
from api.problems import status_of
from desk.bootstrap import Desk
from desk.clean import clean_text
from desk.clock import now
from desk.difference import difference
from desk.drafting.draft import PART_NAMES
from desk.errors import ConflictError, DeskError, InputError, NotFoundError
from desk.flow.closing import check_open, close
from desk.flow.drafting import regenerated, rewritten
from desk.flow.editing import check_texts, clashes, read_texts, save_parts, save_texts
from desk.flow.exporting import FORMS, exported
from desk.flow.letters import PART_LABELS, TONE_LABELS, texts_of
from desk.flow.states import EDITABLE, INQUIRY_OF, INQUIRY_STATES, STEPS
from desk.flow.steps import take_step
from desk.flow.wordings import inserted
from desk.kept_answers import looked_at
from desk.office import read_office
from desk.store import Database, Draft, DraftPart, User, Work

router = APIRouter(prefix="/desk/inquiries/{inquiry_id}", include_in_schema=False)
_STEPS = frozenset(step.name for step in STEPS)


@router.post("/draft")
def change(
    request: Request, inquiry_id: str, database: DatabaseDep, user: UserDep, desk: DeskDep, form: FieldsDep
) -> Response:
    """Save the reply, then do what the button says (``do``): a step, ``close``, ``insert``, ``rewrite``…"""
    with database.read() as work:
        draft = draft_of(work, inquiry_id)
        inquiry, parts = work.inquiries.get(inquiry_id), work.drafts.parts(draft.id)
    mine, revision = read_texts(form, parts), _number(form.get("revision", ""))
    do = form.get("do", "save")
    try:
        if revision != draft.revision:
            raise ConflictError
        check_open(inquiry)
        check_texts(mine)
        with database.begin() as work:
            saved = save_texts(work, draft_of(work, inquiry_id), revision, mine, user.id, now())
    except ConflictError:
        return _conflict(request, database, inquiry_id, form)
    except InputError as error:
        return show(request, database, desk, user, inquiry_id, Told(str(error), typed=mine), 422)
    try:
        done = _act(database, desk, user, saved, do, form)
    except ConflictError as error:
        return show(request, database, desk, user, inquiry_id, Told(f"保存しました。{error}"), 409)
    except DeskError as error:
        notice = f"{'保存しました。' if saved.revision != revision else ''}{error}"
        return show(request, database, desk, user, inquiry_id, Told(notice), status_of(error))
    return go(f"/desk/inquiries/{inquiry_id}?done={done}#reply")


@router.get("/draft/revisions/{revision}")
def revision_page(request: Request, inquiry_id: str, revision: int, database: DatabaseDep) -> Response:
    """One revision, and how it differs from the one before."""
    with database.read() as work:
        inquiry = work.inquiries.get(inquiry_id)
        revisions = work.drafts.revisions(draft_of(work, inquiry_id).id)
        names = names_of_all(work)
    found = next((one for one in revisions if one.revision == revision), None)
    if found is None:
        raise NotFoundError("この版はありません。")
    before = next((one.text for one in revisions if one.revision == revision - 1), found.text)
    context = {"inquiry": inquiry, "revision": found, "edits": difference(before, found.text),
               "who": names.get(found.user_id or "", ""), "at": moment(found.at),
               "state": INQUIRY_STATES[INQUIRY_OF[found.state]], "last": revisions[-1].revision}  # fmt: skip
    return page(request, "desk_revision.html", context)


@router.get("/draft/export/{form}")
def export(inquiry_id: str, form: str, database: DatabaseDep) -> Response:
    if form not in FORMS:
        raise HTTPException(404, "この形では出力できません。")
    with database.read() as work:
        inquiry, draft = work.inquiries.get(inquiry_id), draft_of(work, inquiry_id)
        texts, office = texts_of(work.drafts.parts(draft.id)), read_office(work)
    name = f"sodan-reply-{inquiry.number}.{form}"
    return Response(exported(inquiry, texts, office, form), media_type=FORMS[form], headers=download(name))


def draft_of(work: Work, inquiry_id: str) -> Draft:
    """The draft of an inquiry; raises NotFoundError."""
    work.inquiries.get(inquiry_id)
    found = work.drafts.of_inquiry(inquiry_id)
    if not found:
        raise NotFoundError("この問い合わせには、まだ下書きがありません。")
    return found[-1]


def _act(database: Database, desk: Desk, user: User, draft: Draft, do: str, form: dict[str, str]) -> str:
    """What comes after saving; the name of what was done."""
    if do in _STEPS:
        with database.begin() as work:
            take_step(work, draft, draft.revision, do, user, read_office(work), now())
        return do
    if do == "close":
        with database.begin() as work:
            close(work, work.inquiries.get(draft.inquiry_id), user, now())
        return do
    name, _, kind = do.partition(":")
    if name not in ("insert", "rewrite", "regenerate"):
        return "saved"
    if draft.state not in EDITABLE:
        raise InputError("下書きに戻してから書き換えてください。")
    with database.read() as work:
        parts = work.drafts.parts(draft.id)
        made, note = _made(work, desk, draft, parts, name, kind, form)
    with database.begin() as work:
        save_parts(work, draft.id, draft.revision, made, user.id, now(), note)
    return name


def _made(
    work: Work, desk: Desk, draft: Draft, parts: list[DraftPart], name: str, kind: str, form: dict[str, str]
) -> tuple[list[DraftPart], str]:
    """The parts that an action makes, and its note in the history."""
    inquiry, office, tone = work.inquiries.get(draft.inquiry_id), read_office(work), form.get("tone", "standard")
    if name == "rewrite":
        return rewritten(desk, inquiry, draft.id, tone, office), f"全体を書き直し（{TONE_LABELS.get(tone, tone)}）"
    if name == "regenerate":
        label = f"{PART_LABELS.get(kind, kind)}を書き直し（{TONE_LABELS.get(tone, tone)}）"
        return regenerated(desk, inquiry, parts, kind, tone, office), label
    text, title = _wording(work, desk, form.get("wording", ""))
    return inserted(parts, form.get("into", "conclusion"), text), f"「{title}」を差し込み"


def _wording(work: Work, desk: Desk, chosen: str) -> tuple[str, str]:
    """The text and title of a template or a canned answer; a canned answer only while it may be used."""
    kind, _, id = chosen.partition(":")
    if kind == "template":
        template = work.templates.get(id)
        return template.text, template.name
    if kind != "canned":
        raise InputError("差し込む定型文か定型回答を選んでください。")
    looked = looked_at(work.canned_answers.get(id), desk.drafter.chain.index.store.ledger, now().date())
    if not looked.is_usable:
        raise InputError(f"この定型回答は使えません（{looked.label}）。")
    return looked.answer.text, looked.answer.title


def _conflict(request: Request, database: Database, inquiry_id: str, form: dict[str, str]) -> Response:
    """What I wrote beside what somebody has saved meanwhile; nothing of either is lost."""
    with database.read() as work:
        draft = draft_of(work, inquiry_id)
        parts, revisions = work.drafts.parts(draft.id), work.drafts.revisions(draft.id)
        names, inquiry = names_of_all(work), work.inquiries.get(inquiry_id)
    gone = {kind: clean_text(form[f"part-{kind}"]).strip("\n") for kind in PART_NAMES if f"part-{kind}" in form}
    mine = {**gone, **read_texts(form, parts)}
    base = next((one.parts for one in revisions if one.revision == _number(form.get("revision", ""))), None)
    last = revisions[-1]
    context = {
        "inquiry": inquiry, "draft": draft, "clashes": clashes(base, mine, texts_of(parts)), "texts": texts_of(parts),
        "labels": PART_LABELS, "who": names.get(last.user_id or "", "ほかの人"), "at": moment(last.at),
        "state": INQUIRY_STATES[INQUIRY_OF[draft.state]], "editable": draft.state in EDITABLE,
    }  # fmt: skip
    return page(request, "desk_conflict.html", context, 409)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
