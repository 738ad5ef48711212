"""What the desk needs to know, as values; the entry points read them from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desk.roles import ROLES, Role, read_role


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """A provider of OpenID Connect. ``roles``: a value of the claim ``role_claim`` -> the role that it gives."""

    issuer: str
    client_id: str
    client_secret: str
    role_claim: str
    roles: Mapping[str, Role]


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """``database``: an SQLAlchemy address; ``address``: where people reach the site, None for as they call it;
    ``upload_limit``: bytes of one document."""

    database: str
    address: str | None = None
    oidc: OidcSettings | None = None
    upload_limit: int = 50_000_000

    @classmethod
    def beside(cls, index: Path) -> "DeskSettings":
        """With an SQLite file in the folder that the index's folder is in."""
        return cls(f"sqlite:///{index.absolute().parent / 'desk.sqlite'}")

    @classmethod
    def from_env(cls, environ: Mapping[str, str], index: Path) -> "DeskSettings":
        """Read ``SODAN_DATABASE``, ``_URL``, ``_UPLOAD_LIMIT`` and ``_OIDC_…``; raises ValueError."""
        limit = environ.get("SODAN_UPLOAD_LIMIT", "50000000")
        if not limit.isascii() or not limit.isdigit() or int(limit) < 1:
            raise ValueError(f"SODAN_UPLOAD_LIMIT「{limit}」はバイト数（1以上の整数）にしてください。")
        address = environ.get("SODAN_URL", "").rstrip("/") or None
        if address and not address.startswith(("http://", "https://")):
            raise ValueError(f"SODAN_URL「{address}」は https:// か http:// で始めてください。")
        database = environ.get("SODAN_DATABASE") or cls.beside(index).database
        return cls(database, address, _oidc(environ), int(limit))


def _oidc(environ: Mapping[str, str]) -> OidcSettings | None:
    """The provider, None where no issuer is named; raises ValueError naming what is missing."""
    issuer = environ.get("SODAN_OIDC_ISSUER", "")
    if not issuer:
        return None
    named = {name: environ.get(f"SODAN_OIDC_{name}", "") for name in ("CLIENT_ID", "CLIENT_SECRET", "ROLES")}
    for name, value in named.items():
        if not value:
            raise ValueError(f"SODAN_OIDC_ISSUER を使うときは SODAN_OIDC_{name} も設定してください。")
    claim = environ.get("SODAN_OIDC_ROLE_CLAIM", "roles")
    return OidcSettings(issuer, named["CLIENT_ID"], named["CLIENT_SECRET"], claim, _roles(named["ROLES"]))


def _roles(text: str) -> dict[str, Role]:
    """``staff=helpdesk,admin=it`` as the claim's value -> role, the highest role last."""
    pairs = [pair.strip().partition("=") for pair in text.split(",") if pair.strip()]
    if not pairs or any(role not in ROLES or not value for role, _, value in pairs):
        raise ValueError("SODAN_OIDC_ROLES は staff=グループ名,admin=グループ名 の形にしてください。")
    return {value.strip(): read_role(role) for role, _, value in pairs}
