"""Signing in and out: password, session, and who a session belongs to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.clock import Clock, now
from desk.errors import DatabaseError, SignInError
from desk.limits import count_attempt, forget_attempts
from desk.passwords import is_password
from desk.store import Database, Session, User, Work
from desk.tokens import hashed, new_token

IDLE = timedelta(hours=2)
WHOLE = timedelta(hours=12)
_TOUCH = timedelta(minutes=1)  # a session's last use is written no oftener


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Sessions over a database; ``clock`` gives the time."""

    database: Database
    clock: Clock = now

    def by_password(self, email: str, password: str, address: str) -> str:
        """A new session's token. Raises SignInError, in the same words whatever was wrong, and LimitError."""
        email = email.strip().lower()
        with self.database.begin() as work:
            count_attempt(work, email, address, self.clock())
            user = work.users.by_email(email)
        # Outside the transaction: hashing is slow on purpose, and nobody should wait for it.
        correct = is_password(user.password if user else None, password)
        with self.database.begin() as work:
            if user is None or not correct or user.locked_at:
                work.audit.record(self.clock(), user.id if user else "system", "sign_in.refused")
            else:
                forget_attempts(work, email, address)
                return start_session(work, user, self.clock())
        raise SignInError("メールアドレスかパスワードが違います。")

    def user_of(self, token: str) -> User | None:
        """Who has signed in with this token: None where it is unknown or too old, or the user is locked."""
        at = self.clock()
        with self.database.read() as work:
            session = work.sessions.get(hashed(token))
            if session is None or session.created_at + WHOLE <= at or session.seen_at + IDLE <= at:
                return None
            user = work.users.get(session.user_id)
        if user is None or user.locked_at:
            return None
        if at - session.seen_at >= _TOUCH:
            self._touch(session, at)
        return user

    def sign_out(self, token: str) -> None:
        with self.database.begin() as work:
            session = work.sessions.get(hashed(token))
            if session:
                work.sessions.remove(session.token)
                work.audit.record(self.clock(), session.user_id, "sign_out")

    def _touch(self, session: Session, at: datetime) -> None:
        try:
            with self.database.begin() as work:
                work.sessions.seen(session.token, at)
        except DatabaseError:  # one who only reads goes on reading while nothing can be written
            pass


def start_session(work: Work, user: User, at: datetime) -> str:
    """A new session's token; of the token itself nothing is stored."""
    token = new_token()
    work.sessions.add(Session(hashed(token), user.id, at, at))
    work.users.change(user.id, signed_in_at=at)
    work.audit.record(at, user.id, "sign_in")
    return token
