"""Accounts: set-up, invitations, password resets, roles and locks. Every change is in the audit trail."""

from dataclasses import dataclass
from datetime import timedelta

from desk.clock import Clock, now
from desk.errors import ConflictError, InputError, NotFoundError
from desk.passwords import hash_password, is_password, refuse_guessable
from desk.person import read_email, read_name
from desk.roles import Role
from desk.signing_in import start_session
from desk.store import Database, Link, User, Work
from desk.store.sessions import Purpose
from desk.tokens import hashed, new_id, new_token

LINK_LIFE = timedelta(hours=24)
_GONE = "このリンクは使えません。期限が切れたか、すでに使われています。管理者に新しいリンクを頼んでください。"


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts in a database; ``actor`` is the id of the user who acts."""

    database: Database
    clock: Clock = now

    def set_up_token(self) -> str | None:
        """The token of the link by which the first administrator comes in; None once there is one.

        A new one each time that the server starts: the one before stops working.
        """
        with self.database.begin() as work:
            if work.users.count_active("admin"):
                return None
            work.links.remove_unused("setup", None)
            return self._link(work, "setup", None, {"role": "admin"})

    def invite(self, actor: str, email: str, role: Role) -> str:
        """The token of an invitation to ``email``; raises ConflictError where the address has an account."""
        email = read_email(email)
        with self.database.begin() as work:
            if work.users.by_email(email):
                raise ConflictError("このメールアドレスの利用者は、すでにいます。")
            work.links.remove_invitations(email)
            work.audit.record(self.clock(), actor, "user.invite", role=role)
            return self._link(work, "invite", None, {"role": role, "email": email})

    def reset(self, actor: str, user_id: str) -> str:
        """The token of a link by which a user sets a new password."""
        with self.database.begin() as work:
            user = _user(work, user_id)
            if user.issuer:
                raise InputError("この利用者は外部の認証でログインするため、パスワードはありません。")
            work.links.remove_unused("reset", user_id)
            work.audit.record(self.clock(), actor, "user.reset", user_id)
            return self._link(work, "reset", user_id, {})

    def link(self, token: str, *purposes: Purpose) -> Link:
        """What a link grants, without using it; raises NotFoundError for one that does not work any more."""
        with self.database.read() as work:
            found = work.links.valid(hashed(token), purposes, self.clock())
        if found is None:
            raise NotFoundError(_GONE)
        return found

    def join(self, token: str, email: str, name: str, password: str) -> str:
        """Make the account that a set-up link or an invitation grants; a session's token.

        Raises InputError and leaves the link usable; NotFoundError where it does not work.
        """
        link = self.link(token, "setup", "invite")
        email, name = link.data.get("email") or read_email(email), read_name(name)
        refuse_guessable(password, email, name)
        stored, at = hash_password(password), self.clock()
        user = User(new_id(), email, name, link.data["role"], stored, None, None, at)
        with self.database.begin() as work:
            self._use(work, token, "setup", "invite")
            if work.users.by_email(email):
                raise ConflictError("このメールアドレスの利用者は、すでにいます。")
            work.users.add(user)
            work.audit.record(at, user.id, "user.join", user.id, role=user.role)
            return start_session(work, user, at)

    def set_password(self, token: str, password: str) -> str:
        """Set the password that a reset link grants and end every other session; a new session's token."""
        link = self.link(token, "reset")
        with self.database.read() as work:
            user = _user(work, link.user_id or "")
        refuse_guessable(password, user.email, user.name)
        stored, at = hash_password(password), self.clock()
        with self.database.begin() as work:
            self._use(work, token, "reset")
            work.users.change(user.id, password=stored)
            work.sessions.remove_of(user.id)
            work.audit.record(at, user.id, "password.reset", user.id)
            if user.locked_at:
                raise NotFoundError(_GONE)
            return start_session(work, user, at)

    def change_password(self, user: User, session: str, old: str, new: str) -> None:
        """Raises InputError where the old one is wrong. Every other session of the user ends."""
        if not is_password(user.password, old):
            raise InputError("今のパスワードが違います。")
        refuse_guessable(new, user.email, user.name)
        stored = hash_password(new)
        with self.database.begin() as work:
            work.users.change(user.id, password=stored)
            work.sessions.remove_of(user.id, but=hashed(session))
            work.audit.record(self.clock(), user.id, "password.change", user.id)

    def give_role(self, actor: str, user_id: str, role: Role) -> None:
        """Raises InputError where no administrator would be left."""
        with self.database.begin() as work:
            user = _user(work, user_id)
            if role == user.role:
                return
            keep_an_admin(work, user)
            work.users.change(user_id, role=role)
            work.sessions.remove_of(user_id)
            work.audit.record(self.clock(), actor, "user.role", user_id, before=user.role, role=role)

    def lock(self, actor: str, user_id: str) -> None:
        """End every session and admit none; raises InputError where no administrator would be left."""
        with self.database.begin() as work:
            user = _user(work, user_id)
            keep_an_admin(work, user)
            work.users.change(user_id, locked_at=self.clock())
            work.sessions.remove_of(user_id)
            work.audit.record(self.clock(), actor, "user.lock", user_id)

    def unlock(self, actor: str, user_id: str) -> None:
        with self.database.begin() as work:
            _user(work, user_id)
            work.users.change(user_id, locked_at=None)
            work.audit.record(self.clock(), actor, "user.unlock", user_id)

    def _link(self, work: Work, purpose: Purpose, user_id: str | None, data: dict[str, str]) -> str:
        token, at = new_token(), self.clock()
        work.links.add(Link(hashed(token), purpose, user_id, data, at, at + LINK_LIFE))
        return token

    def _use(self, work: Work, token: str, *purposes: Purpose) -> None:
        if work.links.use(hashed(token), purposes, self.clock()) is None:
            raise NotFoundError(_GONE)


def keep_an_admin(work: Work, user: User) -> None:
    """Raises InputError where ``user`` is the last administrator who can come in."""
    if user.role == "admin" and not user.locked_at and work.users.count_active("admin") <= 1:
        raise InputError("最後の管理者は、外すことも止めることもできません。先に別の管理者を決めてください。")


def _user(work: Work, user_id: str) -> User:
    user = work.users.get(user_id)
    if user is None:
        raise NotFoundError("この利用者はいません。")
    return user
