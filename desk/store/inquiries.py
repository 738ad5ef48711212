"""Inquiries: what somebody asked the help desk, the questions in it, comments and who looks after it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, text, update

from desk.errors import NotFoundError
from desk.store.desk_tables import assignments, comments, drafts, inquiries, questions
from desk.store.rows import one, several

InquiryState = Literal["new", "drafting", "review", "approved", "sent", "closed"]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """``number`` counts the office's inquiries from 1; ``message_id``: the mail's own, by which it is known again."""

    id: str
    number: int
    source: str
    message_id: str | None
    subject: str
    sender: str
    sender_email: str
    body: str
    received_at: datetime
    created_at: datetime
    changed_at: datetime
    state: InquiryState = "new"
    due_on: date | None = None
    made_by: str | None = None


@dataclass(frozen=True, slots=True)
class InquiryQuestion:
    """One question of an inquiry; ``start`` and ``end`` count the characters of its body."""

    id: str
    inquiry_id: str
    position: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A note for colleagues; it is never sent."""

    id: str
    inquiry_id: str
    user_id: str | None
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Assignment:
    inquiry_id: str
    user_id: str
    assigned_by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Inquiries:
    connection: Connection

    def add(self, inquiry: Inquiry) -> Inquiry:
        """Add it under the next number; raises ConflictError where its mail is there already."""
        if self.connection.dialect.name == "postgresql":  # SQLite has one writer at a time
            self.connection.execute(text("LOCK TABLE inquiries IN SHARE ROW EXCLUSIVE MODE"))
        highest = self.connection.execute(select(func.max(inquiries.c.number))).scalar_one() or 0
        values = {name: getattr(inquiry, name) for name in Inquiry.__slots__} | {"number": highest + 1}
        self.connection.execute(insert(inquiries).values(**values))
        return self.get(inquiry.id)

    def get(self, id: str) -> Inquiry:
        found = one(self.connection, select(inquiries).where(inquiries.c.id == id), Inquiry)
        if found is None:
            raise NotFoundError("この問い合わせはありません。")
        return found

    def by_message_id(self, message_id: str) -> Inquiry | None:
        return one(self.connection, select(inquiries).where(inquiries.c.message_id == message_id), Inquiry)

    def find(
        self, *, state: InquiryState | None = None, words: str = "", user_id: str | None = None,
        unassigned: bool = False, limit: int = 50, offset: int = 0,
    ) -> list[Inquiry]:  # fmt: skip
        """The newest first; ``words`` in the subject, body, sender or reply, ``user_id``: who looks after them."""
        query = _found(select(inquiries), state, words, user_id, unassigned).order_by(inquiries.c.number.desc())
        return several(self.connection, query.limit(limit).offset(offset), Inquiry)

    def count(
        self, *, state: InquiryState | None = None, words: str = "", user_id: str | None = None,
        unassigned: bool = False,
    ) -> int:  # fmt: skip
        query = _found(select(func.count()).select_from(inquiries), state, words, user_id, unassigned)
        return int(self.connection.execute(query).scalar_one())

    def change(self, id: str, at: datetime, **values: object) -> None:
        """Change columns such as ``state`` or ``due_on``."""
        self.connection.execute(update(inquiries).where(inquiries.c.id == id).values(changed_at=at, **values))

    def of_sender(self, email: str) -> list[Inquiry]:
        query = select(inquiries).where(func.lower(inquiries.c.sender_email) == email.lower())
        return several(self.connection, query.order_by(inquiries.c.number), Inquiry)

    def remove(self, id: str) -> None:
        """With its questions, drafts, comments and assignment."""
        self.connection.execute(delete(inquiries).where(inquiries.c.id == id))

    def remove_old(self, before: datetime) -> int:
        return self.connection.execute(delete(inquiries).where(inquiries.c.changed_at < before)).rowcount

    def set_questions(self, inquiry_id: str, found: list[InquiryQuestion]) -> None:
        """Replace the questions; those that keep their id keep their place in drafts."""
        kept = [question.id for question in found]
        gone = (questions.c.inquiry_id == inquiry_id, questions.c.id.not_in(kept))
        self.connection.execute(delete(questions).where(*gone))
        there = {question.id for question in self.questions(inquiry_id)}
        # Positions are unique: out of the way first, then each to its own.
        mine = questions.c.inquiry_id == inquiry_id
        self.connection.execute(update(questions).where(mine).values(position=-1 - questions.c.position))
        for question in found:
            values = {name: getattr(question, name) for name in InquiryQuestion.__slots__}
            if question.id in there:
                self.connection.execute(update(questions).where(questions.c.id == question.id).values(**values))
            else:
                self.connection.execute(insert(questions).values(**values))

    def questions(self, inquiry_id: str) -> list[InquiryQuestion]:
        query = select(questions).where(questions.c.inquiry_id == inquiry_id).order_by(questions.c.position)
        return several(self.connection, query, InquiryQuestion)

    def question_counts(self, inquiry_ids: list[str]) -> dict[str, int]:
        """How many questions the inquiries of a list have; those without any are left out."""
        query = select(questions.c.inquiry_id, func.count()).where(questions.c.inquiry_id.in_(inquiry_ids))
        return {row[0]: int(row[1]) for row in self.connection.execute(query.group_by(questions.c.inquiry_id))}

    def add_comment(self, comment: Comment) -> None:
        self.connection.execute(insert(comments).values(**{name: getattr(comment, name) for name in Comment.__slots__}))

    def comments(self, inquiry_id: str) -> list[Comment]:
        query = select(comments).where(comments.c.inquiry_id == inquiry_id).order_by(comments.c.at, comments.c.id)
        return several(self.connection, query, Comment)

    def assign(self, assignment: Assignment) -> None:
        """Hand an inquiry to one person, whoever had it before."""
        self.release(assignment.inquiry_id)
        values = {name: getattr(assignment, name) for name in Assignment.__slots__}
        self.connection.execute(insert(assignments).values(**values))

    def release(self, inquiry_id: str) -> None:
        self.connection.execute(delete(assignments).where(assignments.c.inquiry_id == inquiry_id))

    def assignment(self, inquiry_id: str) -> Assignment | None:
        return one(self.connection, select(assignments).where(assignments.c.inquiry_id == inquiry_id), Assignment)

    def assignments(self, inquiry_ids: list[str]) -> dict[str, Assignment]:
        """The assignments of a list's inquiries, by inquiry."""
        query = select(assignments).where(assignments.c.inquiry_id.in_(inquiry_ids))
        return {found.inquiry_id: found for found in several(self.connection, query, Assignment)}


def _found(
    query: Select[Any], state: InquiryState | None, words: str, user_id: str | None, unassigned: bool
) -> Select[Any]:
    if state:
        query = query.where(inquiries.c.state == state)
    for word in words.split():
        places = [inquiries.c[name].icontains(word, autoescape=True) for name in ("subject", "body", "sender")]
        said = select(drafts.c.id).where(drafts.c.inquiry_id == inquiries.c.id)
        said = said.where(drafts.c.text.icontains(word, autoescape=True))
        query = query.where(or_(*places, said.exists()))
    if user_id:
        query = query.join(assignments, assignments.c.inquiry_id == inquiries.c.id)
        query = query.where(assignments.c.user_id == user_id)
    if unassigned:
        query = query.where(inquiries.c.id.not_in(select(assignments.c.inquiry_id)))
    return query
