"""Passwords: Argon2id hashes, what makes one acceptable, and the same work for accounts that do not exist."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from desk.errors import InputError

SHORTEST, LONGEST = 12, 200  # characters


def hash_password(password: str) -> str:
    """The hash that is stored; raises InputError for a password that cannot be accepted."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"パスワードは{SHORTEST}文字以上{LONGEST}文字以内にしてください。")
    if len(set(password)) < 4:
        raise InputError("同じ文字の繰り返しは、パスワードに使えません。")
    return _hasher().hash(_folded(password))


def is_password(stored: str | None, given: str) -> bool:
    """Whether ``given`` is the password. Where none is stored, as much work is done as for a wrong one."""
    try:
        matches = _hasher().verify(stored or _nobodys(), _folded(given[: LONGEST + 1]))
    except (Argon2Error, InvalidHashError):
        return False
    return matches and stored is not None


def refuse_guessable(password: str, email: str, name: str) -> None:
    """Raises InputError for a password that holds the person's own address or name."""
    given = password.casefold()
    parts = [part.casefold() for part in (email, email.partition("@")[0], name) if len(part) >= 4]
    if any(part in given for part in parts):
        raise InputError("パスワードに、メールアドレスや氏名を含めないでください。")


def _folded(password: str) -> str:
    # The same characters typed on another keyboard are the same password (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # the library's defaults are RFC 9106's low-memory profile


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody's password")
