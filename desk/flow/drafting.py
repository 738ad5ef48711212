"""Making a draft for a stored inquiry, and writing parts of it anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desk.bootstrap import Desk
from desk.drafting.draft import Draft as Made
from desk.errors import InquiryError, PartError
from desk.flow.letters import PART_LABELS, blank_parts, letter_text, office_of, part_of, parts_of, texts_of
from desk.flow.receiving import received_of
from desk.office import Office, read_office
from desk.store import Database, Draft, DraftPart, Inquiry, InquiryQuestion, Work
from desk.tokens import new_id


def make_draft(database: Database, desk: Desk, inquiry_id: str, user_id: str, at: datetime) -> str:
    """Draft a reply; what is said to the person, "" where all went well. One that is there already stays."""
    with database.read() as work:
        inquiry, office = work.inquiries.get(inquiry_id), read_office(work)
    draft_id = new_id()
    try:
        made = desk.drafter.draft(received_of(inquiry), office=office_of(office))
    except InquiryError as error:
        parts, asked, told = blank_parts(draft_id, office, inquiry.subject), [], f"{error}回答は手で書いてください。"
    else:
        parts, asked, told = parts_of(made, draft_id, office), _questions(inquiry, made), ""
    with database.begin() as work:
        if work.drafts.of_inquiry(inquiry_id):
            return ""
        work.inquiries.set_questions(inquiry_id, asked)
        _add(work, Draft(draft_id, inquiry_id, "standard", letter_text(texts_of(parts)), letter_text(texts_of(parts)),
                         desk.drafter.chain.index.version, at, at, made_by=user_id), parts)  # fmt: skip
    return told


def regenerated(
    desk: Desk, inquiry: Inquiry, parts: Sequence[DraftPart], kind: str, tone: str, office: Office
) -> list[DraftPart]:
    """``parts`` with one written anew in ``tone``; raises PartError where that tone has no such part."""
    made = desk.drafter.draft(received_of(inquiry), tone, office_of(office))
    new = next((one for one in made.parts if one.name == kind), None)
    if new is None:
        raise PartError(f"この書き方には「{PART_LABELS.get(kind, kind)}」の部分がありません。")
    draft_id = parts[0].draft_id
    return [_renewed(old, part_of(new, draft_id, office, tone)) if old.kind == kind else old for old in parts]


def rewritten(desk: Desk, inquiry: Inquiry, draft_id: str, tone: str, office: Office) -> list[DraftPart]:
    """All parts written anew in ``tone``; raises InquiryError where nothing is asked."""
    return parts_of(desk.drafter.draft(received_of(inquiry), tone, office_of(office)), draft_id, office)


def _renewed(old: DraftPart, new: DraftPart) -> DraftPart:
    shared: dict[str, object] = {
        name: old.detail[name] for name in ("quotes", "answers", "withheld") if name in old.detail
    }
    return replace(new, detail={**shared, **new.detail})


def _add(work: Work, draft: Draft, parts: list[DraftPart]) -> None:
    work.drafts.add(draft, parts)
    work.inquiries.change(draft.inquiry_id, draft.created_at, state="drafting")
    work.audit.record(draft.created_at, draft.made_by or "", "draft.make", draft.inquiry_id)


def _questions(inquiry: Inquiry, made: Made) -> list[InquiryQuestion]:
    found = []
    for position, one in enumerate(made.answers):
        start = max(0, inquiry.body.find(one.question))
        end = start + len(one.question) if inquiry.body.startswith(one.question, start) else start
        found.append(InquiryQuestion(new_id(), inquiry.id, position, one.question, start, end))
    return found
