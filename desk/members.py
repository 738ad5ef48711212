"""People whom an OpenID Connect provider knows: their account is made, and follows the provider, at each sign-in."""

from dataclasses import dataclass, replace

from desk.clock import Clock, now
from desk.errors import InputError, SignInError
from desk.oidc import Claims
from desk.person import read_email, read_name
from desk.roles import ROLES, Role
from desk.settings import OidcSettings
from desk.signing_in import start_session
from desk.store import Database, User
from desk.tokens import new_id


@dataclass(frozen=True, slots=True)
class Members:
    database: Database
    settings: OidcSettings
    clock: Clock = now

    def sign_in(self, claims: Claims) -> str:
        """A new session's token; raises SignInError for one without a role, locked, or of another's address."""
        role, at = self._role(claims), self.clock()
        with self.database.begin() as work:
            user = work.users.by_subject(claims.issuer, claims.subject)
            if user is None:
                user = self._new(claims, role)
                # An address is no proof of being the person who has an account of that address.
                if work.users.by_email(user.email):
                    raise SignInError("同じメールアドレスの利用者がすでにいます。管理者に相談してください。")
                work.users.add(user)
                work.audit.record(at, user.id, "user.join", user.id, role=role)
            if user.locked_at:
                raise SignInError("このアカウントは利用を停止されています。管理者に相談してください。")
            if user.role != role:
                work.users.change(user.id, role=role)
                work.sessions.remove_of(user.id)
                work.audit.record(at, "system", "user.role", user.id, before=user.role, role=role)
            return start_session(work, replace(user, role=role), at)

    def _role(self, claims: Claims) -> Role:
        """The role of the most that the claim gives."""
        given = {self.settings.roles[value] for value in claims.values if value in self.settings.roles}
        if not given:
            raise SignInError("このアカウントには、相談の業務画面を使う権限がありません。管理者に相談してください。")
        return max(given, key=ROLES.index)

    def _new(self, claims: Claims, role: Role) -> User:
        try:
            email, name = read_email(claims.email), read_name(claims.name)
        except InputError:
            raise SignInError("組織のアカウントから、メールアドレスと氏名を受け取れませんでした。") from None
        return User(new_id(), email, name, role, None, claims.issuer, claims.subject, self.clock())
