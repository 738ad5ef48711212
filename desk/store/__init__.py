"""Persistence: the one package that knows SQLAlchemy. ``with database.begin() as work:`` is a transaction."""

from desk.store.audit import Asked, AuditEvent
from desk.store.candidates import Candidate
from desk.store.canned import CannedAnswer
from desk.store.conversations import Conversation
from desk.store.database import Database
from desk.store.drafts import Draft, DraftPart, Revision
from desk.store.feedback import Feedback
from desk.store.inquiries import Assignment, Comment, Inquiry, InquiryQuestion
from desk.store.keys import ApiKey
from desk.store.sessions import Link, Session
from desk.store.templates import Template
from desk.store.upgrading import open_database
from desk.store.users import User
from desk.store.work import Work

__all__ = [
    "ApiKey",
    "Asked",
    "Assignment",
    "AuditEvent",
    "Candidate",
    "CannedAnswer",
    "Comment",
    "Conversation",
    "Database",
    "Draft",
    "DraftPart",
    "Feedback",
    "Inquiry",
    "InquiryQuestion",
    "Link",
    "Revision",
    "Session",
    "Template",
    "User",
    "Work",
    "open_database",
]
