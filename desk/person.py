"""What people enter about themselves: a mail address and a name."""

import re

from desk.errors import InputError

_EMAIL = re.compile(r"[^@\s\x00-\x1f<>,;:\"()\[\]\\]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")


def read_email(text: str) -> str:
    """The address in small letters; raises InputError."""
    email = text.strip().lower()
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise InputError("メールアドレスの形が正しくありません。例: taro@example.jp")
    return email


def read_name(text: str, what: str = "お名前") -> str:
    """A name of 1 to 100 characters on one line; raises InputError."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise InputError(f"{what}は1文字以上100文字以内で入力してください。")
    return name
