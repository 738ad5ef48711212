"""One transaction's repositories."""

from functools import cached_property

from sqlalchemy import Connection

from desk.store.audit import Audit
from desk.store.candidates import Candidates
from desk.store.canned import CannedAnswers
from desk.store.conversations import Conversations
from desk.store.drafts import Drafts
from desk.store.feedback import FeedbackRows
from desk.store.inquiries import Inquiries
from desk.store.keys import ApiKeys
from desk.store.office import OfficeRows
from desk.store.sessions import Attempts, Links, Sessions
from desk.store.templates import Templates
from desk.store.users import Users


class Work:
    """The repositories, all in one transaction; not to be used after it has ended."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def users(self) -> Users:
        return Users(self.connection)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self.connection)

    @cached_property
    def links(self) -> Links:
        return Links(self.connection)

    @cached_property
    def attempts(self) -> Attempts:
        return Attempts(self.connection)

    @cached_property
    def keys(self) -> ApiKeys:
        return ApiKeys(self.connection)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection)

    @cached_property
    def office(self) -> OfficeRows:
        return OfficeRows(self.connection)

    @cached_property
    def feedback(self) -> FeedbackRows:
        return FeedbackRows(self.connection)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.connection)

    @cached_property
    def inquiries(self) -> Inquiries:
        return Inquiries(self.connection)

    @cached_property
    def drafts(self) -> Drafts:
        return Drafts(self.connection)

    @cached_property
    def templates(self) -> Templates:
        return Templates(self.connection)

    @cached_property
    def canned_answers(self) -> CannedAnswers:
        return CannedAnswers(self.connection)

    @cached_property
    def candidates(self) -> Candidates:
        return Candidates(self.connection)
