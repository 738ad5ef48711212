"""Random tokens and identities. Of a token only its hash is stored, so that a copied database opens no door."""

import hashlib
import hmac
import secrets


def new_token() -> str:
    """256 random bits, safe in an address and in a cookie."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """The SHA-256 of a token in hexadecimal; a token is random, so that no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(secret: str) -> str:
    """What a form carries to prove that it was made for the holder of the cookie ``secret``."""
    return hashlib.sha256(b"form\0" + secret.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two tokens are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def new_id() -> str:
    """The id of a new row: 80 random bits, so that ids can be neither counted nor guessed."""
    return secrets.token_hex(10)
