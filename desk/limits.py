"""The limit on attempts to sign in, per account and per address; it survives a restart."""

import hashlib
from datetime import datetime, timedelta

from desk.errors import LimitError
from desk.store import Work

WINDOW = timedelta(minutes=15)
OF_ACCOUNT_AND_ADDRESS = 5
OF_ACCOUNT = 50  # from everywhere: high, so that a stranger cannot lock somebody out with a few attempts
OF_ADDRESS = 30  # many people may share an office's address


def count_attempt(work: Work, email: str, address: str, at: datetime) -> None:
    """Count an attempt before it is looked at, so that attempts made at once are all counted.

    Raises LimitError where there have been too many; an account that does not exist is limited the same.
    """
    account, origin, since = _hash(email), _hash(address), at - WINDOW
    counts = (
        (work.attempts.count(account=account, address=origin, since=since), OF_ACCOUNT_AND_ADDRESS),
        (work.attempts.count(account=account, since=since), OF_ACCOUNT),
        (work.attempts.count(address=origin, since=since), OF_ADDRESS),
    )
    if any(count >= limit for count, limit in counts):
        minutes = WINDOW.seconds // 60
        raise LimitError(f"ログインの失敗が続いたため、受付を止めています。{minutes}分ほど待ってからお試しください。")
    work.attempts.add(account, origin, at)


def forget_attempts(work: Work, email: str, address: str) -> None:
    work.attempts.clear(_hash(email), _hash(address))


def _hash(text: str) -> str:
    # Neither addresses nor what was typed for an account (a password, at times) is kept as it is.
    return hashlib.sha256(text.encode()).hexdigest()
